import { Button, NumberInput, TextInput } from '@mantine/core'
import { useText } from '../../text/text.ts'
import classes from './stock.module.css'

/** Lines of a form: a code, and one or two numbers as they are typed. */
export type Lines = readonly (readonly (string | number)[])[]

type Props = { lines: Lines; onChange: (lines: Lines) => void }

export function BarcodeRows(props: Props) {
  const { say } = useText()
  return (
    <Rows
      {...props}
      title={say('stock.barcodes')}
      heads={[say('stock.barcode'), say('stock.barcode-quantity')]}
      add={say('stock.add-barcode')}
    />
  )
}

export function SalesUnitRows(props: Props) {
  const { say } = useText()
  return (
    <Rows
      {...props}
      title={say('stock.sales-units')}
      heads={[say('stock.sales-unit'), say('stock.numerator'), say('stock.denominator')]}
      add={say('stock.add-sales-unit')}
    />
  )
}

type RowsProps = Props & { title: string; heads: readonly string[]; add: string }

function Rows({ lines, onChange, title, heads, add }: RowsProps) {
  const { say } = useText()
  const put = (at: number, member: number, value: string | number) =>
    onChange(
      lines.map((line, index) =>
        index === at ? line.map((old, n) => (n === member ? value : old)) : line,
      ),
    )
  return (
    <fieldset className={classes['lines']}>
      <legend>{title}</legend>
      {lines.map((line, at) => (
        // Lines have no name of their own, and only the form changes them.
        <div key={at} className={classes['line']}>
          {heads.map((head, member) =>
            member === 0 ? (
              <TextInput
                key={head}
                label={head}
                value={String(line[member] ?? '')}
                required
                onChange={({ currentTarget: { value } }) => put(at, member, value)}
              />
            ) : (
              <NumberInput
                key={head}
                label={head}
                value={line[member] ?? ''}
                min={1}
                allowDecimal={false}
                required
                onChange={(value) => put(at, member, value)}
              />
            ),
          )}
          <Button
            variant="default"
            aria-label={say('stock.remove', { name: String(line[0] ?? '') })}
            onClick={() => onChange(lines.filter((_, index) => index !== at))}
          >
            ×
          </Button>
        </div>
      ))}
      <Button
        className={classes['start']}
        variant="default"
        onClick={() => onChange([...lines, heads.map((_, member) => (member === 0 ? '' : 1))])}
      >
        {add}
      </Button>
    </fieldset>
  )
}
