import { isLineDone, type PickList, type PickListOrder } from '../documents/pick-list.ts'
import { canTransition, type OrderStatus } from '../orders/order-status.ts'
import type { Effect } from './decision.ts'

/** States that hands on the floor move an order through; any other is left alone. */
const FLOOR_STATES: readonly OrderStatus[] = [
  'CONFIRMED',
  'IN_PROGRESS',
  'PICKED',
  'PACKED',
  'LOADED',
  'ON_HOLD',
]

/**
 * Brings each order of a list to the state its lines say it is in, with one effect per step taken.
 * The list's own status follows: `done` once nothing is left to pick or pack.
 */
export function settleOrders(list: PickList): { list: PickList; effects: Effect[] } {
  const effects: Effect[] = []
  const orders = list.orders.map((order) => {
    const target = targetStatus(list, order)
    for (const step of stepsBetween(order.status, target)) {
      effects.push({ kind: 'order-status', orderNumber: order.orderNumber, ...step })
    }
    return target === order.status ? order : { ...order, status: target }
  })
  return { list: { ...list, orders, status: listStatus(list, orders) }, effects }
}

function targetStatus(list: PickList, order: PickListOrder): OrderStatus {
  if (order.movedTo !== undefined || !FLOOR_STATES.includes(order.status)) return order.status
  const lines = list.lines.filter((line) => line.orderNumber === order.orderNumber)
  if (!lines.every(isLineDone)) {
    const isStarted = list.claim !== null || lines.some((l) => l.picked !== 0 || l.short > 0)
    return isStarted ? 'IN_PROGRESS' : 'CONFIRMED'
  }
  if (lines.some((line) => line.packed < line.picked)) return 'PICKED'
  const hasGoods = lines.some((line) => line.picked > 0)
  const isShortOpen = order.shortDecision === 'undecided' && lines.some((line) => line.short > 0)
  if (isShortOpen || !hasGoods) return 'ON_HOLD'
  return lines.every((line) => line.loaded >= line.picked) ? 'LOADED' : 'PACKED'
}

/** The fewest steps of the table from one state to another; an order never passes through ON_HOLD. */
function stepsBetween(
  from: OrderStatus,
  to: OrderStatus,
): { from: OrderStatus; to: OrderStatus }[] {
  if (from === to) return []
  const paths: OrderStatus[][] = [[from]]
  const seen = new Set<OrderStatus>([from])
  for (const path of paths) {
    const last = path.at(-1) ?? from
    if (canTransition(last, to)) return stepsOf([...path, to])
    for (const next of FLOOR_STATES) {
      if (next === 'ON_HOLD' || seen.has(next) || !canTransition(last, next)) continue
      seen.add(next)
      paths.push([...path, next])
    }
  }
  throw new Error(`the table of states has no way from ${from} to ${to}`)
}

function stepsOf(path: readonly OrderStatus[]): { from: OrderStatus; to: OrderStatus }[] {
  return path.slice(1).map((to, index) => ({ from: path[index] ?? to, to }))
}

function listStatus(list: PickList, orders: readonly PickListOrder[]): PickList['status'] {
  const here = orders.filter((order) => !isGone(order))
  if (list.status === 'cancelled' || here.length === 0) return 'cancelled'
  const isDone = here.every(
    (order) => !['CONFIRMED', 'IN_PROGRESS', 'PICKED', 'PENDING_PAYMENT'].includes(order.status),
  )
  if (isDone) return 'done'
  return list.claim === null ? 'open' : 'claimed'
}

/** Called off, or gone on to another list. */
function isGone({ status, movedTo }: PickListOrder): boolean {
  return status === 'CANCELLED' || movedTo !== undefined
}
