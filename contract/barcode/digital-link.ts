import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import { findApplicationIdentifier } from './gs1-application-identifiers.ts'
import { GS1_REFERENCE_YEAR, readElement } from './gs1.ts'
import type { Gs1Element, Gs1Trouble } from './gs1.ts'

/** What an address may name: goods and logistic units (GS1 Digital Link URI Syntax 4.3). */
const PRIMARY_KEYS: readonly string[] = ['00', '01']

/** What may follow (01) in the path, in this order: variant, batch, serial number. */
const QUALIFIERS: readonly string[] = ['22', '10', '21']

/** The padding that older links leave out: a link may carry a GTIN as short as its symbol did. */
const GTIN_LENGTH = 14
const SHORT_GTIN = /^(?:\d{8}|\d{12}|\d{13})$/

/**
 * The elements of a GS1 Digital Link, as in `https://id.gs1.org/01/09506000134352/10/LOT7?17=261231`;
 * null for any other text, so that an address is never taken for goods by chance: the key must be
 * followed by digits of a right length. Compressed links are other text. Whatever is not GS1's in the
 * query is the web site's own business.
 */
export function parseDigitalLink(
  text: string,
  referenceYear: number = GS1_REFERENCE_YEAR,
): Result<{ elements: Gs1Element[] }, Gs1Trouble> | null {
  const [, path = '', query = ''] =
    /^https?:\/\/[^/?#\s]+([^?#\s]*)(?:\?([^#\s]*))?/i.exec(text) ?? []
  const named = keyOf(path)
  if (named === null) return null
  const elements: Gs1Element[] = []
  for (const { ai, value } of [...named, ...attributesOf(query)]) {
    const format = findApplicationIdentifier(ai, 0)
    if (format?.ai !== ai || value === null) {
      return fail({ code: value === null ? 'gs1-bad-character' : 'gs1-unknown-ai', ai, offset: 0 })
    }
    const element = readElement(format, value, referenceYear)
    if (typeof element === 'string') return fail({ code: element, ai, offset: 0 })
    elements.push(element)
  }
  return ok({ elements })
}

type Pair = { ai: string; value: string | null }

/** The key and its qualifiers; null where the path ends in no such thing. */
function keyOf(path: string): Pair[] | null {
  const segments = path.split('/').slice(1)
  const at = segments.findLastIndex(
    (segment, index) =>
      PRIMARY_KEYS.includes(segment) && isNumberOf(segment, segments[index + 1] ?? ''),
  )
  const [ai, number, ...rest] = segments.slice(at)
  if (at === -1 || ai === undefined || number === undefined) return null
  // A slash at the end names nothing more.
  if (rest.at(-1) === '') rest.pop()
  const pairs: Pair[] = [{ ai, value: ai === '01' ? number.padStart(GTIN_LENGTH, '0') : number }]
  let earlier = -1
  for (let index = 0; index < rest.length; index += 2) {
    const name = rest[index] ?? ''
    const order = QUALIFIERS.indexOf(name)
    if (ai !== '01' || order <= earlier || rest[index + 1] === undefined) return null
    earlier = order
    pairs.push({ ai: name, value: unescaped(rest[index + 1] ?? '') })
  }
  return pairs
}

function isNumberOf(key: string, value: string): boolean {
  if (key === '00') return /^\d{18}$/.test(value)
  return /^\d{14}$/.test(value) || SHORT_GTIN.test(value)
}

/** Data attributes; a name of digits that GS1 does not know, or letters, belongs to the web site. */
function attributesOf(query: string): Pair[] {
  return query
    .split(/[&;]/)
    .map((part) => /^(\d{2,4})=(.*)$/s.exec(part))
    .filter((match) => match !== null)
    .map(([, ai = '', value = '']) => ({ ai, value: unescaped(value) }))
    .filter(({ ai }) => findApplicationIdentifier(ai, 0)?.ai === ai)
}

/** Null for a broken escape. */
function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
