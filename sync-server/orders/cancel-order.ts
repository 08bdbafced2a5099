import { settleOrders } from '#contract/actions/settle-orders.ts'
import type { Effect } from '#contract/actions/decision.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { lockSlots, moveCapacityWithWrites, releaseCapacity } from '../capacity/index.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { applyStockEffects, lockGoods } from '../inventory/index.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, writeDocuments } from '../sync/documents.ts'
import { type LockedOrder, lockOrder, withVoidLabels } from './lock-order.ts'
import { applyOrderEffects } from './transition.ts'

/** The office may cancel until the goods are on a truck. */
const CANCELLABLE: readonly OrderStatus[] = [
  'PENDING_PAYMENT',
  'CONFIRMED',
  'IN_PROGRESS',
  'PICKED',
  'PACKED',
  'ON_HOLD',
  'DELIVERY_FAILED',
]

type Cancellation = { orderNumber: string; reason: string; writtenBy: string }

/**
 * Cancels an order: its room is free, goods nobody took are free, lists and labels say so to the
 * benches. Goods in hand stay reserved until they are put back. Answers with the warehouse.
 */
export async function cancelOrder(
  tx: Tx,
  { orderNumber, reason, writtenBy }: Cancellation,
  deps: OfficeDeps,
): Promise<string> {
  const order = await lockOrder(tx, orderNumber, ({ id, warehouse, region, deliveryDate }) =>
    lockBooks(tx, { id, warehouse, region, deliveryDate }),
  )
  if (!CANCELLABLE.includes(order.status)) {
    throw new Problem('wrong-state', `order ${orderNumber} is ${order.status}`)
  }
  const { id, warehouse } = order
  const at = instantOf(deps.clock.now())
  const released = await releasedGoods(tx, order)
  const lists = cancelledLists(order)
  const step: Effect = { kind: 'order-status', orderNumber, from: order.status, to: 'CANCELLED' }
  const effects = [...released, step, ...lists.effects]
  await releaseRoom(tx, order, lists.writes)
  const rows = released.map((effect) => ({ actionId: `cancel/${id}`, effect }))
  await applyStockEffects(tx, { warehouse, at, rows })
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, reason, effects })
  await writeDocuments(tx, warehouse, [...lists.writes, ...voidedUnits(order)])
  return warehouse
}

/** Before it is listed an order holds its estimate; from then on what its lists and units say. */
async function releaseRoom(tx: Tx, order: LockedOrder, writes: readonly DocumentWrite[]) {
  const { id, warehouse, region, deliveryDate } = order
  if (order.lists.length === 0) {
    if (region === null || deliveryDate === null) return
    await releaseCapacity(tx, warehouse, { region, deliveryDate }, order)
    return
  }
  const unitIds = order.units.map((unit) => unit.id)
  await moveCapacityWithWrites(tx, warehouse, { cause: `cancel/${id}`, writes, unitIds })
}

type Found = Pick<LockedOrder, 'id' | 'warehouse' | 'region' | 'deliveryDate'>

async function lockBooks(tx: Tx, { id, warehouse, region, deliveryDate }: Found): Promise<void> {
  if (region !== null && deliveryDate !== null) {
    await lockSlots(tx, warehouse, [{ region, deliveryDate }])
  }
  const lines = await tx.selectFrom('order_line').select('sku').where('order_id', '=', id).execute()
  await lockGoods(
    tx,
    warehouse,
    lines.map(({ sku }) => sku),
  )
}

async function releasedGoods(tx: Tx, order: LockedOrder) {
  const lines = await tx
    .selectFrom('order_line')
    .select(['line_no', 'sku', 'ordered', 'reserved', 'picked', 'short', 'reserved_lot'])
    .where('order_id', '=', order.id)
    .orderBy('line_no')
    .execute()
  return lines.flatMap((line) => {
    const untouched = Math.min(line.reserved, line.ordered - line.picked - line.short)
    if (untouched <= 0) return []
    return [
      {
        kind: 'stock' as const,
        ledger: 'RELEASED' as const,
        sku: line.sku,
        lot: line.reserved_lot,
        quantity: untouched,
        onHandDelta: 0,
        reservedDelta: -untouched,
        pickedDelta: 0,
        orderNumber: order.orderNumber,
        orderLineNo: line.line_no,
      },
    ]
  })
}

function cancelledLists(order: LockedOrder): { writes: DocumentWrite[]; effects: Effect[] } {
  const writes: DocumentWrite[] = []
  const effects: Effect[] = []
  for (const list of order.lists) {
    const orders = list.orders.map((entry) =>
      entry.orderNumber === order.orderNumber ? { ...entry, status: 'CANCELLED' as const } : entry,
    )
    const settled = settleOrders({ ...list, orders })
    writes.push({ kind: 'pick-list', id: list.id, doc: settled.list })
    effects.push(...settled.effects)
  }
  return { writes, effects }
}

function voidedUnits(order: LockedOrder): DocumentWrite[] {
  return order.units
    .filter((unit) => unit.label.lastCopy > unit.label.voidedThrough)
    .map((unit) => ({ kind: 'unit', id: unit.id, doc: withVoidLabels(unit) }))
}
