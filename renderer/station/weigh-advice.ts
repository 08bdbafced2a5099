import type { ScaleView } from '#contract/rpc/bench-view.ts'

/** What the packer should do about the scale. Only `right`, `light` and `heavy` judge a number. */
export type WeighAdvice =
  | { kind: 'absent' | 'fault' | 'over' | 'under' | 'motion' | 'empty' | 'right' }
  | { kind: 'light' | 'heavy'; byGrams: number }

/** Below this share of what is expected the unit is not on the scale at all. */
const EMPTY_SHARE = 0.1

/** Tolerances shown to either side of the middle of the bar. */
const BAR_TOLERANCES = 5

type Expectation = { expectedGrams: number; toleranceGrams: number }

/** Judges what the scale shows against what the unit should weigh. */
export function weighAdvice(scale: ScaleView, unit: Expectation): WeighAdvice {
  if (scale.state !== 'stable') return { kind: scale.state }
  if (scale.grams === null) return { kind: 'fault' }
  const difference = scale.grams - unit.expectedGrams
  if (Math.abs(difference) <= unit.toleranceGrams) return { kind: 'right' }
  if (scale.grams < unit.expectedGrams * EMPTY_SHARE) return { kind: 'empty' }
  return { kind: difference < 0 ? 'light' : 'heavy', byGrams: Math.abs(difference) }
}

/** The number to show, or null where the scale has none worth reading. */
export function shownGrams(scale: ScaleView): number | null {
  return scale.state === 'stable' || scale.state === 'motion' ? scale.grams : null
}

/** Where the pointer stands on the bar, 0 to 1, the expected weight in the middle. */
export function barPosition(grams: number, unit: Expectation): number {
  const span = Math.max(1, unit.toleranceGrams) * BAR_TOLERANCES
  const position = 0.5 + (grams - unit.expectedGrams) / span / 2
  return Math.min(1, Math.max(0, position))
}

/** The share of the bar, around its middle, that is within tolerance. */
export const BAR_RIGHT_SHARE = 1 / BAR_TOLERANCES
