import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import { hasValidCheckDigit } from './check-digit.ts'
import { findApplicationIdentifier } from './gs1-application-identifiers.ts'
import type { AiCharset, AiFormat, AiPart } from './gs1-application-identifiers.ts'

/** What a reader transmits for FNC1 between elements (General Specifications 7.8.3). */
export const GS = '\u{1D}'

/** Two-digit years are read as 49 years back to 50 years ahead of this one (7.12). */
export const GS1_REFERENCE_YEAR = 2026

/** One element: its identifier and the value as it stood in the symbol, leading zeros and all. */
export type Gs1Element = {
  ai: string
  value: string
  /** Digits of `value` after the decimal point; see `decimalValue`. */
  decimals?: number
  /** The calendar day that YYMMDD means; day 00 is the last day of its month. */
  isoDate?: string
}

export type Gs1Trouble = {
  code:
    | 'gs1-bad-check-digit'
    | 'gs1-truncated'
    | 'gs1-unknown-ai'
    | 'gs1-bad-date'
    | 'gs1-too-long'
    | 'gs1-bad-character'
  /** The identifier whose value is at fault, or null where none was found. */
  ai: string | null
  /** Where in the text the element begins. */
  offset: number
}

const CHARSETS: Record<AiCharset, RegExp> = {
  N: /^\d*$/,
  X: /^[!-"%-?A-Z_a-z]*$/,
  Y: /^[#\-/0-9A-Z]*$/,
  Z: /^[-\w]*={0,2}$/,
}

/**
 * The separators of a GS1 QR code in alphanumeric mode, where the symbol itself can only hold `%` for one
 * and `%%` for a percent sign (ISO/IEC 18004 7.4.9). A reader has to turn them into what they mean, and
 * some don't; the text is put right only where all of it is then a GS1 element string.
 */
export function mendQrSeparators(text: string, referenceYear: number = GS1_REFERENCE_YEAR): string {
  if (!/^[\dA-Z $%*+\-./:]*$/.test(text) || !text.includes('%')) return text
  const mended = text.replaceAll(/%%|%/g, (found) => (found === '%' ? GS : '%'))
  return parseElementString(mended, referenceYear).ok ? mended : text
}

/**
 * The elements of a GS1 symbol's text, its AIM identifier already taken off. A separator in front
 * and more than one between elements are skipped, as badly set readers send them; nothing else is
 * forgiven. A separator that a keyboard wedge lost cannot be told from a longer value, which is why
 * values longer than their identifier allows are refused.
 */
export function parseElementString(
  text: string,
  referenceYear: number = GS1_REFERENCE_YEAR,
): Result<{ elements: Gs1Element[] }, Gs1Trouble> {
  const elements: Gs1Element[] = []
  let offset = skipSeparators(text, 0)
  if (offset === text.length) return fail({ code: 'gs1-truncated', ai: null, offset })
  while (offset < text.length) {
    const format = findApplicationIdentifier(text, offset)
    if (format === undefined) return fail({ code: 'gs1-unknown-ai', ai: null, offset })
    const start = offset + format.ai.length
    const end = endOfValue(text, start, format)
    const element = readElement(format, text.slice(start, end), referenceYear)
    if (typeof element === 'string') return fail({ code: element, ai: format.ai, offset })
    elements.push(element)
    offset = skipSeparators(text, end)
  }
  return ok({ elements })
}

/**
 * The text a symbol must carry for these elements, with a separator only where one is needed and
 * without the leading FNC1. Throws on an element that could not be read back: labels are made of our
 * own numbers, so that is a fault in the program.
 */
export function buildElementString(elements: readonly { ai: string; value: string }[]): string {
  let text = ''
  elements.forEach(({ ai, value }, index) => {
    const format = findApplicationIdentifier(ai, 0)
    if (format?.ai !== ai) throw new RangeError(`no such application identifier: ${ai}`)
    const element = readElement(format, value, GS1_REFERENCE_YEAR)
    if (typeof element === 'string') throw new RangeError(`(${ai})${value}: ${element}`)
    const needsSeparator = !format.predefinedLength && index < elements.length - 1
    text += ai + value + (needsSeparator ? GS : '')
  })
  return text
}

/** The value with its decimal point, exactly: (3103)001250 is `1.250`. */
export function decimalValue(element: Gs1Element): string {
  const decimals = element.decimals ?? 0
  const digits = element.value.padStart(decimals + 1, '0')
  const point = digits.length - decimals
  const whole = digits.slice(0, point).replace(/^0+(?=\d)/, '')
  return decimals === 0 ? whole : `${whole}.${digits.slice(point)}`
}

function skipSeparators(text: string, from: number): number {
  let offset = from
  while (text[offset] === GS) offset += 1
  return offset
}

function endOfValue(text: string, start: number, format: AiFormat): number {
  const separator = text.indexOf(GS, start)
  const end = separator === -1 ? text.length : separator
  return format.predefinedLength ? Math.min(end, start + format.maxLength) : end
}

/** One value read as its identifier's form demands, or what is wrong with it. */
export function readElement(
  format: AiFormat,
  value: string,
  referenceYear: number,
): Gs1Element | Gs1Trouble['code'] {
  if (value.length < format.minLength) return 'gs1-truncated'
  if (value.length > format.maxLength) return 'gs1-too-long'
  const element: Gs1Element = { ai: format.ai, value }
  let offset = 0
  for (const part of format.parts) {
    const piece = value.slice(offset, offset + part.maxLength)
    const trouble = troubleOfPart(part, piece)
    if (trouble !== null) return trouble
    if (part.rule === 'date') {
      const isoDate = isoDateOf(piece.slice(0, 6), referenceYear)
      if (isoDate === null) return 'gs1-bad-date'
      element.isoDate = isoDate
    }
    offset += piece.length
  }
  if (format.decimals !== null) element.decimals = format.decimals
  return element
}

function troubleOfPart(part: AiPart, piece: string): Gs1Trouble['code'] | null {
  if (!CHARSETS[part.charset].test(piece)) return 'gs1-bad-character'
  if (part.rule === 'check-digit' && !hasValidCheckDigit(piece)) return 'gs1-bad-check-digit'
  return null
}

function isoDateOf(yymmdd: string, referenceYear: number): string | null {
  const year = fullYear(Number(yymmdd.slice(0, 2)), referenceYear)
  const month = Number(yymmdd.slice(2, 4))
  if (month < 1 || month > 12) return null
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const day = Number(yymmdd.slice(4, 6)) || lastDay
  if (day > lastDay) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function fullYear(twoDigits: number, referenceYear: number): number {
  const century = referenceYear - (referenceYear % 100)
  const ahead = twoDigits - (referenceYear % 100)
  if (ahead >= 51) return century - 100 + twoDigits
  if (ahead <= -50) return century + 100 + twoDigits
  return century + twoDigits
}
