import type { Gs1Element } from './gs1.ts'

/**
 * GS1's units of net weight in grams, as `numerator / denominator` and exact: kilograms, pounds, troy
 * ounces and ounces (General Specifications 3.6.2).
 */
const MASS_UNITS: Readonly<Record<string, readonly [numerator: number, denominator: number]>> = {
  '310': [1_000, 1],
  '320': [45_359_237, 100_000],
  '356': [311_034_768, 10_000_000],
  '357': [45_359_237, 1_600_000],
}

/** Net weight in whole grams, rounded to the nearest; undefined where the code states none. */
export function netWeightGrams(elements: readonly Gs1Element[]): number | undefined {
  for (const { ai, value, decimals = 0 } of elements) {
    const unit = MASS_UNITS[ai.slice(0, 3)]
    if (unit === undefined || ai.length !== 4) continue
    const [numerator, denominator] = unit
    // Six digits times any numerator stay far below 2^53, so nothing here is ever inexact.
    const divisor = denominator * 10 ** decimals
    const scaled = Number(value) * numerator
    const rest = scaled % divisor
    return (scaled - rest) / divisor + (rest * 2 >= divisor ? 1 : 0)
  }
  return undefined
}
