import { PGlite } from '@electric-sql/pglite'
import * as fc from 'fast-check'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { textColumn } from './text-column.ts'

const database = new Kysely<Record<string, never>>({
  dialect: new PGliteDialect({ pglite: new PGlite() }),
})

afterAll(() => database.destroy())

async function roundTrip(values: (string | null)[]): Promise<(string | null)[]> {
  const { rows } = await sql<{ value: string | null }>`
    SELECT value FROM unnest(${textColumn(values)}) WITH ORDINALITY AS v (value, n) ORDER BY n`.execute(
    database,
  )
  return rows.map((row) => row.value)
}

test.each([
  [[]],
  [['']],
  [['', '']],
  [[null]],
  [[null, '', 'a']],
  [['\u001f']],
  [['a\u001e', null]],
  [['\u001e']],
  [['a,"b"\\{}', "it's", 'NULL', 'Ørsted ß ł 🚚']],
])('values come back as they went: %j', async (values: (string | null)[]) => {
  expect(await roundTrip(values)).toEqual(values)
})

test('any text but one with a NUL comes back as it went', async () => {
  const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''))
  const marked = fc.constantFrom('\u001e', '\u001f', '', ' ', '\n')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(text, marked, fc.constant(null)), { maxLength: 20 }),
      async (values) => {
        expect(await roundTrip(values)).toEqual(values)
      },
    ),
    { numRuns: 100 },
  )
})
