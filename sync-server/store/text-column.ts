import { type RawBuilder, sql } from 'kysely'

/** chr(31) and chr(30): neither is in any id of ours, nor raw in any JSON text. */
const SEPARATOR = '\u001f'
const NULL_MARK = '\u001e'

/**
 * Many values as one `text[]`, for `unnest` in a bulk statement. PostgreSQL splits one long text far
 * faster than it reads a JSON document into rows, which took half of every bulk write. Values that
 * hold our own marks, as a text a station made up may, travel as JSON after all.
 */
export function textColumn(
  values: readonly (string | number | boolean | null)[],
): RawBuilder<string[]> {
  const texts = values.map((value) => (value === null ? NULL_MARK : String(value)))
  const joined = texts.join(SEPARATOR)
  return isSplittable(values, joined)
    ? sql`string_to_array(${joined}::text, chr(31), chr(30))`
    : sql`ARRAY(SELECT json_array_elements_text(${JSON.stringify(values)}::text::json))`
}

/** A text splits back into what was joined: no mark within a value, and one empty value is no value. */
function isSplittable(values: readonly unknown[], joined: string): boolean {
  if (joined === '') return values.length === 0
  return (
    count(joined, SEPARATOR) === values.length - 1 && count(joined, NULL_MARK) === nulls(values)
  )
}

function nulls(values: readonly unknown[]): number {
  let total = 0
  for (const value of values) if (value === null) total += 1
  return total
}

function count(text: string, mark: string): number {
  let total = 0
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) total += 1
  return total
}
