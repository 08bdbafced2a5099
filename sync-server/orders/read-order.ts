import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import type { ShipTo } from '#contract/documents/ids.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { findUnits } from '../sync/find-units.ts'
import { cursorOf, findOrders, type OrderFilter } from './find-orders.ts'
import { isOpenBlocker, readBlockedOrders, readHistory } from './read-history.ts'

/** One order with everything that is known of it. */
export async function readOrder(tx: Tx, orderNumber: string) {
  const row = await tx
    .selectFrom('customer_order')
    .selectAll()
    .where('order_number', '=', orderNumber)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `no order ${orderNumber}`)
  const units = await findUnits(tx, row.warehouse, orderNumber)
  const history = await readHistory(tx, row.id)
  return {
    ...summaryOf(row),
    shipments: await readShipments(tx, row.id, units),
    lines: await readLines(tx, row),
    units: await withLoadNumbers(tx, units),
    isBlocked: history.some(isOpenBlocker),
    history,
  }
}

/** A page of orders: as they were taken on unless asked otherwise. */
export async function listOrders(tx: Tx, filter: OrderFilter) {
  const rows = await findOrders<OrderRow>(tx, filter)
  const page = rows.slice(0, filter.limit)
  const blocked = await readBlockedOrders(
    tx,
    page.map(({ id }) => id),
  )
  const items = page.map((row) => ({ ...summaryOf(row), isBlocked: blocked.has(row.id) }))
  const last = items.at(-1)
  const isMore = rows.length > filter.limit && last !== undefined
  return { items, next: isMore ? cursorOf(filter, last) : null }
}

type OrderRow = {
  id: string
  order_number: string
  version: number
  status: string
  customer_ref: string
  ship_to: unknown
  warehouse: string
  region: string | null
  delivery_date: string | null
  fulfilment: 'delivery' | 'collect'
  is_backordered: boolean
  payment_due_at: string | null
  created_at: string
}

function summaryOf(row: OrderRow) {
  return {
    orderId: row.id,
    orderNumber: row.order_number,
    version: row.version,
    status: row.status as OrderStatus,
    customerRef: row.customer_ref,
    shipTo: row.ship_to as ShipTo,
    warehouse: row.warehouse,
    region: row.region,
    deliveryDate: row.delivery_date,
    fulfilment: row.fulfilment,
    isBackordered: row.is_backordered,
    paymentDueAt: row.payment_due_at,
    createdAt: row.created_at,
  }
}

async function readShipments(tx: Tx, orderId: string, units: readonly DocumentOf<'unit'>[]) {
  const rows = await tx
    .selectFrom('shipment')
    .select(['id', 'status'])
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    ...row,
    unitIds: units.filter((unit) => unit.shipmentId === row.id).map((unit) => unit.id),
  }))
}

/** A unit knows its load by id; people know it by number. */
async function withLoadNumbers(tx: Tx, units: readonly DocumentOf<'unit'>[]) {
  const ids = units.flatMap(({ loadId }) => loadId ?? [])
  if (ids.length === 0) return units.map((unit) => ({ ...unit }))
  const loads = await tx
    .selectFrom('load')
    .select(['id', 'number'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  const numbers = new Map(loads.map(({ id, number }) => [id, number]))
  return units.map((unit) => ({ ...unit, loadNumber: numbers.get(unit.loadId ?? '') ?? null }))
}

type OrderKey = Pick<OrderRow, 'id' | 'order_number'> & { warehouse: string }

async function readLines(tx: Tx, order: OrderKey) {
  const rows = await tx
    .selectFrom('order_line')
    .leftJoin('product', (join) =>
      join.onRef('product.sku', '=', 'order_line.sku').on('warehouse', '=', order.warehouse),
    )
    .selectAll('order_line')
    .select('product.name')
    .where('order_id', '=', order.id)
    .orderBy('line_no')
    .execute()
  const lots = await readLots(tx, order)
  return rows.map((row) => ({
    lineNo: row.line_no,
    sku: row.sku,
    ...(row.name === null ? {} : { name: row.name }),
    ordered: row.ordered,
    reserved: row.reserved,
    picked: row.picked,
    short: row.short,
    packed: row.packed,
    loaded: row.loaded,
    ...lotsOf(row.line_no, lots),
  }))
}

type LotRow = { lineNo: number; lot: string; picked: number; loaded: number }

/** What was taken of lots that somebody read, as the order's lists say. */
async function readLots(tx: Tx, { id, order_number, warehouse }: OrderKey): Promise<LotRow[]> {
  const { rows } = await sql<LotRow>`
    SELECT (line ->> 'orderLineNo')::integer AS "lineNo", lot ->> 'lot' AS lot,
      sum((lot ->> 'picked')::bigint) AS picked, sum((lot ->> 'loaded')::bigint) AS loaded
    FROM pick_list_order l
    JOIN document d ON d.warehouse = ${warehouse} AND d.kind = 'pick-list' AND d.id = l.pick_list_id,
      jsonb_array_elements(d.body -> 'lines') AS line,
      jsonb_array_elements(coalesce(line -> 'lots', '[]')) AS lot
    WHERE l.order_id = ${id} AND line ->> 'orderNumber' = ${order_number}
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(tx)
  return rows
}

function lotsOf(lineNo: number, rows: readonly LotRow[]) {
  const lots = rows.filter((row) => row.lineNo === lineNo)
  if (lots.length === 0) return {}
  return { lots: lots.map(({ lot, picked, loaded }) => ({ lot, picked, loaded })) }
}
