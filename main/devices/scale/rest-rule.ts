import type { ScaleReading, StableReading } from './scale-reading.ts'

export type RestRule = {
  /** The weight at rest, once this reading and the one before it say the same; else null. */
  feed: (reading: ScaleReading) => StableReading | null
  /** This weight was acted on; it is not a second one until it has left the scale. */
  take: (weight: StableReading) => void
  isTaken: (weight: StableReading) => boolean
}

/** Below this share of a weight that was taken, the goods have left the scale. */
const LEFT_SHARE = 0.5

/**
 * What counts as a weight: two equal stable readings in a row, above zero. A weight that was taken and is
 * still there is no second one, however often the scale trembles in between or flickers by
 * `sameWithinGrams`: goods count again once something else lay there, or next to nothing (FAULT-15).
 */
export function createRestRule({ sameWithinGrams }: { sameWithinGrams: number }): RestRule {
  let lastGrams: number | null = null
  let takenGrams: number | null = null

  const hasLeft = (reading: ScaleReading, taken: number): boolean => {
    if (reading.kind === 'under') return true
    return 'grams' in reading && reading.grams !== null && reading.grams <= taken * LEFT_SHARE
  }

  return {
    feed: (reading) => {
      if (takenGrams !== null && hasLeft(reading, takenGrams)) takenGrams = null
      const before = lastGrams
      lastGrams = reading.kind === 'stable' ? reading.grams : null
      if (reading.kind !== 'stable' || reading.grams <= 0) return null
      return reading.grams === before ? reading : null
    },
    take: (weight) => {
      takenGrams = weight.grams
    },
    isTaken: (weight) =>
      takenGrams !== null && Math.abs(weight.grams - takenGrams) <= sameWithinGrams,
  }
}
