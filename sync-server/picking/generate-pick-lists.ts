import { sql } from 'kysely'
import type { PickList } from '#contract/documents/pick-list.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { appendHistory, readBlockedOrders, readProducts } from '../orders/index.ts'
import { emitEvents } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { adviseLists } from './advise-lots.ts'
import { estimateAnew } from './estimate-anew.ts'
import { generatedEvent, insertLists, listedEntries, nextListCodes } from './insert-lists.ts'
import { type LineRow, type ListMode, makeLists, type OrderRow } from './make-lists.ts'

/** Orders listed in one transaction; a day with more is done in as many as it takes. */
export const ORDERS_PER_TRANSACTION_MAX = 500

type Day = {
  warehouse: string
  deliveryDate: string
  /** Orders of one region only, or of those who collect where it is null. */
  region?: string | null
  mode?: ListMode
  /** Go on after this order's id. */
  after?: string
  writtenBy: string
}

/** How many lists were made, and the last order looked at where more may be waiting. */
export type Generated = { created: number; last: string | null }

/**
 * Lists confirmed orders of the day that are on no list yet, in order of their numbers. Orders are
 * locked, so that two calls at once list each order once.
 */
export async function generatePickLists(tx: Tx, day: Day, deps: OfficeDeps): Promise<Generated> {
  const { warehouse, writtenBy, mode = 'order' } = day
  const { orders, last } = await lockUnlistedOrders(tx, day)
  if (orders.length === 0) return { created: 0, last }
  const lines = await readLines(tx, orders)
  const skus = lines.map((line) => line.sku)
  const products = await readProducts(tx, warehouse, skus)
  const drafts = makeLists(orders, { lines, products }, mode)
  const codes = await nextListCodes(tx, drafts.length)
  const lists = drafts.map((draft, index): PickList => {
    const code = codes[index]
    if (code === undefined) throw new Error('the sequence gave too few numbers')
    return { id: deps.newId(), code, ...draft }
  })
  const at = instantOf(deps.clock.now())
  await insertLists(tx, lists, at)
  const entries = lists.flatMap((list) => listedEntries(list))
  await appendHistory(tx, { warehouse, at, writtenBy, entries })
  await emitEvents(tx, { warehouse, at, deps, events: lists.map((list) => generatedEvent(list)) })
  await estimateAnew(tx, warehouse, { orders, lists })
  const advised = await adviseLists(tx, { warehouse, lists }, deps)
  const writes = advised.map((doc) => ({
    kind: 'pick-list' as const,
    id: doc.id,
    doc,
    isNew: true,
  }))
  await writeDocuments(tx, warehouse, writes)
  return { created: lists.length, last }
}

/**
 * Orders that someone stopped wait until they may go on. The conditions are looked up order by order,
 * by index, so that no plan depends on how the tables stood when they were last analysed.
 */
async function lockUnlistedOrders(
  tx: Tx,
  day: Day,
): Promise<{ orders: OrderRow[]; last: string | null }> {
  const { warehouse, deliveryDate, region } = day
  const { rows } = await sql<Omit<OrderRow, 'shipment_id'>>`
    SELECT o.id, o.order_number, o.warehouse, o.region, o.delivery_date, o.customer_ref, o.ship_to,
      o.weight_grams, o.volume_cm3
    FROM customer_order o
    WHERE o.warehouse = ${warehouse} AND o.delivery_date = ${deliveryDate}::date
      AND o.status = 'CONFIRMED'
      AND (${region === undefined}::boolean OR o.region IS NOT DISTINCT FROM ${region ?? null}::text)
      AND o.id > ${day.after ?? ''}
      AND (SELECT l.order_id FROM pick_list_order l WHERE l.order_id = o.id LIMIT 1) IS NULL
      AND (SELECT h.id FROM order_status_history h
        WHERE h.order_id = o.id AND h.severity = 'blocking'
          AND (SELECT c.id FROM order_status_history c WHERE c.closes = h.id) IS NULL
        LIMIT 1) IS NULL
    ORDER BY o.id LIMIT ${ORDERS_PER_TRANSACTION_MAX}
    FOR UPDATE OF o`.execute(tx)
  const ids = rows.map((row) => row.id)
  const [listed, blocked] = [await readListed(tx, ids), await readBlockedOrders(tx, ids)]
  const shipments = await readShipments(tx, ids)
  const orders = rows
    .filter((row) => !listed.has(row.id) && !blocked.has(row.id))
    .map((row) => ({ ...row, shipment_id: shipments.get(row.id) ?? '' }))
  const isMore = rows.length === ORDERS_PER_TRANSACTION_MAX
  return { orders, last: isMore ? (rows.at(-1)?.id ?? null) : null }
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

/** Each order's first shipment; what is packed from a list goes with it. */
async function readShipments(tx: Tx, orderIds: readonly string[]): Promise<Map<string, string>> {
  if (orderIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('shipment')
    .select(['id', 'order_id'])
    .where('order_id', 'in', orderIds)
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.order_id, row.id]))
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
