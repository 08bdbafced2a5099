import {
  ADVISED_LOTS_MAX,
  type AdvisedLot,
  compareExpiry,
} from '#contract/documents/advised-lots.ts'

/** What is free of one lot. */
export type FreeLot = {
  lot: string
  expiryDate: string | null
  /** When its first goods came in, where that is known. */
  receivedAt: string | null
  free: number
}

/** After every lot whose first receipt is known. */
const RECEIVED_NEVER = '9999'

/** The lots of one product, first expired first, that lines are advised to take one after the other. */
export class LotShelf {
  readonly #lots: FreeLot[]

  constructor(lots: readonly FreeLot[]) {
    this.#lots = lots.map((lot) => ({ ...lot })).sort(byAge)
  }

  /** Goods that another line was advised to take: of these lots, as many as it still has to pick. */
  promise(advised: readonly { lot: string; quantity: number }[], open: number): void {
    let left = open
    const named = this.#lots.toReversed().flatMap((free) => {
      const own = advised.find(({ lot }) => lot === free.lot)
      return own === undefined ? [] : [{ free, quantity: own.quantity }]
    })
    // What was picked of it so far was the first of the advice, so what is left is its end.
    for (const { free, quantity } of named) {
      const part = Math.min(left, quantity)
      free.free -= part
      left -= part
    }
  }

  /**
   * The lots to take a quantity from; none that may no longer be used on `day`, and so
   * many at most as a line names.
   */
  take(quantity: number, day: string): AdvisedLot[] {
    let left = quantity
    let lots = 0
    return this.#lots.flatMap((free): AdvisedLot[] => {
      const { lot, expiryDate } = free
      if (expiryDate !== null && expiryDate < day) return []
      const part = Math.min(left, Math.max(0, free.free))
      if (part === 0 || lots === ADVISED_LOTS_MAX) return []
      lots += 1
      free.free -= part
      left -= part
      return [advisedLot(lot, expiryDate, part)]
    })
  }

  /** The one lot that a line is promised, with its day. */
  only(lot: string, quantity: number): AdvisedLot {
    const known = this.#lots.find((candidate) => candidate.lot === lot)
    return advisedLot(lot, known?.expiryDate ?? null, quantity)
  }
}

function advisedLot(lot: string, expiryDate: string | null, quantity: number): AdvisedLot {
  return { lot, ...(expiryDate === null ? {} : { expiryDate }), quantity }
}

/** First expired first out; of those that last as long the oldest here, those of no known day last. */
function byAge(a: FreeLot, b: FreeLot): number {
  return (
    compareExpiry(a.expiryDate, b.expiryDate) ||
    compareTexts(a.receivedAt ?? RECEIVED_NEVER, b.receivedAt ?? RECEIVED_NEVER) ||
    compareTexts(a.lot, b.lot)
  )
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
