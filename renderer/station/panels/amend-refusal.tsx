import { useState } from 'react'
import type { Amendment, RefusalView } from '#contract/rpc/refusal-view.ts'
import { DigitKeys } from '../../components/digit-keys.tsx'
import { TouchButton } from '../../components/touch-button.tsx'
import { useText, type TextKey } from '../../text/text.ts'
import own from './refusals-panel.module.css'

type Field = keyof Amendment

/** What a touch can change, and its words: numbers by the pad, lists and loads by choosing one. */
const FIELDS: { [F in Field]?: TextKey } = {
  quantity: 'field.quantity',
  counted: 'field.counted',
  lineNo: 'field.lineNo',
  pickListId: 'field.pickListId',
  loadId: 'field.loadId',
  fromLoadId: 'field.fromLoadId',
  toLoadId: 'field.toLoadId',
}

/** Digits of the largest number a field takes. */
const DIGITS_MAX = 6

/** The fields of a refusal that can be changed without a keyboard. */
export function amendableHere({ amendable, choices }: RefusalView): Field[] {
  return (Object.keys(FIELDS) as Field[]).filter((field) => {
    const now = amendable[field]
    return typeof now === 'number' || (choices[field]?.length ?? 0) > 0
  })
}

type Props = { refusal: RefusalView; onAmend: (amend: Amendment) => void }

/** One field after the other, and everything that was changed goes along. */
export function AmendRefusal({ refusal, onAmend }: Props) {
  const { say } = useText()
  const fields = amendableHere(refusal)
  const [field, setField] = useState<Field | undefined>(fields[0])
  const [changed, setChanged] = useState<Amendment>({})
  const isChanged = fields.some((name) => {
    return changed[name] !== undefined && changed[name] !== refusal.amendable[name]
  })
  const change = (name: Field, value: string | number | undefined) => {
    setChanged(({ [name]: _, ...rest }) =>
      value === undefined ? rest : { ...rest, [name]: value },
    )
  }
  return (
    <div className={own['amend']} data-testid="amend">
      <b className={own['question']}>{say('refusals.amend.title')}</b>
      <div className={own['fields']}>
        {fields.map((name) => (
          <TouchButton
            key={name}
            label={say(FIELDS[name] ?? 'field.quantity')}
            tone={name === field ? 'primary' : 'plain'}
            isPressed={name === field}
            testId={`field-${name}`}
            onPress={() => setField(name)}
          />
        ))}
      </div>
      <div className={own['change']}>
        {field !== undefined && (
          <FieldChange
            key={field}
            refusal={refusal}
            field={field}
            value={changed[field]}
            onChange={(value) => change(field, value)}
          />
        )}
      </div>
      <TouchButton
        label={say('refusals.amend.do')}
        icon="check"
        tone="primary"
        isLarge
        isDisabled={!isChanged}
        testId="amend-do"
        onPress={() => onAmend(changed)}
      />
    </div>
  )
}

type ChangeProps = {
  refusal: RefusalView
  field: Field
  value: string | number | undefined
  onChange: (value: string | number | undefined) => void
}

function FieldChange({ refusal, field, value, onChange }: ChangeProps) {
  const { say } = useText()
  const now = refusal.amendable[field]
  const choices = refusal.choices[field] ?? []
  if (typeof now !== 'number') {
    return (
      <div className={own['names']}>
        {choices.map((choice) => (
          <TouchButton
            key={choice.value}
            label={choice.words}
            tone={choice.value === value ? 'primary' : 'plain'}
            isPressed={choice.value === value}
            testId={`choice-${choice.value}`}
            onPress={() => onChange(choice.value)}
          />
        ))}
      </div>
    )
  }
  const typed = value === undefined ? '' : String(value)
  const type = (digits: string) => onChange(digits === '' ? undefined : Number(digits))
  return (
    <DigitKeys
      family="digit"
      testId="number-pad"
      canErase={typed !== ''}
      onDigit={(digit) => type((typed + digit).slice(0, DIGITS_MAX))}
      onErase={() => type(typed.slice(0, -1))}
      display={
        <p className={own['number']}>
          <span>{say('refusals.amend.now', { value: now })}</span>
          <b>{typed === '' ? '–' : typed}</b>
        </p>
      }
      corner={<span />}
    />
  )
}
