import {
  Button,
  Checkbox,
  MultiSelect,
  NumberInput,
  Progress,
  Table,
  TextInput,
} from '@mantine/core'
import { addDays } from '#contract/orders/local-time.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call, CallProblem } from '../../api.ts'
import { ModalFrame } from '../../components/modal-frame.tsx'
import { problemWords } from '../../components/problem-words.ts'
import { sendAll } from '../../components/send-all.ts'
import { useAmounts } from '../../components/use-amounts.ts'
import { type Say, type TextKey, useText } from '../../text/text.ts'
import { DAYS_OF_WEEK, readSlots, type StoredRegion } from './capacity-data.ts'
import classes from './capacity.module.css'
import { limitsOf } from './day-form.tsx'
import { type DayPlan, type Limits, PLAN_DAYS_MAX, planDays, type PlannedDay } from './plan-days.ts'

/** Days shown of a preview; the counts above it are of all. */
const PREVIEW_SHOWN = 60

const WEEKDAYS = Array.from({ length: DAYS_OF_WEEK }, (_, index) => index + 1)
const PERIOD_DAYS = 28

type Props = { regions: readonly StoredRegion[]; today: string; onClose: () => void }

/** What is typed; figures are text until they are numbers. */
type Draft = {
  regions: string[]
  weekdays: string[]
  from: string
  to: string
  kg: number | string
  m3: number | string
  skipClosed: boolean
}

/** The limit of a region's weekdays over a period, looked at before it is set. */
export function ManyDays({ regions, today, onClose }: Props) {
  const { say } = useText()
  const [draft, setDraft] = useState<Draft>({
    regions: regions.map(({ code }) => code),
    weekdays: ['1', '2', '3', '4', '5'],
    from: today,
    to: addDays(today, PERIOD_DAYS - 1),
    kg: '',
    m3: '',
    skipClosed: true,
  })
  const limits = limitsOf(draft.kg, draft.m3)
  const { from, to, skipClosed } = draft
  const chosen = regions.filter(({ code }) => draft.regions.includes(code))
  const weekdays = draft.weekdays.map(Number)
  return (
    <ModalFrame title={say('capacity.many-title')} size="xl" onClose={onClose}>
      <div className={classes['form']}>
        <Fields
          regions={regions}
          draft={draft}
          change={(part) => setDraft({ ...draft, ...part })}
        />
        {limits !== null && (
          <Preview
            plan={{ regions: chosen, weekdays, from, to, skipClosed, limits }}
            onClose={onClose}
          />
        )}
      </div>
    </ModalFrame>
  )
}

type FieldsProps = {
  regions: readonly StoredRegion[]
  draft: Draft
  change: (part: Partial<Draft>) => void
}

function Fields({ regions, draft, change }: FieldsProps) {
  const { say } = useText()
  const amounts = useAmounts()
  return (
    <>
      <MultiSelect
        label={say('capacity.many-regions')}
        data={regions.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
        value={draft.regions}
        onChange={(chosen) => change({ regions: chosen })}
      />
      <Checkbox.Group
        label={say('capacity.many-weekdays')}
        value={draft.weekdays}
        onChange={(weekdays) => change({ weekdays })}
      >
        <div className={classes['weekdays']}>
          {WEEKDAYS.map((day) => (
            <Checkbox key={day} value={String(day)} label={amounts.weekday(day)} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes['pair']}>
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={say(`capacity.many-${end}`)}
            value={draft[end]}
            onChange={({ currentTarget: { value } }) => change({ [end]: value })}
          />
        ))}
        {(['kg', 'm3'] as const).map((figure) => (
          <NumberInput
            key={figure}
            label={say(`capacity.max-${figure}`)}
            value={draft[figure]}
            onChange={(value) => change({ [figure]: value })}
            min={0}
            thousandSeparator=" "
          />
        ))}
      </div>
      <Checkbox
        label={say('capacity.many-skip-closed')}
        checked={draft.skipClosed}
        onChange={({ currentTarget: { checked } }) => change({ skipClosed: checked })}
      />
    </>
  )
}

type Report = { done: number; refused: readonly string[]; isOver: boolean }

