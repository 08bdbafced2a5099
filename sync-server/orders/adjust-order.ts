import type { ShipTo } from '#contract/documents/ids.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { emitEvents } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, writeDocuments } from '../sync/documents.ts'
import { appendHistory } from './history.ts'
import { type LockedOrder, lockOrder, withVoidLabels } from './lock-order.ts'

/** Once goods are on a truck their labels cannot be changed any more. */
const ADJUSTABLE: readonly OrderStatus[] = [
  'PENDING_PAYMENT',
  'CONFIRMED',
  'IN_PROGRESS',
  'PICKED',
  'PACKED',
  'ON_HOLD',
  'DELIVERY_FAILED',
]

type Adjustment = {
  orderNumber: string
  version: number
  reason: string
  /** The parts of the address that change. */
  shipTo: { [Part in keyof ShipTo]?: ShipTo[Part] | undefined }
  writtenBy: string
}

/** Sends an order to another address; labels with the old one are void. Answers with the warehouse. */
export async function adjustOrder(
  tx: Tx,
  adjustment: Adjustment,
  deps: OfficeDeps,
): Promise<string> {
  const { orderNumber, version, reason, writtenBy } = adjustment
  const order = await lockOrder(tx, orderNumber)
  const { warehouse } = order
  if (order.version !== version) {
    throw new Problem('version-conflict', `order ${orderNumber} is at version ${order.version}`)
  }
  if (!ADJUSTABLE.includes(order.status)) {
    throw new Problem('wrong-state', `order ${orderNumber} is ${order.status}`)
  }
  const shipTo = { ...order.shipTo, ...definedParts(adjustment.shipTo) }
  const at = instantOf(deps.clock.now())
  await tx
    .updateTable('customer_order')
    .set({ ship_to: JSON.stringify(shipTo), version: version + 1, updated_at: at })
    .where('id', '=', order.id)
    .execute()
  const payload = { reason, before: order.shipTo, after: shipTo }
  await appendHistory(tx, {
    warehouse,
    at,
    writtenBy,
    entries: [{ orderNumber, status: 'order:adjusted', severity: 'info', payload }],
  })
  const data = { orderNumber, version: version + 1, reason }
  const events = [{ type: 'order.adjusted', subject: `order/${orderNumber}`, data } as const]
  await emitEvents(tx, { warehouse, at, deps, events })
  await writeDocuments(tx, warehouse, readdressed(order, shipTo))
  return warehouse
}

function definedParts(parts: Adjustment['shipTo']): Partial<ShipTo> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
}

function readdressed(order: LockedOrder, shipTo: ShipTo): DocumentWrite[] {
  const lists = order.lists.map((list): DocumentWrite => {
    const orders = list.orders.map((entry) =>
      entry.orderNumber === order.orderNumber ? { ...entry, shipTo } : entry,
    )
    return { kind: 'pick-list', id: list.id, doc: { ...list, orders } }
  })
  const units = order.units.map((unit): DocumentWrite => {
    return { kind: 'unit', id: unit.id, doc: withVoidLabels({ ...unit, shipTo }) }
  })
  return [...lists, ...units]
}
