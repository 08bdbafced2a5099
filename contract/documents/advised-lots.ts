import { z } from 'zod'
import { Day, Lot, Quantity } from './ids.ts'

/** Lots that one line is advised to take from; beyond them any lot will do. */
export const ADVISED_LOTS_MAX = 50

/** A lot to take goods of a line from, and how many base units of it. */
export const AdvisedLot = z.object({
  lot: Lot,
  /** The last day its goods may be used, in the warehouse's own zone; absent where nobody stated one. */
  expiryDate: Day.optional(),
  quantity: Quantity,
})
export type AdvisedLot = z.infer<typeof AdvisedLot>

type Advised = {
  requested: number
  picked: number
  short: number
  advisedLots?: readonly AdvisedLot[] | undefined
  lots?: readonly { lot: string; picked: number }[] | undefined
}

/** First expired first out: the earlier day first, goods without a day last. Zero where both are the same. */
export function compareExpiry(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null) return 1
  return other === null || one < other ? -1 : 1
}

/**
 * What is still to be taken of each advised lot, in the order of the advice: less what was taken of it,
 * and never more in all than the line has open.
 */
export function lotsLeft(line: Advised): AdvisedLot[] {
  const taken = new Map((line.lots ?? []).map(({ lot, picked }) => [lot, picked]))
  let open = Math.max(0, line.requested - line.picked - line.short)
  return (line.advisedLots ?? []).flatMap((advised) => {
    const left = Math.min(open, advised.quantity - Math.max(0, taken.get(advised.lot) ?? 0))
    if (left <= 0) return []
    open -= left
    return [{ ...advised, quantity: left }]
  })
}
