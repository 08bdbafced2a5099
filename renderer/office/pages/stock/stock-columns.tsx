import { Link } from 'wouter'
import type { Column } from '../../components/data-table.tsx'
import { useAmounts } from '../../components/use-amounts.ts'
import { useText } from '../../text/text.ts'
import type { LotStock, StockAsked, StockRow } from './stock-data.ts'
import classes from './stock.module.css'

/** Lots named in a row of the list; the product's own page shows them all. */
const LOTS_SHOWN = 2

export function useStockColumns({ only }: StockAsked): Column<StockRow>[] {
  const { say } = useText()
  const { whole } = useAmounts()
  const number = (key: 'onHand' | 'reserved' | 'available', title: string): Column<StockRow> => ({
    key,
    title,
    isNumber: true,
    sortBy: (row) => row[key],
    cell: (row) => (
      <span className={row[key] < 0 ? classes['below'] : undefined}>{whole(row[key])}</span>
    ),
  })
  return [
    {
      key: 'sku',
      title: say('stock.sku'),
      // What ends first stands first, in the order the office gives.
      ...(only === 'expiring' ? {} : { sortBy: (row: StockRow) => row.sku }),
      cell: ({ sku }) => (
        <Link href={productLink(sku)} className={classes['sku']}>
          {sku}
        </Link>
      ),
    },
    { key: 'name', title: say('stock.name'), sortBy: ({ name }) => name, cell: ({ name }) => name },
    {
      key: 'location',
      title: say('stock.location'),
      sortBy: ({ location }) => location ?? '',
      cell: ({ location }) => location ?? say('stock.unknown'),
    },
    number('onHand', say('stock.on-hand')),
    number('reserved', say('stock.reserved')),
    number('available', say('stock.available')),
    { key: 'lots', title: say('stock.lots'), cell: ({ lots }) => <Lots lots={lots ?? []} /> },
  ]
}

/** A SKU may hold a slash or a blank. */
export function productLink(sku: string): string {
  return `/${encodeURIComponent(sku)}`
}

/** What the router leaves encoded in an address, as a slash that would end its part. */
const LEFT_ENCODED = /%(?:23|24|26|2B|2C|2F|3A|3B|3D|3F|40)/gi

/** The SKU in an address that `productLink` made. */
export function skuInAddress(part: string): string {
  return part.replaceAll(LEFT_ENCODED, decodeURIComponent)
}

/** The lots that end first; goods without a number are in the sum alone. */
function Lots({ lots }: { lots: readonly LotStock[] }) {
  const { say } = useText()
  const { whole, day } = useAmounts()
  const named = lots
    .filter(({ lot, onHand }) => lot !== '' && onHand !== 0)
    .toSorted((a, b) => ((a.expiryDate ?? '9') < (b.expiryDate ?? '9') ? -1 : 1))
  const more = named.length - LOTS_SHOWN
  return (
    <span className={classes['lots']}>
      {named.slice(0, LOTS_SHOWN).map(({ lot, onHand, expiryDate }) => (
        <span key={lot}>
          {expiryDate === undefined
            ? say('stock.lot-amount', { lot, amount: whole(onHand) })
            : say('stock.lot-until', { lot, amount: whole(onHand), day: day(expiryDate) })}
        </span>
      ))}
      {more > 0 && <span>{say('stock.more-lots', { count: more })}</span>}
    </span>
  )
}
