import { compareExpiry, type AdvisedLot, lotsLeft } from '#contract/documents/advised-lots.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { PickLine } from '#contract/documents/pick-list.ts'
import { localTime } from '#contract/orders/local-time.ts'

/** What a code said of the lot it is on. */
type LotGoods = { lot: string | null; expiryDate: string | null }

export type LotVerdict =
  | { kind: 'take' }
  /** Nobody may use them any more; `until` was the last day. */
  | { kind: 'expired'; until: string }
  /** `first` ends sooner and is still to be taken; `until` is null where nobody knows these goods' day. */
  | { kind: 'ask'; first: { lot: string; until: string }; until: string | null }

/**
 * Whether goods may be taken for a line: not after their last day, and first expired first out. Where the
 * code states no day, what the office knows of the lot counts. A lot that is in hand for the line already
 * was asked about, or needed no question, and is not asked about again. `today` is the building's own day.
 */
export function judgeLot(goods: LotGoods, line: PickLine, today: string): LotVerdict {
  const { lot } = goods
  const advised = line.advisedLots ?? []
  const until =
    goods.expiryDate ?? advised.find((candidate) => candidate.lot === lot)?.expiryDate ?? null
  if (until !== null && until < today) return { kind: 'expired', until }
  // A line of one lot has no choice; goods of no known lot can't be compared.
  if (lot === null || line.singleLot === true || isInHand(line, lot)) return { kind: 'take' }
  const left = lotsToTake(line, today)
  // What the screen asks for is right, whatever day its own code adds to that.
  if (left[0]?.lot === lot) return { kind: 'take' }
  const [first] = left.flatMap((other) => soonerThan(other, { lot, until }))
  return first === undefined ? { kind: 'take' } : { kind: 'ask', first, until }
}

/** What is left to take of each advised lot, without those whose last day has passed since the list was made. */
export function lotsToTake(line: PickLine, today: string): AdvisedLot[] {
  const advisedLots = line.advisedLots?.filter(({ expiryDate = today }) => expiryDate >= today)
  return lotsLeft({ ...line, advisedLots })
}

/** The calendar day at a building now; UTC until the office has said where that is. */
export function dayAt(read: DocumentReader, warehouse: string, now: string): string {
  const timezone = read.get('warehouse', warehouse)?.timezone ?? 'UTC'
  return localTime(Date.parse(now), timezone).day
}

function isInHand({ lots = [] }: PickLine, lot: string): boolean {
  return lots.some((taken) => taken.lot === lot && taken.picked > 0)
}

/** Goods whose last day nobody knows can't be said to come first. */
function soonerThan(
  left: AdvisedLot,
  scanned: { lot: string; until: string | null },
): { lot: string; until: string }[] {
  const { lot, expiryDate: until } = left
  if (lot === scanned.lot || until === undefined) return []
  return compareExpiry(until, scanned.until) < 0 ? [{ lot, until }] : []
}
