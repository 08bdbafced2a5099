import { Button, NumberInput, Select } from '@mantine/core'
import { QUANTITY_MAX } from '#contract/documents/ids.ts'
import { SALES_QUANTITY_DECIMALS } from '#contract/orders/order-intent.ts'
import { useText } from '../../../text/text.ts'
import classes from './new-order.module.css'
import { ProductField, type Product } from './product-field.tsx'

/** The unit that everything is counted in. */
export const BASE_UNIT = 'each'

export type LineDraft = {
  key: number
  product: Product | null
  quantity: number | ''
  unit: string
}

type Props = {
  lines: readonly LineDraft[]
  onChange: (lines: readonly LineDraft[]) => void
}

/** The goods of a new order, one product a line. */
export function LineFields({ lines, onChange }: Props) {
  const { say } = useText()
  const change = (key: number, changed: Partial<LineDraft>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...changed } : line)))
  const nextKey = 1 + Math.max(...lines.map(({ key }) => key))
  return (
    <>
      {lines.map((line, index) => (
        <fieldset key={line.key} className={classes['line']}>
          <legend className={classes['hidden']}>
            {say('new-order.line', { line: index + 1 })}
          </legend>
          <ProductField
            product={line.product}
            onChoose={(product) => change(line.key, { product, unit: BASE_UNIT })}
          />
          <NumberInput
            label={say('new-order.quantity')}
            required
            min={0}
            max={QUANTITY_MAX}
            decimalScale={line.unit === BASE_UNIT ? 0 : SALES_QUANTITY_DECIMALS}
            value={line.quantity}
            onChange={(value) => change(line.key, { quantity: value === '' ? '' : Number(value) })}
          />
          <Select
            label={say('new-order.unit')}
            data={unitsOf(line, say('new-order.piece'))}
            value={line.unit}
            allowDeselect={false}
            onChange={(unit) => change(line.key, { unit: unit ?? BASE_UNIT })}
            comboboxProps={{ transitionProps: { duration: 0 } }}
          />
          <Button
            variant="default"
            disabled={lines.length === 1}
            aria-label={say('new-order.remove', { line: index + 1 })}
            onClick={() => onChange(lines.filter(({ key }) => key !== line.key))}
          >
            ✕
          </Button>
        </fieldset>
      ))}
      <Button
        className={classes['add']}
        variant="default"
        onClick={() => onChange([...lines, newLine(nextKey)])}
      >
        {say('new-order.add')}
      </Button>
    </>
  )
}

export function newLine(key: number): LineDraft {
  return { key, product: null, quantity: '', unit: BASE_UNIT }
}

function unitsOf({ product }: LineDraft, piece: string) {
  const units = product?.salesUnits ?? []
  return [
    { value: BASE_UNIT, label: piece },
    ...units.map(({ code }) => ({ value: code, label: code })),
  ]
}
