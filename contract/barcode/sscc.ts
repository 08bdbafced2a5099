import { appendCheckDigit, hasValidCheckDigit } from './check-digit.ts'

/** Digits of an SSCC before its check digit: extension digit, company prefix and serial together. */
const SSCC_BODY_DIGITS = 17

const SSCC_DIGITS = /^\d{18}$/

/**
 * The eighteen digits of a serial shipping container code. `prefix` is the extension digit and the
 * GS1 company prefix, as in a NumberRange. Throws when the serial does not fit behind the prefix:
 * ranges are made to fit, so that is a broken range and no operator can help it.
 */
export function buildSscc(prefix: string, serial: number): string {
  if (!/^\d{7,12}$/.test(prefix)) throw new RangeError('an SSCC prefix has 7 to 12 digits')
  const serialDigits = SSCC_BODY_DIGITS - prefix.length
  if (!Number.isSafeInteger(serial) || serial < 0 || String(serial).length > serialDigits) {
    throw new RangeError(`an SSCC serial behind ${prefix} has at most ${serialDigits} digits`)
  }
  return appendCheckDigit(prefix + String(serial).padStart(serialDigits, '0'))
}

/** True for eighteen digits with a valid check digit. */
export function isSscc(text: string): boolean {
  return SSCC_DIGITS.test(text) && hasValidCheckDigit(text)
}

/**
 * An SSCC as people read it under its bars: `(00) 3 8712345 000000001 7`. Where the company prefix
 * is not known the digits between extension and check are grouped in fours.
 */
export function formatSscc(unitId: string, companyPrefix?: string): string {
  if (!SSCC_DIGITS.test(unitId)) throw new RangeError('an SSCC has eighteen digits')
  const middle = unitId.slice(1, -1)
  const grouped =
    companyPrefix !== undefined && companyPrefix !== '' && middle.startsWith(companyPrefix)
      ? `${companyPrefix} ${middle.slice(companyPrefix.length)}`
      : middle.replaceAll(/(\d{4})(?=\d)/g, '$1 ')
  return `(00) ${unitId.slice(0, 1)} ${grouped} ${unitId.slice(-1)}`
}
