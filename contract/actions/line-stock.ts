import type { PickLine, PickList } from '../documents/pick-list.ts'
import type { Effect, LedgerKind } from './decision.ts'
import { goodsWithoutLot } from './line-lots.ts'
import { type LineDelta, reservedFor, withDelta } from './list-changes.ts'

type StockEffect = Extract<Effect, { kind: 'stock' }>

/** What the office's books hold of one line at one lot, in base units. */
export type LotBook = { onHand: number; reserved: number; picked: number }

/**
 * Where the books hold a line's goods, by lot. Goods in hand are reserved at the lot they are of, first
 * read first; what is still owed beyond them stays reserved where the office promised it.
 */
export function bookOf(list: PickList, line: PickLine): Map<string, LotBook> {
  const book = new Map<string, LotBook>()
  const add = (lot: string, figures: Partial<LotBook>) => {
    const { onHand = 0, reserved = 0, picked = 0 } = figures
    const known = book.get(lot) ?? { onHand: 0, reserved: 0, picked: 0 }
    book.set(lot, {
      onHand: known.onHand + onHand,
      reserved: known.reserved + reserved,
      picked: known.picked + picked,
    })
  }
  const rest = goodsWithoutLot(line)
  let owed = reservedFor(list, line)
  const ofLots = (line.lots ?? []).map(({ lot, picked, loaded }) => {
    const reserved = Math.min(owed, Math.max(0, picked - loaded))
    owed -= reserved
    return { lot, figures: { onHand: -loaded, picked: picked - loaded, reserved } }
  })
  add(homeLot(line), { onHand: -rest.loaded, picked: rest.picked - rest.loaded, reserved: owed })
  for (const { lot, figures } of ofLots) add(lot, figures)
  return book
}

/**
 * What a change of a line does to stock: the difference of what the books say before and after it, one
 * effect per lot that moves. A change that moves nothing leaves one row of zeros, so that it is seen.
 */
export function lineMoves(
  list: PickList,
  line: PickLine,
  delta: LineDelta,
  { ledger, quantity }: { ledger: LedgerKind; quantity: number },
): StockEffect[] {
  const before = bookOf(list, line)
  const after = bookOf(list, withDelta(line, delta))
  const lots = [...new Set([...before.keys(), ...after.keys()])]
  const moves = lots.flatMap((lot): StockEffect[] => {
    const from = before.get(lot)
    const to = after.get(lot)
    const onHandDelta = (to?.onHand ?? 0) - (from?.onHand ?? 0)
    const reservedDelta = (to?.reserved ?? 0) - (from?.reserved ?? 0)
    const pickedDelta = (to?.picked ?? 0) - (from?.picked ?? 0)
    const moved = Math.max(...[onHandDelta, reservedDelta, pickedDelta].map(Math.abs))
    if (moved === 0) return []
    return [
      effectOf(line, { ledger, lot, quantity: moved, onHandDelta, reservedDelta, pickedDelta }),
    ]
  })
  const [only, another] = moves
  if (only !== undefined && another !== undefined) return moves
  if (only !== undefined) return [{ ...only, quantity }]
  const lot = homeLot(line)
  return [
    effectOf(line, { ledger, lot, quantity, onHandDelta: 0, reservedDelta: 0, pickedDelta: 0 }),
  ]
}

/** Goods of a line leave the office's books with a truck or, where the quantity is negative, come back. */
export function shippedStock(
  list: PickList,
  line: PickLine,
  { lot, quantity }: { lot?: string | undefined; quantity: number },
): StockEffect[] {
  const delta = { loaded: quantity, lots: [{ lot, loaded: quantity }] }
  const ledger = quantity > 0 ? 'SHIPPED' : 'RETURNED'
  return lineMoves(list, line, delta, { ledger, quantity: Math.abs(quantity) })
}

/** Where a line's goods are booked as long as nobody read their lot. */
function homeLot(line: PickLine): string {
  return line.reservedLot ?? ''
}

function effectOf(
  { sku, orderNumber, orderLineNo }: PickLine,
  move: Omit<StockEffect, 'kind' | 'sku' | 'orderNumber' | 'orderLineNo'>,
): StockEffect {
  return { kind: 'stock', sku, orderNumber, orderLineNo, ...move }
}
