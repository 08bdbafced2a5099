import { hasValidCheckDigit } from './check-digit.ts'

const GTIN_LENGTHS: readonly number[] = [8, 12, 13, 14]

/**
 * The one spelling of an article number: an EAN-8, UPC-A, EAN-13 or GTIN-14 with a valid check digit
 * as fourteen digits; null for anything else. Leading zeros do not change the check digit, so the
 * same article compares equal whichever symbol it was read from.
 */
export function normalizeGtin(text: string): string | null {
  return GTIN_LENGTHS.includes(text.length) && hasValidCheckDigit(text)
    ? text.padStart(14, '0')
    : null
}
