import type { PickLine } from '../documents/pick-list.ts'

/** Goods of a line that were taken or shipped (or, negative, came back), of a lot where it is known. */
export type LotMove = { lot?: string | undefined; picked?: number; loaded?: number }

export type LineLots = NonNullable<PickLine['lots']>

/** Lots told apart on one line; goods of any further lot are counted without theirs. */
export const LINE_LOTS_MAX = 50

type Goods = { picked: number; loaded: number }

/**
 * The lots of a line after its goods moved. Goods whose lot nobody read are those without a lot first,
 * then those of the lots there are, so that a lot never gives more than was taken of it.
 */
export function moveLots(line: PickLine, moves: readonly LotMove[]): LineLots | undefined {
  if (line.tracksLots !== true) return line.lots
  const lots = new Map((line.lots ?? []).map(({ lot, ...goods }) => [lot, { ...goods }]))
  const rest = goodsWithoutLot(line)
  for (const { lot, picked = 0, loaded = 0 } of moves) {
    const own = lot === undefined ? undefined : lots.get(lot)
    if (picked > 0) takeGoods(picked, lot, lots, rest)
    else putBack(-picked, own, lots, rest)
    if (loaded > 0) ship(loaded, own, lots, rest)
    else unship(-loaded, own, lots, rest)
  }
  const left = [...lots].filter(([, goods]) => goods.picked !== 0 || goods.loaded !== 0)
  return left.length === 0 ? undefined : left.map(([lot, goods]) => ({ lot, ...goods }))
}

/** What was taken and shipped of a line without anybody reading its lot. */
export function goodsWithoutLot(line: PickLine): Goods {
  const rest = { picked: line.picked, loaded: line.loaded }
  for (const { picked, loaded } of line.lots ?? []) {
    rest.picked -= picked
    rest.loaded -= loaded
  }
  return rest
}

/** The one lot that all goods in hand are of, as far as that is known. */
export function soleLot(line: PickLine): string | undefined {
  const [first, ...others] = line.lots ?? []
  return first !== undefined && others.length === 0 && first.picked >= line.picked
    ? first.lot
    : undefined
}

function inHand({ picked, loaded }: Goods): number {
  return Math.max(0, picked - loaded)
}

function takeGoods(
  quantity: number,
  lot: string | undefined,
  lots: Map<string, Goods>,
  rest: Goods,
): void {
  const own = lot === undefined ? undefined : lots.get(lot)
  if (own !== undefined) own.picked += quantity
  else if (lot === undefined || lots.size >= LINE_LOTS_MAX) rest.picked += quantity
  else lots.set(lot, { picked: quantity, loaded: 0 })
}

function putBack(
  quantity: number,
  own: Goods | undefined,
  lots: ReadonlyMap<string, Goods>,
  rest: Goods,
): void {
  const left = spread(quantity, sources(own, rest, [...lots.values()].toReversed()), {
    room: inHand,
    move: (goods, part) => {
      goods.picked -= part
    },
  })
  rest.picked -= left
}

function ship(
  quantity: number,
  own: Goods | undefined,
  lots: ReadonlyMap<string, Goods>,
  rest: Goods,
): void {
  const left = spread(quantity, sources(own, rest, [...lots.values()]), {
    room: inHand,
    move: (goods, part) => {
      goods.loaded += part
    },
  })
  rest.loaded += left
}

function unship(
  quantity: number,
  own: Goods | undefined,
  lots: ReadonlyMap<string, Goods>,
  rest: Goods,
): void {
  const left = spread(quantity, sources(own, rest, [...lots.values()].toReversed()), {
    room: ({ loaded }) => Math.max(0, loaded),
    move: (goods, part) => {
      goods.loaded -= part
    },
  })
  rest.loaded -= left
}

function sources(own: Goods | undefined, rest: Goods, others: readonly Goods[]): Goods[] {
  return [...(own === undefined ? [] : [own]), rest, ...others]
}

/** Moves a quantity out of each source as far as it has room; answers with what none had. */
function spread(
  quantity: number,
  from: readonly Goods[],
  { room, move }: { room: (goods: Goods) => number; move: (goods: Goods, part: number) => void },
): number {
  let left = quantity
  for (const goods of from) {
    const part = Math.min(left, room(goods))
    if (part > 0) move(goods, part)
    left -= part
  }
  return left
}
