import type { ShipTo } from '#contract/documents/ids.ts'

/** What stands where a name or an address was. */
export const ERASED = 'erased'

/** A picture of nothing, where a signature was. */
export const ERASED_SIGNATURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const ERASED_POST_CODE = '0'

/** Shorter words stand for too much else to be looked for in what people wrote. */
const WORD_LENGTH_MIN = 4

const EMAIL = /[\w.%+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi
const QR = /LL1\|(\d*)\|(\d*)\|[^\s"]*/g

/** The country stays: it says nothing of a person and books are kept by it. */
export function erasedShipTo({ country }: Pick<ShipTo, 'country'>): ShipTo {
  return { name: ERASED, line1: ERASED, postalCode: ERASED_POST_CODE, city: ERASED, country }
}

/** What says who somebody is, to be looked for in texts; a city alone says nothing. */
export function wordsOf(shipTo: ShipTo): string[] {
  const { name, line1, postalCode } = shipTo
  return [name, line1, postalCode].filter(isTelling)
}

export function isTelling(word: string): boolean {
  return word.length >= WORD_LENGTH_MIN && word !== ERASED
}

/**
 * The same value without what says who it was about: addresses wherever they stand, and in texts that people
 * wrote the customer's own words, e-mail addresses and what labels say.
 */
export function eraseIn(value: unknown, words: readonly string[]): unknown {
  if (typeof value === 'string') return eraseText(value, words)
  if (Array.isArray(value)) return value.map((item: unknown) => eraseIn(item, words))
  if (typeof value !== 'object' || value === null) return value
  if (isShipTo(value)) return erasedShipTo(value)
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === 'signedBy' && typeof part === 'string' ? ERASED : eraseIn(part, words),
    ]),
  )
}

/** Whole words only: a post code of four digits also stands in numbers of orders, units and times. */
export function eraseText(text: string, words: readonly string[]): string {
  const plain = words.length === 0 ? text : text.replaceAll(patternOf(words), ERASED)
  return plain.replaceAll(EMAIL, ERASED).replaceAll(QR, 'LL1|$1|$2')
}

const patterns = new WeakMap<readonly string[], RegExp>()

function patternOf(words: readonly string[]): RegExp {
  const known = patterns.get(words)
  if (known !== undefined) return known
  const longestFirst = words.toSorted((a, b) => b.length - a.length)
  const pattern = new RegExp(longestFirst.map(wholeWord).join('|'), 'gu')
  patterns.set(words, pattern)
  return pattern
}

function wholeWord(word: string): string {
  const literal = word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return /^\d+$/.test(word)
    ? `(?<![\\p{L}\\p{N}_:/.-])${literal}(?![\\p{L}\\p{N}_:/-]|\\.\\d)`
    : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`
}

function isShipTo(value: object): value is { country: string } {
  return (
    'line1' in value &&
    'postalCode' in value &&
    'country' in value &&
    typeof value.country === 'string'
  )
}
