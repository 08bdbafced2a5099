import type { DocumentChange } from '../documents/document.ts'
import { isBlockedOrder, type PickLine, type PickList } from '../documents/pick-list.ts'
import type { Break, DecisionContext, Effect } from './decision.ts'
import { type LotMove, moveLots } from './line-lots.ts'
import { settleOrders } from './settle-orders.ts'

/** Deltas to one pick line; what is left out does not change. */
export type LineDelta = {
  picked?: number
  short?: number
  /** Why the line is short from now on. */
  shortReason?: string
  packed?: number
  loaded?: number
  /** The lot that the line is bound to from now on; null frees it. */
  lot?: string | null
  /** How `picked` and `loaded` come about, in order, where lots are known; the rest is of no known lot. */
  lots?: readonly LotMove[]
}

/** The line a payload names, or undefined. */
export function lineOf(list: PickList, lineNo: number): PickLine | undefined {
  return list.lines.find((line) => line.lineNo === lineNo)
}

/** Rules that every fact about a pick list is held against. */
export function listBreaks(list: PickList, line: PickLine, context: DecisionContext): Break[] {
  const cancelled = cancelledBreaks(list, line)
  const holder = list.claim?.stationId ?? null
  if (holder === context.stationId) return cancelled
  // Nobody could claim what was cancelled, so that nobody holds it says nothing more.
  if (holder === null && cancelled.length > 0) return cancelled
  const detail = { list: list.code, holder: holder ?? '' }
  return [{ code: 'claimed-elsewhere', detail }, ...cancelled]
}

/** Work on goods of an order that the office has cancelled. */
export function cancelledBreaks(list: PickList, line: PickLine): Break[] {
  if (!isCancelled(list, line)) return []
  return [{ code: 'order-cancelled', detail: { orderNumber: line.orderNumber } }]
}

/** Work that goes on with an order which a blocking entry of its history has stopped. */
export function blockedBreaks(list: PickList, line: PickLine): Break[] {
  if (!isBlockedOrder(list, line.orderNumber)) return []
  return [{ code: 'order-blocked', detail: { orderNumber: line.orderNumber } }]
}

export function isCancelled(list: PickList, line: PickLine): boolean {
  return list.orders.some(
    (order) => order.orderNumber === line.orderNumber && order.status === 'CANCELLED',
  )
}

/** The list with lines changed and its orders brought to the state that follows, and the effects. */
export function changeLines(
  list: PickList,
  deltas: ReadonlyMap<number, LineDelta>,
): { change: DocumentChange; effects: Effect[] } {
  const effects: Effect[] = []
  const lines = list.lines.map((line) => {
    const delta = deltas.get(line.lineNo)
    if (delta === undefined) return line
    const { picked = 0, short = 0, packed = 0, loaded = 0 } = delta
    const { orderNumber, orderLineNo } = line
    effects.push({ kind: 'order-line', orderNumber, orderLineNo, picked, short, packed, loaded })
    return withDelta(line, delta)
  })
  const settled = settleOrders({ ...list, lines })
  return {
    change: { kind: 'pick-list', id: list.id, doc: settled.list },
    effects: [...effects, ...settled.effects],
  }
}

/** The line with its counters moved. */
export function withDelta(line: PickLine, delta: LineDelta): PickLine {
  const { lot: bound, lots: _before, shortReason: reasonBefore, ...rest } = line
  const lot = delta.lot === undefined ? bound : (delta.lot ?? undefined)
  const lots = moveLots(line, lotMoves(delta))
  const short = line.short + (delta.short ?? 0)
  const shortReason = short > 0 ? (delta.shortReason ?? reasonBefore) : undefined
  return {
    ...rest,
    ...(lot === undefined ? {} : { lot }),
    ...(lots === undefined ? {} : { lots }),
    ...(shortReason === undefined ? {} : { shortReason }),
    picked: line.picked + (delta.picked ?? 0),
    short,
    packed: line.packed + (delta.packed ?? 0),
    loaded: line.loaded + (delta.loaded ?? 0),
  }
}

/** All goods that a change takes or ships, those of no known lot last. */
export function lotMoves({ picked = 0, loaded = 0, lots = [] }: LineDelta): LotMove[] {
  const rest = { picked, loaded }
  for (const move of lots) {
    rest.picked -= move.picked ?? 0
    rest.loaded -= move.loaded ?? 0
  }
  return rest.picked === 0 && rest.loaded === 0 ? [...lots] : [...lots, rest]
}

/**
 * What the office holds reserved for a line: what was asked and neither given up nor shipped. Of a
 * cancelled order only goods in hand stay reserved, until they are put back. Over-picks reserve nothing,
 * so they never free another order's goods.
 */
export function reservedFor(list: PickList, line: PickLine): number {
  const owed = Math.max(0, line.requested - line.short - line.loaded)
  return isCancelled(list, line) ? Math.min(owed, Math.max(0, line.picked - line.loaded)) : owed
}
