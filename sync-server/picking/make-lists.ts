import type { ShipTo } from '#contract/documents/ids.ts'
import type { Product } from '#contract/documents/master-data.ts'
import type { PickLine, PickList } from '#contract/documents/pick-list.ts'

/** Orders on one batch list: as many as a trolley has places for totes. */
export const BATCH_ORDERS_MAX = 12

/** Lines on one batch list, unless a single order has more: about an hour's walk. */
export const BATCH_LINES_MAX = 60

export type ListMode = PickList['mode']

export type OrderRow = {
  id: string
  order_number: string
  warehouse: string
  region: string | null
  delivery_date: string
  customer_ref: string
  ship_to: ShipTo
  shipment_id: string
  /** What intake estimated. */
  weight_grams: number
  volume_cm3: number
}

export type LineRow = {
  order_id: string
  line_no: number
  sku: string
  reserved: number
  reserved_lot: string
}

type Goods = { lines: readonly LineRow[]; products: ReadonlyMap<string, Product> }

/** An order with its lines. */
type Listed = { order: OrderRow; lines: readonly LineRow[] }

/** A list before it has an id and a code. */
export type ListDraft = Omit<PickList, 'id' | 'code'>

/**
 * Lists for orders, in the order given: one each, or in `batch` mode as many orders of one region as a
 * trolley takes, each with its tote's place on it.
 */
export function makeLists(
  orders: readonly OrderRow[],
  { lines, products }: Goods,
  mode: ListMode,
): ListDraft[] {
  const byOrder = Map.groupBy(lines, (line) => line.order_id)
  const listed = orders.map((order): Listed => ({ order, lines: byOrder.get(order.id) ?? [] }))
  const groups = mode === 'batch' ? batches(listed) : listed.map((one) => [one])
  return groups.map((group) => listOf(group, products, mode))
}

/** Fills trolleys region by region, orders in their own order. */
function batches(listed: readonly Listed[]): Listed[][] {
  const byRegion = Map.groupBy(listed, ({ order }) => order.region)
  return [...byRegion.values()].flatMap((ofRegion) => {
    const groups: Listed[][] = []
    let lineCount = 0
    for (const one of ofRegion) {
      const group = groups.at(-1)
      const isFull =
        group === undefined ||
        group.length === BATCH_ORDERS_MAX ||
        lineCount + one.lines.length > BATCH_LINES_MAX
      if (isFull) groups.push([one])
      else group.push(one)
      lineCount = (isFull ? 0 : lineCount) + one.lines.length
    }
    return groups
  })
}

function listOf(
  group: readonly Listed[],
  products: ReadonlyMap<string, Product>,
  mode: ListMode,
): ListDraft {
  const [first] = group
  if (first === undefined) throw new Error('a list has at least one order')
  const { warehouse, region, delivery_date: deliveryDate } = first.order
  return {
    warehouse,
    region,
    deliveryDate,
    mode,
    status: 'open',
    claim: null,
    orders: group.map(({ order }, index) => ({
      orderId: order.id,
      orderNumber: order.order_number,
      shipmentId: order.shipment_id,
      customerRef: order.customer_ref,
      shipTo: order.ship_to,
      status: 'CONFIRMED',
      shortDecision: 'undecided',
      ...(mode === 'batch' ? { totePosition: index + 1 } : {}),
    })),
    lines: pickLines(group, products),
  }
}

type Stop = { order: OrderRow; row: LineRow; product: Product | undefined }

/** Lines in the order of the way through the warehouse; goods without a place come last. */
function pickLines(group: readonly Listed[], products: ReadonlyMap<string, Product>): PickLine[] {
  return group
    .flatMap(({ order, lines }) =>
      lines.map((row): Stop => ({ order, row, product: products.get(row.sku) })),
    )
    .sort((a, b) => compareStops(a, b, group.length > 1))
    .map(({ order, row, product }, index) => ({
      lineNo: index + 1,
      orderNumber: order.order_number,
      orderLineNo: row.line_no,
      sku: row.sku,
      location: product?.location ?? '',
      eachWeightGrams: product?.weightGrams ?? 0,
      eachVolumeCm3: product?.volumeCm3 ?? 0,
      ...(product?.weightToleranceGrams === undefined
        ? {}
        : { eachToleranceGrams: product.weightToleranceGrams }),
      ...(product?.singleLot === undefined ? {} : { singleLot: product.singleLot }),
      ...(product === undefined || product.tracking === 'none' ? {} : { tracksLots: true }),
      ...(row.reserved_lot === '' ? {} : { reservedLot: row.reserved_lot }),
      requested: row.reserved,
      picked: 0,
      short: 0,
      packed: 0,
      loaded: 0,
    }))
}

const byPlace = new Intl.Collator('en', { numeric: true })

/** One product for several orders is taken in one go; a single order's lines keep their own order. */
function compareStops(a: Stop, b: Stop, hasSeveralOrders: boolean): number {
  const placeA = a.product?.location ?? ''
  const placeB = b.product?.location ?? ''
  if ((placeA === '') !== (placeB === '')) return placeA === '' ? 1 : -1
  return (
    byPlace.compare(placeA, placeB) ||
    (hasSeveralOrders ? compareText(a.row.sku, b.row.sku) : 0) ||
    compareText(a.order.id, b.order.id) ||
    a.row.line_no - b.row.line_no
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
