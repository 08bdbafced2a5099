import { formatSscc, isSscc } from '#contract/barcode/sscc.ts'

/** Digits at the end of an SSCC that people compare by eye. */
const TAIL_DIGITS = 6

/** A whole SSCC as printed under its bars; an id that is none is shown as it is. */
export function longSscc(unitId: string): string {
  return isSscc(unitId) ? formatSscc(unitId) : unitId
}

/** An SSCC short enough for a sentence: `…000017`. */
export function shortSscc(unitId: string): string {
  return isSscc(unitId) ? `…${unitId.slice(-TAIL_DIGITS)}` : unitId
}
