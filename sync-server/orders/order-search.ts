import { type RawBuilder, sql } from 'kysely'

/** What no name is broken at by the database, and people break it at. The same stand in the index. */
const BREAKS = '.,-_/@:&+*()"\''

/** Behind every text that begins with what was typed. */
const LAST_CHARACTER = '\u{10FFFF}'

/**
 * What orders are found by, each through an index of its own: whole numbers, the beginning of a reference, a
 * postal code or an outer id, and words of name and city.
 */
export function searchCondition(text: string): RawBuilder<unknown> {
  return sql`o.id IN (${sql.join(searchArms(text), sql` UNION ALL `)})`
}

/** The ways in which a text finds orders, each giving their ids; what is surest comes first. */
export function searchArms(text: string): RawBuilder<unknown>[] {
  const small = text.toLowerCase()
  const postalCode = text.toUpperCase().replaceAll(' ', '')
  const words = wordsOf(text)
  return [
    sql`SELECT id FROM customer_order WHERE order_number IN (${sql.join(numbersOf(text))})`,
    sql`SELECT id FROM customer_order WHERE ${beginsWith(sql`lower(customer_ref)`, small)}`,
    sql`SELECT order_id AS id FROM order_intent
      WHERE ${beginsWith(sql`lower(order_intent_id)`, small)}`,
    sql`SELECT order_id AS id FROM order_intent WHERE payload ->> 'externalOrderId' IS NOT NULL
      AND ${beginsWith(sql`lower(payload ->> 'externalOrderId')`, small)}`,
    sql`SELECT id FROM customer_order
      WHERE ${beginsWith(sql`upper(replace(ship_to ->> 'postalCode', ' ', ''))`, postalCode)}`,
    ...(words === null
      ? []
      : [sql`SELECT id FROM customer_order WHERE ${WORDS} @@ to_tsquery('simple', ${words})`]),
  ]
}

const WORDS = sql`to_tsvector('simple', translate((ship_to ->> 'name') || ' ' || (ship_to ->> 'city'),
  '.,-_/@:&+*()"''', '              '))`

/** Compared byte by byte: a pattern of LIKE is not known when the way through the index is chosen. */
function beginsWith(column: RawBuilder<unknown>, text: string): RawBuilder<unknown> {
  return sql`${column} ~>=~ ${text} AND ${column} ~<~ ${text + LAST_CHARACTER}`
}

/** An order number as people say it: whole, or its digits only. */
function numbersOf(text: string): string[] {
  const number = text.toUpperCase()
  return /^\d{1,12}$/.test(number) ? [number, `LL-${number.padStart(6, '0')}`] : [number]
}

/** Every word, or its beginning, must be there. */
function wordsOf(text: string): string | null {
  const broken = Array.from(text, (one) => (BREAKS.includes(one) ? ' ' : one)).join('')
  const words = broken.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return words.length === 0 ? null : words.map(anyCase).join(' & ')
}

/** A database of the C locale folds the case of A to Z only; other letters are looked for as people write them. */
function anyCase(word: string): string {
  const small = word.toLowerCase()
  if (/^[\0-\x7f]*$/.test(word)) return `${small}:*`
  const [first = ''] = small
  const forms = new Set([
    small,
    word.toUpperCase(),
    first.toUpperCase() + small.slice(first.length),
  ])
  return `(${[...forms].map((form) => `${form}:*`).join(' | ')})`
}
