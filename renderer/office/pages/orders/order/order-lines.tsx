import { DataTable, type Column } from '../../../components/data-table.tsx'
import { Section } from '../../../components/page.tsx'
import { useSorting } from '../../../components/use-address.ts'
import { useFormats } from '../../../components/use-formats.ts'
import { useText } from '../../../text/text.ts'
import classes from './order.module.css'
import type { Order, OrderLine } from './use-order.ts'

/** What was ordered, and how far each of it is. */
export function OrderLines({ order }: { order: Order }) {
  const { say } = useText()
  const [sorting, setSorting] = useSorting()
  const columns = useColumns()
  return (
    <Section title={say('order.lines')}>
      <DataTable
        label={say('order.lines')}
        rows={order.lines}
        columns={columns}
        rowKey={({ lineNo }) => String(lineNo)}
        sorting={sorting}
        onSort={setSorting}
      />
    </Section>
  )
}

const COUNTS = ['ordered', 'picked', 'short', 'packed', 'loaded'] as const

function useColumns(): Column<OrderLine>[] {
  const { say } = useText()
  const { count } = useFormats()
  return [
    {
      key: 'line',
      title: say('order.line'),
      cell: ({ lineNo }) => lineNo,
      sortBy: ({ lineNo }) => lineNo,
    },
    {
      key: 'product',
      title: say('order.product'),
      cell: (line) => <Product line={line} />,
      sortBy: ({ sku }) => sku,
    },
    ...COUNTS.map((name): Column<OrderLine> => ({
      key: name,
      title: say(`order.${name}`),
      isNumber: true,
      cell: (line) => (
        <span className={name === 'short' && line.short > 0 ? classes['lack'] : undefined}>
          {count(line[name])}
        </span>
      ),
      sortBy: (line) => line[name],
    })),
    { key: 'progress', title: say('order.progress'), cell: (line) => <Progress line={line} /> },
  ]
}

function Product({ line }: { line: OrderLine }) {
  const { say } = useText()
  const { sku, name, lots } = line
  return (
    <>
      {name ?? sku}
      <br />
      <span className={classes['soft']}>
        {sku}
        {lots !== undefined &&
          ` · ${say('order.lots', { lots: lots.map(({ lot, picked }) => `${lot} (${picked})`).join(', ') })}`}
      </span>
    </>
  )
}

/** Loaded, packed and picked on top of each other; the figures beside it say the same. */
function Progress({ line }: { line: OrderLine }) {
  const { say } = useText()
  const { ordered, picked, packed, loaded, short } = line
  const share = (amount: number) =>
    `${ordered === 0 ? 0 : Math.min(100, (100 * amount) / ordered)}%`
  return (
    <div
      className={classes['bar']}
      role="img"
      aria-label={say('order.progress-of', { packed, ordered })}
    >
      <span data-part="picked" style={{ width: share(picked) }} />
      <span data-part="packed" style={{ width: share(packed) }} />
      <span data-part="loaded" style={{ width: share(loaded) }} />
      <span data-part="short" style={{ width: share(short) }} />
    </div>
  )
}
