import type { ScaleUnit } from './scale-reading.ts'

/** One unit in grams as a ratio of integers; pound and ounce are exact by definition. */
const GRAMS_RATIO: Record<ScaleUnit, readonly [numerator: bigint, denominator: bigint]> = {
  mg: [1n, 1_000n],
  g: [1n, 1n],
  kg: [1_000n, 1n],
  t: [1_000_000n, 1n],
  lb: [45_359_237n, 100_000n],
  oz: [28_349_523_125n, 1_000_000_000n],
}

/** Digits of a weight; scales have seven at most, and more is noise. */
const WEIGHT_DIGITS_MAX = 12

/**
 * A decimal string and its unit as whole grams, half grams away from zero. Exact: no float sees the
 * number until it is an integer. Undefined for what is no plain decimal number.
 */
export function gramsOf(decimal: string, unit: ScaleUnit): number | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(decimal)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  if (whole.length + fraction.length > WEIGHT_DIGITS_MAX) return undefined
  const [numerator, denominator] = GRAMS_RATIO[unit]
  const scaled = BigInt(whole + fraction) * numerator * 2n
  const divisor = denominator * 10n ** BigInt(fraction.length)
  const rounded = Number((scaled + divisor) / (divisor * 2n))
  return sign === '-' && rounded !== 0 ? -rounded : rounded
}

/** Digits and a power of ten as plain decimal text, e.g. 12345 and -3 as 12.345. */
export function decimalOf(digits: string, exponent: number): string {
  if (exponent >= 0) return digits + '0'.repeat(exponent)
  const padded = digits.padStart(1 - exponent, '0')
  return `${padded.slice(0, exponent)}.${padded.slice(exponent)}`
}

const UNITS: Readonly<Record<string, ScaleUnit>> = {
  mg: 'mg',
  g: 'g',
  kg: 'kg',
  t: 't',
  lb: 'lb',
  oz: 'oz',
}

/** A unit as scales write it, in any case; undefined for pieces, percent, carats and the like. */
export function scaleUnit(text: string): ScaleUnit | undefined {
  const known = text.trim().toLowerCase()
  return Object.hasOwn(UNITS, known) ? UNITS[known] : undefined
}
