import { Button, NumberInput, Select, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { EXCEPTION_HANDLING } from '#contract/http/exception-choices.ts'
import { call } from '../../api.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import classes from './exceptions.module.css'
import { useChoiceKeys } from './use-list-keys.ts'
import { choiceWords, type ShownChoice, type ShownException } from './words.ts'

export type Decision = {
  choice: string
  note: string
  input: { counted?: number; load?: string }
}

type Props = {
  exception: ShownException
  isPending: boolean
  onDecide: (decision: Decision) => void
}

/** The choices, the usual one first; what a choice must be told; a note. */
export function DecideForm({ exception, isPending, onDecide }: Props) {
  const { say } = useText()
  const mayChoose = useMayChoose(exception.code)
  const { choices } = exception
  const { choice, decision, note, counted, load, set } = useDecision(choices, mayChoose)
  const needs = choice?.input ?? null
  const decide = () => {
    if (decision !== null && !isPending) onDecide(decision)
  }
  const choose = (index: number) => {
    const wanted = choices[index]
    if (wanted !== undefined && mayChoose(wanted)) set({ chosen: wanted.choice })
  }
  useChoiceKeys(choose, decide)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    decide()
  }
  return (
    <form className={classes['decide']} onSubmit={submit}>
      <fieldset className={classes['choices']}>
        <legend>{say('ex.choose')}</legend>
        {choices.map((one, index) => (
          <ChoiceCard
            key={one.choice}
            choice={one}
            code={exception.code}
            number={index + 1}
            isUsual={index === 0 && choices.length > 1}
            isChosen={one.choice === choice?.choice}
            isDisabled={!mayChoose(one)}
            onChoose={() => set({ chosen: one.choice })}
          />
        ))}
      </fieldset>
      {needs === 'counted' && (
        <NumberInput
          label={say('ex.counted')}
          value={counted ?? ''}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          autoFocus
          onChange={(value) => set({ counted: typeof value === 'number' ? value : null })}
        />
      )}
      {needs === 'load' && (
        <LoadPicker
          warehouse={exception.warehouse}
          load={load}
          onLoad={(number) => set({ load: number })}
        />
      )}
      <Textarea
        label={say('ex.note')}
        description={say('ex.note.hint')}
        value={note}
        maxLength={2_000}
        minRows={2}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      <Button type="submit" loading={isPending} disabled={decision === null}>
        {say('ex.decide', {
          choice: choice === undefined ? '' : choiceWords(exception.code, choice, say).label,
        })}
      </Button>
    </form>
  )
}

type Typed = { chosen: string | null; note: string; counted: number | null; load: string | null }

/** What is chosen and typed so far, and the decision once it is whole. */
function useDecision(choices: readonly ShownChoice[], mayChoose: (one: ShownChoice) => boolean) {
  const [typed, setTyped] = useState<Typed>(() => ({
    chosen: choices.find(mayChoose)?.choice ?? null,
    note: '',
    counted: null,
    load: null,
  }))
  const { chosen, note, counted, load } = typed
  const choice = choices.find((one) => one.choice === chosen)
  const set = (members: Partial<Typed>) => setTyped((before) => ({ ...before, ...members }))
  return { ...typed, choice, set, decision: decisionOf(choice, { note, counted, load }) }
}

function decisionOf(
  choice: ShownChoice | undefined,
  { note, counted, load }: Omit<Typed, 'chosen'>,
): Decision | null {
  if (choice === undefined) return null
  switch (choice.input) {
    case 'counted':
      return counted === null ? null : { choice: choice.choice, note, input: { counted } }
    case 'load':
      return load === null ? null : { choice: choice.choice, note, input: { load } }
    default:
      return { choice: choice.choice, note, input: {} }
  }
}

type CardProps = {
  choice: ShownChoice
  code: string
  number: number
  isUsual: boolean
  isChosen: boolean
  isDisabled: boolean
  onChoose: () => void
}

function ChoiceCard({ choice, code, number, isUsual, isChosen, isDisabled, onChoose }: CardProps) {
  const { say } = useText()
  const { label, does } = choiceWords(code, choice, say)
  return (
    <label className={classes['choice']} data-chosen={isChosen} data-disabled={isDisabled}>
      <input
        type="radio"
        name="choice"
        checked={isChosen}
        disabled={isDisabled}
        onChange={onChoose}
      />
      <span className={classes['choiceWords']}>
        <b>
          {label}
          {isUsual && <span className={classes['usual']}>{say('ex.usual')}</span>}
        </b>
        <span>{isDisabled ? say('ex.not-yours') : does}</span>
      </span>
      <kbd className={classes['key']}>{number}</kbd>
    </label>
  )
}

type LoadPickerProps = {
  warehouse: string
  load: string | null
  onLoad: (number: string | null) => void
}

/** Loads that have not left. */
function LoadPicker({ warehouse, load, onLoad }: LoadPickerProps) {
  const { say } = useText()
  const { data } = useQuery({
    queryKey: ['loading', 'open', warehouse],
    queryFn: () => readOpen(warehouse),
  })
  if (data?.length === 0) return <p>{say('ex.load.none')}</p>
  return (
    <Select
      label={say('ex.load')}
      data={(data ?? []).map(({ number, region, vehicle, deliveryDate }) => ({
        value: number,
        label: `${number} · ${region} · ${deliveryDate} · ${vehicle.plate}`,
      }))}
      value={load}
      searchable
      onChange={onLoad}
    />
  )
}

async function readOpen(warehouse: string) {
  const [open, claimed] = await Promise.all(
    (['open', 'claimed'] as const).map((status) =>
      call('GET /v1/loads', { query: { warehouse, status, limit: 500 } }),
    ),
  )
  return [...(open?.items ?? []), ...(claimed?.items ?? [])]
}

/** Some choices take a further right. */
function useMayChoose(code: string): (choice: ShownChoice) => boolean {
  const may = useMay()
  return ({ choice }) => {
    const rule = EXCEPTION_HANDLING[code]?.choices.find((known) => known.choice === choice)
    const scope = rule?.scope ?? (choice === 'cancel' ? 'orders:cancel' : null)
    return scope === null || may(scope)
  }
}
