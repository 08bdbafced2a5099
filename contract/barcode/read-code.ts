import { QUANTITY_MAX } from '../documents/ids.ts'
import { isGs1Symbology, isRetailSymbology, mayCarryLoadlineCode } from './aim.ts'
import { hasValidCheckDigit } from './check-digit.ts'
import { parseDigitalLink } from './digital-link.ts'
import { netWeightGrams } from './gs1-measures.ts'
import { GS, GS1_REFERENCE_YEAR, mendQrSeparators, parseElementString } from './gs1.ts'
import type { Gs1Element, Gs1Trouble } from './gs1.ts'
import { normalizeGtin } from './gtin.ts'
import { parseLoadlineCode } from './loadline-code.ts'
import type { LoadlineCode } from './loadline-code.ts'
import { isSscc } from './sscc.ts'
import { parseUnitQr } from './unit-qr.ts'
import type { UnitQr } from './unit-qr.ts'

/** Characters of one scan; the longest code we print ourselves, a unit's QR, is shorter. */
export const SCAN_TEXT_MAX = 600

export type UnreadableReason =
  | Gs1Trouble['code']
  | 'empty'
  | 'too-long'
  | 'control-character'
  | 'gs1-contradiction'
  | 'gs1-bad-quantity'
  | 'gs1-names-nothing'
  | 'unit-qr-damaged'
  | 'wrong-symbology'

/** What a product's code says of itself. */
export type ProductReading = {
  kind: 'product'
  /** Fourteen digits, whatever the symbol held. */
  gtin: string
  /** The text as scanned: a customer may have filed this very text as one of a product's barcodes. */
  text: string
  /** Items, where the symbol states them (AI 30 or 37). */
  quantity?: number
  lot?: string
  serial?: string
  /** AI 17. */
  expiryDate?: string
  /** Net weight of goods sold by weight, AI 310n and its like. */
  weightGrams?: number
}

/** What one scan is. Everything a bench understands is one of these, and only from here. */
export type CodeReading =
  | { kind: 'loadline'; code: LoadlineCode }
  | ({ kind: 'unit-qr' } & UnitQr)
  | { kind: 'sscc'; unitId: string }
  | ProductReading
  | { kind: 'text'; text: string }
  | { kind: 'unreadable'; reason: UnreadableReason }

/**
 * The one door for "what is this text". `aim` is the AIM identifier the reader sent, already taken
 * off the text; null where readers do not send one, and then GS1 is guessed only from a separator or
 * an opening that can hardly be anything else. A text that merely looks like a number with a wrong
 * check digit stays text: it may be an internal code.
 */
export function readCode(
  scan: { text: string; aim?: string | null },
  referenceYear: number = GS1_REFERENCE_YEAR,
): CodeReading {
  const { text } = scan
  const aim = scan.aim ?? null
  if (text === '') return unreadable('empty')
  if (text.length > SCAN_TEXT_MAX) return unreadable('too-long')
  if (hasControlCharacter(text)) return unreadable('control-character')
  if (aim === ']Q3') return readElements(mendQrSeparators(text, referenceYear), referenceYear)
  if (isGs1Symbology(aim) || text.includes(GS) || isBareShippingCode(text, aim)) {
    return readElements(text, referenceYear)
  }
  const own = readOwnCode(text, aim)
  if (own !== null) return own
  const link = mayCarryLink(aim) ? parseDigitalLink(text, referenceYear) : null
  if (link !== null) return readParsed(link, text)
  return readBareNumber(text, aim) ?? readGuessedElements(text, aim, referenceYear)
}

function readOwnCode(text: string, aim: string | null): CodeReading | null {
  const code = parseLoadlineCode(text)
  if (code !== null) {
    return mayCarryLoadlineCode(aim) ? { kind: 'loadline', code } : unreadable('wrong-symbology')
  }
  if (!text.startsWith('LL1|')) return null
  if (!mayCarryLoadlineCode(aim)) return unreadable('wrong-symbology')
  const unit = parseUnitQr(text)
  return unit === null ? unreadable('unit-qr-damaged') : { kind: 'unit-qr', ...unit }
}

