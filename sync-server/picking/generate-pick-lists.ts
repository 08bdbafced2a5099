import { sql } from 'kysely'
import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import type { ShipTo } from '#contract/documents/ids.ts'
import type { Product } from '#contract/documents/master-data.ts'
import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { appendHistory, readBlockedOrders, readProducts } from '../orders/index.ts'
import { emitEvents, type OfficeEvent } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'

/** Digits in a list's code; it stays scannable on a badge-sized sheet. */
const CODE_DIGITS = 6

/** Orders listed in one transaction; a day with more is done in as many as it takes. */
export const LISTS_PER_TRANSACTION_MAX = 500

type Day = { warehouse: string; deliveryDate: string; region?: string; writtenBy: string }

/**
 * Makes one list per confirmed order of the day that is on none yet, in order of their numbers, and
 * answers with how many. Orders are locked, so that two calls at once make one list each.
 */
export async function generatePickLists(tx: Tx, day: Day, deps: OfficeDeps): Promise<number> {
  const { warehouse, writtenBy } = day
  const orders = await lockUnlistedOrders(tx, day)
  if (orders.length === 0) return 0
  const lines = await readLines(tx, orders)
  const products = await readProducts(
    tx,
    warehouse,
    lines.map((line) => line.sku),
  )
  const codes = await nextCodes(tx, orders.length)
  const lists = orders.map((order, index): PickList => {
    const ofOrder = lines.filter((line) => line.order_id === order.id)
    const code = codes[index]
    if (code === undefined) throw new Error('the sequence gave too few numbers')
    return listOf(order, { id: deps.newId(), code, lines: pickLines(order, ofOrder, products) })
  })
  const at = instantOf(deps.clock.now())
  await insertLists(tx, lists, at)
  await appendHistory(tx, {
    warehouse,
    at,
    writtenBy,
    entries: lists.flatMap((list) =>
      list.orders.map(({ orderNumber }) => ({
        orderNumber,
        status: 'picking:listed',
        severity: 'info' as const,
        payload: { pickListId: list.id, code: list.code },
      })),
    ),
  })
  await emitEvents(tx, { warehouse, at, deps, events: lists.map(generatedEvent) })
  await writeDocuments(
    tx,
    warehouse,
    lists.map((doc) => ({ kind: 'pick-list', id: doc.id, doc })),
  )
  return lists.length
}

type OrderRow = {
  id: string
  order_number: string
  warehouse: string
  region: string
  delivery_date: string
  customer_ref: string
  ship_to: ShipTo
  shipment_id: string
}

async function lockUnlistedOrders(tx: Tx, day: Day): Promise<OrderRow[]> {
  const { warehouse, deliveryDate, region } = day
  const { rows } = await sql<OrderRow>`
    SELECT o.id, o.order_number, o.warehouse, o.region, o.delivery_date, o.customer_ref, o.ship_to,
      (SELECT min(s.id) FROM shipment s WHERE s.order_id = o.id) AS shipment_id
    FROM customer_order o
    WHERE o.warehouse = ${warehouse} AND o.delivery_date = ${deliveryDate}::date
      AND o.status = 'CONFIRMED' AND o.region = coalesce(${region ?? null}::text, o.region)
      AND NOT EXISTS (SELECT FROM pick_list_order l WHERE l.order_id = o.id)
      AND NOT EXISTS (SELECT FROM order_status_history h
        WHERE h.order_id = o.id AND h.severity = 'blocking'
          AND NOT EXISTS (SELECT FROM order_status_history c WHERE c.closes = h.id))
    ORDER BY o.id LIMIT ${LISTS_PER_TRANSACTION_MAX}
    FOR UPDATE OF o`.execute(tx)
  const ids = rows.map((row) => row.id)
  const [listed, blocked] = [await readListed(tx, ids), await readBlockedOrders(tx, ids)]
  return rows.filter((row) => !listed.has(row.id) && !blocked.has(row.id))
}

/** Looked at again under the locks: the one we waited for may have listed or stopped the same orders. */
async function readListed(tx: Tx, orderIds: readonly string[]): Promise<Set<string>> {
  if (orderIds.length === 0) return new Set()
  const rows = await tx
    .selectFrom('pick_list_order')
    .select('order_id')
    .where('order_id', 'in', orderIds)
    .execute()
  return new Set(rows.map((row) => row.order_id))
}

type LineRow = {
  order_id: string
  line_no: number
  sku: string
  reserved: number
  reserved_lot: string
}

async function readLines(tx: Tx, orders: readonly OrderRow[]): Promise<LineRow[]> {
  return tx
    .selectFrom('order_line')
    .select(['order_id', 'line_no', 'sku', 'reserved', 'reserved_lot'])
    .where(
      'order_id',
      'in',
      orders.map((order) => order.id),
    )
    .where('reserved', '>', 0)
    .execute()
}

async function nextCodes(tx: Tx, count: number): Promise<string[]> {
  const { rows } = await sql<{ number: number }>`
    SELECT nextval('pick_list_number_seq') AS number FROM generate_series(1, ${count}::integer)
  `.execute(tx)
  return rows.map(({ number }) =>
    encodeLoadlineCode('pick-list', String(number).padStart(CODE_DIGITS, '0')),
  )
}

/** Lines in the order of the way through the warehouse; goods without a place come last. */
function pickLines(
  order: OrderRow,
  rows: readonly LineRow[],
  products: ReadonlyMap<string, Product>,
): PickLine[] {
  return rows
    .map((row) => ({ row, product: products.get(row.sku) }))
    .sort((a, b) => compareStops(a, b))
    .map(({ row, product }, index) => ({
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

type Stop = { row: LineRow; product: Product | undefined }

const byPlace = new Intl.Collator('en', { numeric: true })

function compareStops(a: Stop, b: Stop): number {
  const placeA = a.product?.location ?? ''
  const placeB = b.product?.location ?? ''
  if ((placeA === '') !== (placeB === '')) return placeA === '' ? 1 : -1
  return byPlace.compare(placeA, placeB) || a.row.line_no - b.row.line_no
}

function listOf(order: OrderRow, list: { id: string; code: string; lines: PickLine[] }): PickList {
  return {
    ...list,
    warehouse: order.warehouse,
    region: order.region,
    deliveryDate: order.delivery_date,
    mode: 'order',
    status: 'open',
    claim: null,
    orders: [
      {
        orderId: order.id,
        orderNumber: order.order_number,
        shipmentId: order.shipment_id,
        customerRef: order.customer_ref,
        shipTo: order.ship_to,
        status: 'CONFIRMED',
        shortDecision: 'undecided',
      },
    ],
  }
}

function generatedEvent({ id, code, orders, region, deliveryDate }: PickList): OfficeEvent {
  const orderNumbers = orders.map(({ orderNumber }) => orderNumber)
  const data = { pickListId: id, code, orderNumbers, region, deliveryDate }
  return { type: 'pick-list.generated', subject: `pick-list/${id}`, data }
}

async function insertLists(tx: Tx, lists: readonly PickList[], at: string): Promise<void> {
  await tx
    .insertInto('pick_list')
    .values(
      lists.map((list) => ({
        id: list.id,
        code: list.code,
        warehouse: list.warehouse,
        region: list.region,
        delivery_date: list.deliveryDate,
        created_at: at,
      })),
    )
    .execute()
  await tx
    .insertInto('pick_list_order')
    .values(
      lists.flatMap((list) =>
        list.orders.map((order) => ({ order_id: order.orderId, pick_list_id: list.id })),
      ),
    )
    .execute()
}
