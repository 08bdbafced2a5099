import type { DocumentChange } from '../documents/document.ts'
import type { PickLine, PickList } from '../documents/pick-list.ts'
import type { Break, DecisionContext, Effect } from './decision.ts'
import { settleOrders } from './settle-orders.ts'

/** Deltas to one pick line; what is left out does not change. */
export type LineDelta = {
  picked?: number
  short?: number
  packed?: number
  loaded?: number
  /** The lot that the line is bound to from now on; null frees it. */
  lot?: string | null
}

type StockEffect = Extract<Effect, { kind: 'stock' }>

/** The line a payload names, or undefined. */
export function lineOf(list: PickList, lineNo: number): PickLine | undefined {
  return list.lines.find((line) => line.lineNo === lineNo)
}

/** Rules that every fact about a pick list is held against. */
export function listBreaks(list: PickList, line: PickLine, context: DecisionContext): Break[] {
  const breaks: Break[] = []
  const holder = list.claim?.stationId ?? null
  if (holder !== context.stationId) {
    breaks.push({ code: 'claimed-elsewhere', detail: { list: list.code, holder: holder ?? '' } })
  }
  return [...breaks, ...cancelledBreaks(list, line)]
}

/** Work on goods of an order that the office has cancelled. */
export function cancelledBreaks(list: PickList, line: PickLine): Break[] {
  if (!isCancelled(list, line)) return []
  return [{ code: 'order-cancelled', detail: { orderNumber: line.orderNumber } }]
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
  const { lot: bound, ...rest } = line
  const lot = delta.lot === undefined ? bound : (delta.lot ?? undefined)
  return {
    ...rest,
    ...(lot === undefined ? {} : { lot }),
    picked: line.picked + (delta.picked ?? 0),
    short: line.short + (delta.short ?? 0),
    packed: line.packed + (delta.packed ?? 0),
    loaded: line.loaded + (delta.loaded ?? 0),
  }
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

/** How a line's reservation moves with its counters. */
export function reservedDelta(list: PickList, line: PickLine, delta: LineDelta): number {
  return reservedFor(list, withDelta(line, delta)) - reservedFor(list, line)
}

/** Goods of a line leave the office's books with a truck or, where the quantity is negative, come back. */
export function shippedStock(list: PickList, line: PickLine, quantity: number): StockEffect {
  return lineStock(line, {
    ledger: quantity > 0 ? 'SHIPPED' : 'RETURNED',
    quantity: Math.abs(quantity),
    onHandDelta: -quantity,
    reservedDelta: reservedDelta(list, line, { loaded: quantity }),
    pickedDelta: -quantity,
  })
}

/** A stock effect for goods of one pick line; whatever is left out does not move. */
export function lineStock(
  line: PickLine,
  move: Pick<StockEffect, 'ledger' | 'quantity'> &
    Partial<Pick<StockEffect, 'lot' | 'onHandDelta' | 'reservedDelta' | 'pickedDelta'>>,
): StockEffect {
  return {
    kind: 'stock',
    sku: line.sku,
    lot: '',
    onHandDelta: 0,
    reservedDelta: 0,
    pickedDelta: 0,
    orderNumber: line.orderNumber,
    orderLineNo: line.orderLineNo,
    ...move,
  }
}
