import type { Effect } from '#contract/actions/decision.ts'
import { leavePallet } from '#contract/actions/load-depart.ts'
import { lineMoves } from '#contract/actions/line-stock.ts'
import { changeLines, type LineDelta } from '#contract/actions/list-changes.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import { settleOrders } from '#contract/actions/settle-orders.ts'
import { withoutContent } from '#contract/actions/unit-changes.ts'
import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { bringBack, isOwn } from './bring-back.ts'
import { type LockedOrder, withVoidLabels } from './lock-order.ts'

/** An order's documents on their new day, and how its books get there. */
export type ReplannedOrder = {
  view: Overlay
  /** What coming off the truck does. */
  back: Effect[]
  /** What going back on the shelf does; empty for goods that stay packed. */
  putBack: Effect[]
  /** From DELIVERY_FAILED over CONFIRMED to the state that its goods are in. */
  steps: Effect[]
  /** The list it left a shared one for. */
  ownList: PickList | null
}

type Plan = {
  day: string
  repick: boolean
  newList: { id: string; code: string } | null
}

/** States of an order that goes again, least advanced first. */
const STATES: readonly OrderStatus[] = ['CONFIRMED', 'IN_PROGRESS', 'PICKED', 'ON_HOLD', 'PACKED']

/** Works out, without touching anything, what planning an order for another day comes to. */
export function plansAgain(order: LockedOrder, { day, repick, newList }: Plan): ReplannedOrder {
  const { orderNumber } = order
  const view = new Overlay(order.read)
  const unitIds = order.units.map((unit) => unit.id)
  const back = bringBack(orderNumber, unitIds, view)
  const putBack = repick ? putAllBack(order, view) : []
  const ownList = newList === null ? null : leaveShared(order, newList, view)
  moveUnits(order, day, view)
  const listIds = order.lists.filter((list) => list.orders.length === 1).map((list) => list.id)
  if (ownList !== null) listIds.push(ownList.id)
  const settled = listIds.map((id) => settleOn(id, { orderNumber, day }, view))
  const slowest = settled.toSorted((a, b) => rank(a.status) - rank(b.status))[0]
  const first: Effect = {
    kind: 'order-status',
    orderNumber,
    from: 'DELIVERY_FAILED',
    to: 'CONFIRMED',
  }
  const own = ownList === null ? null : (view.get('pick-list', ownList.id) ?? ownList)
  return { view, back, putBack, steps: [first, ...(slowest?.steps ?? [])], ownList: own }
}

function rank(status: OrderStatus): number {
  return STATES.indexOf(status)
}

function settleOn(
  id: string,
  { orderNumber, day }: { orderNumber: string; day: string },
  view: Overlay,
): { status: OrderStatus; steps: Effect[] } {
  const list = view.get('pick-list', id)
  if (list === undefined) throw new Error(`list ${id} was not locked`)
  const orders = list.orders.map((order) => ({ ...order, status: 'CONFIRMED' as const }))
  const settled = settleOrders({ ...list, deliveryDate: day, claim: null, orders })
  view.apply([{ kind: 'pick-list', id, doc: settled.list }])
  const order = settled.list.orders.find((entry) => entry.orderNumber === orderNumber)
  return { status: order?.status ?? 'CONFIRMED', steps: settled.effects }
}

/** Goods in hand go back to their places: lines as if nobody had begun, units dropped. */
function putAllBack(order: LockedOrder, view: Overlay): Effect[] {
  const { orderNumber } = order
  const effects = [...order.lists, ...order.leftLists].flatMap(({ id }) => {
    const list = view.get('pick-list', id)
    if (list === undefined) return []
    const inHand = list.lines.filter((l) => l.orderNumber === orderNumber && l.picked > l.loaded)
    const changed = changeLines(list, new Map(inHand.map((line) => [line.lineNo, deltaOf(line)])))
    view.apply([changed.change])
    const stock = inHand.flatMap((line) => {
      const move = { ledger: 'RETURNED' as const, quantity: line.picked - line.loaded }
      return lineMoves(list, line, deltaOf(line), move)
    })
    return [...stock, ...changed.effects]
  })
  for (const { id } of order.units) emptyOf(id, orderNumber, view)
  return effects
}

function deltaOf(line: PickLine): LineDelta {
  const lots = (line.lots ?? []).map(({ lot, picked, loaded }) => ({
    lot,
    picked: loaded - picked,
  }))
  return {
    picked: line.loaded - line.picked,
    packed: Math.min(0, line.loaded - line.packed),
    lots,
    lot: null,
  }
}

function emptyOf(id: string, orderNumber: string, view: Overlay): void {
  const unit = view.get('unit', id)
  if (unit === undefined || unit.status === 'dropped') return
  if (!isOwn(unit, orderNumber, view)) {
    const own = unit.contents.filter((content) => content.orderNumber === orderNumber)
    const rest = own.reduce((left, content) => withoutContent(left, content).unit, unit)
    view.apply([{ kind: 'unit', id, doc: rest }])
    return
  }
  const parent = unit.parentId === null ? undefined : view.get('unit', unit.parentId)
  if (parent !== undefined) leavePallet(id, view)
  const alone = view.get('unit', id) ?? unit
  const doc: Unit = {
    ...withVoidLabels(alone),
    status: 'dropped',
    contents: [],
    children: [],
    parentId: null,
    weight: null,
    volumeCm3: 0,
  }
  view.apply([{ kind: 'unit', id, doc }])
}

/** The day is printed on labels, so those with the old one are void. */
function moveUnits({ units, orderNumber }: LockedOrder, day: string, view: Overlay): void {
  for (const { id } of units) {
    const unit = view.get('unit', id)
    if (unit === undefined || unit.status === 'dropped') continue
    if (!isOwn(unit, orderNumber, view)) continue
    view.apply([{ kind: 'unit', id, doc: withVoidLabels({ ...unit, deliveryDate: day }) }])
  }
}

/**
 * Takes an order's lines out of the lists it shares, with their numbers, onto a list of its own; its
 * goods in units are of that list from now on.
 */
function leaveShared(
  order: LockedOrder,
  newList: { id: string; code: string },
  view: Overlay,
): PickList | null {
  const { orderNumber } = order
  const shared = order.lists.filter((list) => list.orders.length > 1)
  const [first] = shared.flatMap((list) => view.get('pick-list', list.id) ?? [])
  const entry = first?.orders.find((candidate) => candidate.orderNumber === orderNumber)
  if (first === undefined || entry === undefined) return null
  // An order is on one shared list at most: lists made later for its rest are its own.
  const lines = first.lines.filter((line) => line.orderNumber === orderNumber)
  const { totePosition: _place, ...alone } = entry
  const own: PickList = { ...first, ...newList, mode: 'order', claim: null, orders: [alone], lines }
  const rest = settleOrders({
    ...first,
    orders: first.orders.filter((candidate) => candidate.orderNumber !== orderNumber),
    lines: first.lines.filter((line) => line.orderNumber !== orderNumber),
  })
  view.apply([
    { kind: 'pick-list', id: first.id, doc: rest.list },
    { kind: 'pick-list', id: own.id, doc: own },
  ])
  for (const { id } of order.units) {
    const unit = view.get('unit', id)
    if (unit === undefined) continue
    const contents = unit.contents.map((content) =>
      content.pickListId === first.id && content.orderNumber === orderNumber
        ? { ...content, pickListId: own.id }
        : content,
    )
    view.apply([{ kind: 'unit', id, doc: { ...unit, contents } }])
  }
  return own
}
