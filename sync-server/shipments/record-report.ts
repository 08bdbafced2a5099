import { hash } from 'node:crypto'
import type { Effect } from '#contract/actions/decision.ts'
import type { CourierStatus, ShipmentEventFate } from '#contract/http/shipment-routes.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { raiseExceptions } from '../exceptions/exceptions.ts'
import { Problem } from '../http/problem.ts'
import { applyOrderEffects, type LockedOrder, lockOrder } from '../orders/index.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, writeDocuments } from '../sync/documents.ts'
import { courierConflict } from './courier-conflict.ts'
import { judgeReport } from './judge-report.ts'

/** As far as a courier's clock may be ahead of ours. */
const AHEAD_MAX_MS = 5 * 60_000

/** Something somebody says of a shipment. */
export type Report = {
  shipmentId: string
  status: CourierStatus
  occurredAt: string
  location: { lat?: number | undefined; lng?: number | undefined } | undefined
  /** Who says so, as history and audit trail name them. */
  writtenBy: string
  /** The recipient's signature comes with it, so that it is true however late it comes. */
  isSigned?: boolean
}

export type Recorded = {
  shipmentId: string
  warehouse: string
  orderNumber: string
  /** The shipment's, after the report. */
  status: string
  became: ShipmentEventFate
  /** The same was said before, and nothing was changed. */
  replayed: boolean
}

/** What was said, once per courier, status and instant. */
function eventKeyOf({ writtenBy, status, occurredAt }: Report): string {
  return hash('sha256', JSON.stringify([writtenBy, status, occurredAt]))
}

/**
 * Records what was said of a shipment and moves its order where that fits. The order's lock puts
 * reports of one shipment in a row, so that the same one many times at once is one. It writes documents,
 * so it is the last thing done in its transaction.
 */
export async function recordReport(tx: Tx, deps: OfficeDeps, report: Report): Promise<Recorded> {
  const { shipmentId } = report
  const nowMs = deps.clock.now()
  if (Date.parse(report.occurredAt) > nowMs + AHEAD_MAX_MS) {
    throw new Problem('future-timestamp', `it is ${instantOf(nowMs)} here`)
  }
  const order = await lockShipment(tx, shipmentId)
  const shipment = await tx
    .selectFrom('shipment')
    .select(['status', 'status_at'])
    .where('id', '=', shipmentId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const answer = { shipmentId, warehouse: order.warehouse, orderNumber: order.orderNumber }
  const before = await findReport(tx, report)
  if (before !== undefined) {
    return { ...answer, status: shipment.status, became: before, replayed: true }
  }
  const known = { orderStatus: order.status, statusAt: shipment.status_at }
  const { became, path } = judge(report, known)
  const at = instantOf(nowMs)
  await insertEvent(tx, { report, became, at })
  if (path.length > 0) await moveOrder(tx, { order, path, at, writtenBy: report.writtenBy, deps })
  if (became === 'applied' || became === 'same') {
    await tx
      .updateTable('shipment')
      .set({ status_at: report.occurredAt })
      .where('id', '=', shipmentId)
      .execute()
  }
  const exceptions = became === 'conflict' ? [courierConflict({ report, order, at, deps })] : []
  const raised = await raiseExceptions(tx, { warehouse: order.warehouse, at, deps, exceptions })
  const last = path.at(-1)
  await writeDocuments(tx, order.warehouse, [
    ...(last === undefined ? [] : listsWith(order, last)),
    ...raised.writes,
  ])
  return { ...answer, status: await readStatus(tx, shipmentId), became, replayed: false }
}

/** Locks the order that a shipment is of. */
export async function lockShipment(tx: Tx, shipmentId: string): Promise<LockedOrder> {
  return lockOrder(tx, await readOrderNumber(tx, shipmentId))
}

/** The answer to a report that was recorded before; undefined when it is new. */
export async function readReplay(tx: Tx, report: Report): Promise<Recorded | undefined> {
  const { shipmentId } = report
  const became = await findReport(tx, report)
  if (became === undefined) return undefined
  const row = await tx
    .selectFrom('shipment as s')
    .innerJoin('customer_order as o', 'o.id', 's.order_id')
    .select(['s.warehouse', 's.status', 'o.order_number'])
    .where('s.id', '=', shipmentId)
    .executeTakeFirstOrThrow()
  const { warehouse, status, order_number: orderNumber } = row
  return { shipmentId, warehouse, orderNumber, status, became, replayed: true }
}

/** What became of the same report before. */
async function findReport(tx: Tx, report: Report): Promise<ShipmentEventFate | undefined> {
  const row = await tx
    .selectFrom('shipment_event')
    .select('became')
    .where('shipment_id', '=', report.shipmentId)
    .where('event_key', '=', eventKeyOf(report))
    .executeTakeFirst()
  return row?.became as ShipmentEventFate | undefined
}

/** A signature that comes late is still one: where the order is elsewhere, somebody looks at both. */
function judge(report: Report, known: Parameters<typeof judgeReport>[1]) {
  const judged = judgeReport(report, known)
  if (judged.became !== 'late' || report.isSigned !== true) return judged
  const isDelivered = known.orderStatus === 'DELIVERED' || known.orderStatus === 'COMPLETED'
  return { became: isDelivered ? ('late' as const) : ('conflict' as const), path: [] }
}

async function readOrderNumber(tx: Tx, shipmentId: string): Promise<string> {
  const row = await tx
    .selectFrom('shipment as s')
    .innerJoin('customer_order as o', 'o.id', 's.order_id')
    .select('o.order_number')
    .where('s.id', '=', shipmentId)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `no shipment ${shipmentId}`)
  return row.order_number
}

async function readStatus(tx: Tx, shipmentId: string): Promise<string> {
  const { status } = await tx
    .selectFrom('shipment')
    .select('status')
    .where('id', '=', shipmentId)
    .executeTakeFirstOrThrow()
  return status
}

async function insertEvent(
  tx: Tx,
  { report, became, at }: { report: Report; became: ShipmentEventFate; at: string },
): Promise<void> {
  await tx
    .insertInto('shipment_event')
    .values({
      shipment_id: report.shipmentId,
      event_key: eventKeyOf(report),
      status: report.status,
      occurred_at: report.occurredAt,
      received_at: at,
      written_by: report.writtenBy,
      latitude: report.location?.lat ?? null,
      longitude: report.location?.lng ?? null,
      became,
    })
    .execute()
}

type Move = {
  order: LockedOrder
  path: readonly OrderStatus[]
  at: string
  writtenBy: string
  deps: OfficeDeps
}

async function moveOrder(tx: Tx, { order, path, at, writtenBy, deps }: Move): Promise<void> {
  const { warehouse, orderNumber } = order
  const effects = path.map((to, n): Effect => {
    return { kind: 'order-status', orderNumber, from: path[n - 1] ?? order.status, to }
  })
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, effects })
}

/** Benches hold an order's state too, in its lists. */
function listsWith(order: LockedOrder, status: OrderStatus): DocumentWrite[] {
  return order.lists.map((list) => ({
    kind: 'pick-list',
    id: list.id,
    doc: {
      ...list,
      orders: list.orders.map((entry) =>
        entry.orderNumber === order.orderNumber ? { ...entry, status } : entry,
      ),
    },
  }))
}
