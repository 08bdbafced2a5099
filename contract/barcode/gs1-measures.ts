import type { Gs1Element } from './gs1.ts'

/**
 * Units of GS1's measures as `numerator / denominator` of ours, exactly: grams for masses, millimetres
 * for lengths (General Specifications 3.6.2; pound, ounce and inch as defined in 1959).
 */
const MASS_UNITS: Readonly<Record<string, readonly [numerator: number, denominator: number]>> = {
  '310': [1_000, 1],
  '320': [45_359_237, 100_000],
  '356': [311_034_768, 10_000_000],
  '357': [45_359_237, 1_600_000],
}
const GROSS_MASS_UNITS: typeof MASS_UNITS = { '330': [1_000, 1], '340': [45_359_237, 100_000] }
const LENGTH_UNITS: typeof MASS_UNITS = {
  '311': [1_000, 1],
  '321': [254, 10],
  '322': [3_048, 10],
  '323': [9_144, 10],
}

/** Net weight in whole grams, rounded to the nearest; undefined where the code states none. */
export function netWeightGrams(elements: readonly Gs1Element[]): number | undefined {
  return measureOf(elements, MASS_UNITS)
}

/** Gross weight of a logistic unit in whole grams; undefined where the code states none. */
export function grossWeightGrams(elements: readonly Gs1Element[]): number | undefined {
  return measureOf(elements, GROSS_MASS_UNITS)
}

/** First dimension (length) of trade goods in whole millimetres; undefined where none is stated. */
export function lengthMm(elements: readonly Gs1Element[]): number | undefined {
  return measureOf(elements, LENGTH_UNITS)
}

/** Six digits times any of the numerators stay far below 2^53, so nothing here is ever inexact. */
function measureOf(elements: readonly Gs1Element[], units: typeof MASS_UNITS): number | undefined {
  for (const { ai, value, decimals = 0 } of elements) {
    const unit = units[ai.slice(0, 3)]
    if (unit === undefined || ai.length !== 4) continue
    const [numerator, denominator] = unit
    const divisor = denominator * 10 ** decimals
    const scaled = Number(value) * numerator
    const rest = scaled % divisor
    return (scaled - rest) / divisor + (rest * 2 >= divisor ? 1 : 0)
  }
  return undefined
}