function readBareNumber(text: string, aim: string | null): CodeReading | null {
  if (isRetailSymbology(aim)) {
    // A two- or five-digit add-on follows the article number; together they could pass for an SSCC.
    const gtin = normalizeGtin(aim === ']E3' ? text.slice(0, 13) : text)
    return gtin === null ? null : { kind: 'product', gtin, text }
  }
  if (isSscc(text)) return { kind: 'sscc', unitId: text }
  const gtin = normalizeGtin(text)
  return gtin === null ? null : { kind: 'product', gtin, text }
}

/** QR and DataMatrix hold web addresses, and so may whatever does not say what it is. */
function mayCarryLink(aim: string | null): boolean {
  return aim === null || /^\](?:Q[0-2]|d[01])$/.test(aim)
}

/** Twenty digits that open with (00) are a shipping code, right or damaged. */
function isBareShippingCode(text: string, aim: string | null): boolean {
  return /^00\d{18}$/.test(text) && !isRetailSymbology(aim)
}

function readGuessedElements(text: string, aim: string | null, referenceYear: number): CodeReading {
  const head = /^(?:00(\d{18})|0[12](\d{14}))/.exec(text)
  const number = head?.[1] ?? head?.[2]
  if (number === undefined || !hasValidCheckDigit(number) || isRetailSymbology(aim)) {
    return { kind: 'text', text }
  }
  const reading = readElements(text, referenceYear)
  // (02) always comes with a count; one code of digits in ten would pass for it alone.
  const isCounted = reading.kind !== 'product' || reading.quantity !== undefined
  const isLikely = reading.kind !== 'unreadable' && (isCounted || !text.startsWith('02'))
  return isLikely ? reading : { kind: 'text', text }
}

function readElements(text: string, referenceYear: number): CodeReading {
  return readParsed(parseElementString(text, referenceYear), text)
}

function readParsed(parsed: ReturnType<typeof parseElementString>, text: string): CodeReading {
  if (!parsed.ok) return unreadable(parsed.error.code)
  const elements = new Map<string, Gs1Element>()
  for (const element of parsed.value.elements) {
    const earlier = elements.get(element.ai)
    if (earlier !== undefined && earlier.value !== element.value) {
      return unreadable('gs1-contradiction')
    }
    elements.set(element.ai, element)
  }
  const unitId = elements.get('00')?.value
  if (unitId !== undefined) return { kind: 'sscc', unitId }
  const gtin = (elements.get('01') ?? elements.get('02'))?.value
  if (gtin !== undefined) return readProduct(gtin, text, elements)
  return text.includes(GS) ? unreadable('gs1-names-nothing') : { kind: 'text', text }
}

function readProduct(
  gtin: string,
  text: string,
  elements: ReadonlyMap<string, Gs1Element>,
): CodeReading {
  const reading: ProductReading = { kind: 'product', gtin, text }
  const counted = elements.get('30') ?? elements.get('37')
  if (counted !== undefined) {
    const quantity = Number(counted.value)
    if (quantity < 1 || quantity > QUANTITY_MAX) return unreadable('gs1-bad-quantity')
    reading.quantity = quantity
  }
  const lot = elements.get('10')?.value
  if (lot !== undefined) reading.lot = lot
  const serial = elements.get('21')?.value
  if (serial !== undefined) reading.serial = serial
  const expiryDate = elements.get('17')?.isoDate
  if (expiryDate !== undefined) reading.expiryDate = expiryDate
  const weightGrams = netWeightGrams([...elements.values()])
  // What weighs nothing was never weighed.
  if (weightGrams !== undefined && weightGrams > 0) reading.weightGrams = weightGrams
  return reading
}

/** Any control character but the GS1 separator means a cut or garbled transmission. */
function hasControlCharacter(text: string): boolean {
  for (const character of text) {
    const code = character.charCodeAt(0)
    if ((code < 0x20 && character !== GS) || (code >= 0x7f && code <= 0x9f)) return true
  }
  return false
}

function unreadable(reason: UnreadableReason): CodeReading {
  return { kind: 'unreadable', reason }
}
