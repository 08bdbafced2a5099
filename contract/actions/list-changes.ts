import type { DocumentChange } from '../documents/document.ts'
import type { PickLine, PickList } from '../documents/pick-list.ts'
import type { Break, DecisionContext, Effect } from './decision.ts'
import { settleOrders } from './settle-orders.ts'

/** Deltas to one pick line; what is left out does not change. */
export type LineDelta = { picked?: number; short?: number; packed?: number; loaded?: number }

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
  const order = list.orders.find((candidate) => candidate.orderNumber === line.orderNumber)
  if (order?.status === 'CANCELLED') {
    breaks.push({ code: 'order-cancelled', detail: { orderNumber: line.orderNumber } })
  }
  return breaks
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
    return {
      ...line,
      picked: line.picked + picked,
      short: line.short + short,
      packed: line.packed + packed,
      loaded: line.loaded + loaded,
    }
  })
  const settled = settleOrders({ ...list, lines })
  return {
    change: { kind: 'pick-list', id: list.id, doc: settled.list },
    effects: [...effects, ...settled.effects],
  }
}

/** A stock effect for goods of one pick line; whatever is left out does not move. */
export function lineStock(
  line: PickLine,
  move: Pick<Extract<Effect, { kind: 'stock' }>, 'ledger' | 'quantity'> &
    Partial<
      Pick<
        Extract<Effect, { kind: 'stock' }>,
        'lot' | 'onHandDelta' | 'reservedDelta' | 'pickedDelta'
      >
    >,
): Effect {
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
