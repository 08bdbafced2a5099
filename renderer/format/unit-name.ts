import { formatSscc, isSscc } from '#contract/barcode/sscc.ts'

/** Digits at the end of an SSCC that people compare by eye. */
const TAIL_DIGITS = 6

/** A whole SSCC as printed under its bars; an id that is none is shown as it is. */
export function longSscc(unitId: string): string {
  return isSscc(unitId) ? formatSscc(unitId) : unitId
}

/** The digits of an SSCC that tell it from its neighbours, `000014`; another id is its own. */
export function ssccTail(unitId: string): string {
  return isSscc(unitId) ? unitId.slice(-TAIL_DIGITS) : unitId
}

/** A GTIN as it stands under its bars: eight or thirteen digits, unless the fourteenth says a case. */
export function printedGtin(code: string): string {
  if (/^0{6}\d{8}$/.test(code)) return code.slice(6)
  return /^0\d{13}$/.test(code) ? code.slice(1) : code
}
