import type { Effect } from '#contract/actions/decision.ts'
import { departUnits } from '#contract/actions/load-units.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { exceptionOfOffice, raiseExceptions } from '../exceptions/exceptions.ts'
import { Problem } from '../http/problem.ts'
import { applyStockEffects, type StockEffectRow } from '../inventory/index.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { isOwn } from './bring-back.ts'
import { type LockedOrder, lockOrder, requireVersion } from './lock-order.ts'
import { applyOrderEffects } from './transition.ts'

export type HandOver = {
  orderNumber: string
  /** Who took the goods at the counter. */
  collectedBy: string
  writtenBy: string
  version?: number | undefined
}

const HANDED_OVER: readonly OrderStatus[] = ['DELIVERED', 'COMPLETED']

/**
 * Gives a packed order to whoever collects it: its goods leave the books as they do with a truck, its units
 * are gone, it is DELIVERED. Twice changes nothing. Answers with the warehouse.
 */
export async function handOver(tx: Tx, asked: HandOver, deps: OfficeDeps): Promise<string> {
  const { orderNumber, collectedBy, writtenBy, version } = asked
  const order = await lockOrder(tx, orderNumber)
  const { id, warehouse, fulfilment } = order
  if (fulfilment !== 'collect') {
    throw new Problem('wrong-state', `order ${orderNumber} is delivered, not collected`)
  }
  if (HANDED_OVER.includes(order.status)) return warehouse
  requireVersion(order, version)
  requireReady(order)
  const view = new Overlay(order.read)
  // Delivered first: the rules that move lines then leave the order's state alone.
  view.apply(deliveredLists(order))
  const goods = departUnits(unitsToGive(order), view)
  const effects: Effect[] = [
    { kind: 'order-status', orderNumber, from: 'PACKED', to: 'DELIVERED' },
    handedOver(orderNumber, collectedBy),
    ...goods,
  ]
  const at = instantOf(deps.clock.now())
  const rows = goods.flatMap((effect): StockEffectRow[] =>
    effect.kind === 'stock' ? [{ actionId: `hand-over/${id}`, effect }] : [],
  )
  const { belowZero } = await applyStockEffects(tx, { warehouse, at, rows })
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, effects })
  const exceptions = belowZero.map(({ sku, lot }) =>
    exceptionOfOffice(deps, { code: 'stock-below-zero', detail: { sku, lot }, at }),
  )
  const raised = await raiseExceptions(tx, { warehouse, at, deps, exceptions })
  await writeDocuments(tx, warehouse, [...view.changes(), ...raised.writes])
  return warehouse
}

function requireReady({ orderNumber, status, lists }: LockedOrder): void {
  if (status !== 'PACKED') {
    throw new Problem('wrong-state', `order ${orderNumber} is ${status}, not PACKED`)
  }
  const isBlocked = lists.some((list) =>
    list.orders.some((entry) => entry.orderNumber === orderNumber && entry.isBlocked === true),
  )
  if (isBlocked) throw new Problem('wrong-state', `order ${orderNumber} is stopped`)
}

function deliveredLists({ orderNumber, lists }: LockedOrder) {
  return lists.map((list) => {
    const orders = list.orders.map((entry) =>
      entry.orderNumber === orderNumber ? { ...entry, status: 'DELIVERED' as const } : entry,
    )
    return { kind: 'pick-list' as const, id: list.id, doc: { ...list, orders } }
  })
}

/** Every unit with goods of the order; one that also holds others' cannot go over the counter with it. */
function unitsToGive({ orderNumber, units, read }: LockedOrder): string[] {
  const full = units.filter(
    ({ status, contents, children }) =>
      (status === 'open' || status === 'closed') && contents.length + children.length > 0,
  )
  for (const unit of full) {
    if (unit.loadId !== null) {
      throw new Problem('wrong-state', `unit ${unit.id} stands on a load; take it off first`)
    }
    if (!isOwn(unit, orderNumber, read)) {
      throw new Problem('wrong-state', `unit ${unit.id} holds goods of other orders too`)
    }
  }
  return full.map((unit) => unit.id)
}

function handedOver(orderNumber: string, collectedBy: string): Effect {
  const status = 'delivery:handed_over'
  return { kind: 'history', orderNumber, status, severity: 'info', payload: { collectedBy } }
}
