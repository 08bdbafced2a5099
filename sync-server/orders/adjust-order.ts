import type { Effect } from '#contract/actions/decision.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import type { DocumentChange } from '#contract/documents/document.ts'
import type { ShipTo } from '#contract/documents/ids.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { exceptionOfOffice, raiseExceptions } from '../exceptions/exceptions.ts'
import { SHORT_PICK, shortPickDetail } from '../exceptions/short-picks.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, writeDocuments } from '../sync/documents.ts'
import { ADJUSTED, type Adjusting } from './adjusting.ts'
import { adjustLines, type LineChange } from './adjust-lines.ts'
import { type LockedOrder, lockOrder, requireVersion, withVoidLabels } from './lock-order.ts'
import { applyOrderEffects } from './transition.ts'

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

export type Adjustment = {
  orderNumber: string
  version: number
  reason: string
  /** The parts of the address that change. */
  shipTo?: { [Part in keyof ShipTo]?: ShipTo[Part] | undefined } | undefined
  /** New quantities in base units; 0 takes a line away. */
  lines?: readonly LineChange[] | undefined
  writtenBy: string
}

/**
 * Changes an order that is on its way: another address makes labels with the old one void, other
 * quantities move what is reserved and the lists that are picked from. Answers with the warehouse.
 */
export async function adjustOrder(
  tx: Tx,
  adjustment: Adjustment,
  deps: OfficeDeps,
): Promise<string> {
  const { orderNumber, version, reason, writtenBy, lines = [] } = adjustment
  const order = await lockOrder(tx, orderNumber)
  const { warehouse } = order
  requireVersion(order, version)
  if (!ADJUSTABLE.includes(order.status)) {
    throw new Problem('wrong-state', `order ${orderNumber} is ${order.status}`)
  }
  const at = instantOf(deps.clock.now())
  await tx
    .updateTable('customer_order')
    .set({ version: version + 1, updated_at: at })
    .where('id', '=', order.id)
    .execute()
  const view = new Overlay(order.read)
  const adjusting = { order, view, reason, at, deps }
  const readdressed = await readdress(tx, adjusting, adjustment.shipTo)
  const requantified = await adjustLines(tx, adjusting, lines)
  const event = {
    type: 'order.adjusted',
    subject: `order/${orderNumber}`,
    data: { orderNumber, version: version + 1, reason },
  } as const
  await applyOrderEffects(tx, {
    warehouse,
    at,
    writtenBy,
    deps,
    effects: [...readdressed, ...requantified.effects],
    events: [event],
  })
  await requantified.finish()
  const held = await tellOfHold(tx, adjusting, requantified.effects)
  await writeDocuments(tx, warehouse, [...view.changes(), ...held])
  return warehouse
}

/** With the rest of an order gone, what was short of it may be all that is left to decide about. */
async function tellOfHold(
  tx: Tx,
  { order, view, at, deps }: Adjusting,
  effects: readonly Effect[],
): Promise<DocumentWrite[]> {
  const { orderNumber, warehouse } = order
  const isHeld = effects.some((effect) => effect.kind === 'order-status' && effect.to === 'ON_HOLD')
  if (!isHeld) return []
  const exceptions = order.lists.flatMap(({ id }) => {
    const list = view.get('pick-list', id)
    const entry = list?.orders.find((candidate) => candidate.orderNumber === orderNumber)
    if (list === undefined || entry?.status !== 'ON_HOLD') return []
    const detail = shortPickDetail(list, orderNumber)
    return [exceptionOfOffice(deps, { code: SHORT_PICK, detail, at })]
  })
  return (await raiseExceptions(tx, { warehouse, at, deps, exceptions })).writes
}

async function readdress(
  tx: Tx,
  { order, view, reason }: Adjusting,
  parts: Adjustment['shipTo'],
): Promise<Effect[]> {
  if (parts === undefined) return []
  const { id, orderNumber, shipTo: before } = order
  const after = { ...before, ...definedParts(parts) }
  await tx
    .updateTable('customer_order')
    .set({ ship_to: JSON.stringify(after) })
    .where('id', '=', id)
    .execute()
  view.apply(addressed(order, after))
  const payload = { reason, change: 'ship-to', before, after }
  return [{ kind: 'history', orderNumber, status: ADJUSTED, severity: 'info', payload }]
}

function definedParts(parts: NonNullable<Adjustment['shipTo']>): Partial<ShipTo> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
}

function addressed(order: LockedOrder, shipTo: ShipTo): DocumentChange[] {
  const lists = order.lists.map((list): DocumentChange => {
    const orders = list.orders.map((entry) =>
      entry.orderNumber === order.orderNumber ? { ...entry, shipTo } : entry,
    )
    return { kind: 'pick-list', id: list.id, doc: { ...list, orders } }
  })
  const units = order.units.map((unit): DocumentChange => {
    return { kind: 'unit', id: unit.id, doc: withVoidLabels({ ...unit, shipTo }) }
  })
  return [...lists, ...units]
}
