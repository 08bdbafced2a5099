import { TextInput } from '@mantine/core'
import { TEXT_MAX, type ShipTo } from '#contract/documents/ids.ts'
import { useText } from '../../../text/text.ts'
import classes from './new-order.module.css'

const FIELDS = [
  ['name', 'new-order.name', TEXT_MAX],
  ['line1', 'new-order.line1', TEXT_MAX],
  ['postalCode', 'new-order.postal-code', 20],
  ['city', 'new-order.city', TEXT_MAX],
  ['country', 'new-order.country', 2],
] as const

type Props = { value: ShipTo; onChange: (value: ShipTo) => void }

/** Where goods go. */
export function AddressFields({ value, onChange }: Props) {
  const { say } = useText()
  return (
    <div className={classes['fields']}>
      {FIELDS.map(([name, title, maxLength]) => (
        <TextInput
          key={name}
          label={say(title)}
          required
          maxLength={maxLength}
          value={value[name]}
          onChange={(event) => {
            const text = event.currentTarget.value
            onChange({ ...value, [name]: name === 'country' ? text.toUpperCase() : text })
          }}
        />
      ))}
    </div>
  )
}