function Preview({ plan, onClose }: { plan: DayPlan; onClose: () => void }) {
  const speaker = useText()
  const { say } = speaker
  const amounts = useAmounts()
  const queries = useQueryClient()
  const { from, to } = plan
  const [report, setReport] = useState<Report | null>(null)
  const isStopped = useRef(false)
  const slots = useQuery({
    queryKey: ['live', ['capacity', 'orders', 'stock'], 'plan', from, to],
    enabled: from !== '' && to !== '' && from <= to && report === null,
    queryFn: () => readSlots({ from, to }),
  })
  const days = planDays(plan, slots.data ?? [])
  if (days === null) {
    return <p role="alert">{say('capacity.preview-too-many', { count: PLAN_DAYS_MAX })}</p>
  }
  const toSet = days.filter(({ state }) => state !== 'same')
  const apply = async () => {
    const refused: string[] = []
    let done = 0
    await sendAll({
      items: toSet,
      isStopped: () => isStopped.current,
      send: (planned) => setDay(planned, speaker),
      onDone: ({ region, day }, trouble) => {
        if (trouble === null) done += 1
        else refused.push(`${region} ${amounts.dayShort(day)}: ${trouble}`)
        setReport({ done, refused: [...refused], isOver: false })
      },
    })
    setReport({ done, refused, isOver: true })
    await queries.invalidateQueries({ queryKey: ['live', ['capacity', 'orders', 'stock']] })
  }
  if (report !== null) return <Applied report={report} count={toSet.length} onClose={onClose} />
  return (
    <>
      <Summary days={days} />
      {days.length > 0 && <PreviewTable days={days} />}
      <Button
        disabled={toSet.length === 0 || slots.isPending}
        onClick={() => {
          setReport({ done: 0, refused: [], isOver: false })
          void apply()
        }}
      >
        {say('capacity.apply', { count: toSet.length })}
      </Button>
    </>
  )
}

/** Null when it is set, else why not. */
async function setDay(
  { region, day, limits }: PlannedDay,
  speaker: Pick<ReturnType<typeof useText>, 'say' | 'language'>,
): Promise<string | null> {
  try {
    await call('PUT /v1/capacity/{region}/{date}', { params: { region, date: day }, body: limits })
    return null
  } catch (error) {
    if (!(error instanceof CallProblem)) throw error
    return error.status === 0 ? speaker.say('state.unreachable') : problemWords(error, speaker).text
  }
}

function Summary({ days }: { days: readonly PlannedDay[] }) {
  const { say } = useText()
  if (days.length === 0) return <p role="status">{say('capacity.preview-none')}</p>
  const counts: [PlannedDay['state'], TextKey][] = [
    ['new', 'capacity.preview-new'],
    ['changed', 'capacity.preview-changed'],
    ['same', 'capacity.preview-same'],
  ]
  const raised = days.filter(({ state }) => state === 'raised').length
  const parts = counts.flatMap(([state, text]) => {
    const count = days.filter((day) => day.state === state).length
    return count === 0 ? [] : [say(text, { count })]
  })
  const whole = say('capacity.preview', { count: days.length })
  return (
    <div role="status" className={classes['form']}>
      <p>{parts.length === 0 ? whole : `${whole}: ${parts.join(', ')}.`}</p>
      {raised > 0 && (
        <p className={classes['warning']}>{say('capacity.preview-raised', { count: raised })}.</p>
      )}
    </div>
  )
}

function PreviewTable({ days }: { days: readonly PlannedDay[] }) {
  const { say } = useText()
  const amounts = useAmounts()
  const tell = (limits: Limits | null) =>
    limits === null
      ? say('capacity.no-limit')
      : `${amounts.kg(limits.maxWeightGrams)} · ${amounts.m3(limits.maxVolumeCm3)}`
  return (
    // Whoever has no mouse scrolls it with the arrow keys.
    <div
      className={classes['preview']}
      tabIndex={0}
      role="group"
      aria-label={say('capacity.many-title')}
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('capacity.day')}</Table.Th>
            <Table.Th>{say('capacity.region')}</Table.Th>
            <Table.Th>{say('capacity.was')}</Table.Th>
            <Table.Th>{say('capacity.becomes')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.slice(0, PREVIEW_SHOWN).map(({ region, day, state, before, limits }) => (
            <Table.Tr key={`${day}/${region}`} data-state={state}>
              <Table.Td>{amounts.dayShort(day)}</Table.Td>
              <Table.Td>{region}</Table.Td>
              <Table.Td>{tell(before)}</Table.Td>
              <Table.Td>{tell(limits)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {days.length > PREVIEW_SHOWN && (
        <p className={classes['more']}>+ {days.length - PREVIEW_SHOWN}</p>
      )}
    </div>
  )
}

type AppliedProps = { report: Report; count: number; onClose: () => void }

function Applied({ report, count, onClose }: AppliedProps) {
  const { say } = useText()
  const { done, refused, isOver } = report
  return (
    <>
      <Progress
        value={(100 * (done + refused.length)) / Math.max(count, 1)}
        aria-label={say('rows.progress')}
        size="lg"
      />
      <p role="status">{resultWords(report, say)}</p>
      {refused.length > 0 && (
        <ul>
          {refused.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {isOver && <Button onClick={onClose}>{say('form.close')}</Button>}
    </>
  )
}

function resultWords({ done, refused }: Report, say: Say): string {
  const good = say('capacity.applied', { count: done })
  return refused.length === 0
    ? good
    : `${good} ${say('capacity.refused', { count: refused.length })}`
}
