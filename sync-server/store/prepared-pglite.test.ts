import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columnParsers } from './parsers.ts'
import { preparingPGlite } from './prepared-pglite.ts'
import { databaseErrorCode } from './store.ts'

type Tables = { thing: { id: number; note: string | null; body: unknown } }

let database: PGlite
let db: Kysely<Tables>

beforeAll(async () => {
  database = await PGlite.create({ parsers: columnParsers })
  await database.exec('CREATE TABLE thing (id bigint PRIMARY KEY, note text, body jsonb)')
  db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: preparingPGlite(database) }) })
})

afterAll(() => db.destroy())

async function preparedTexts(): Promise<string[]> {
  const { rows } = await database.query<{ statement: string }>(
    'SELECT statement FROM pg_prepared_statements',
  )
  return rows.map(({ statement }) => statement)
}

test('values go in and come out by their types, first time and again', async () => {
  const rows = [
    { id: 1, note: 'a', body: JSON.stringify({ list: [1, null] }) },
    { id: 2, note: null, body: JSON.stringify('text') },
  ]
  for (const row of rows) {
    const inserted = await db.insertInto('thing').values(row).executeTakeFirstOrThrow()
    expect(inserted.numInsertedOrUpdatedRows).toBe(1n)
  }
  expect(await db.selectFrom('thing').selectAll().orderBy('id').execute()).toEqual([
    { id: 1, note: 'a', body: { list: [1, null] } },
    { id: 2, note: null, body: 'text' },
  ])
  const updated = await db.updateTable('thing').set({ note: 'b' }).executeTakeFirstOrThrow()
  expect(updated.numUpdatedRows).toBe(2n)
  const inserts = (await preparedTexts()).filter((text) => text.startsWith('insert'))
  expect(inserts).toHaveLength(1)
})

test('a statement that fails tells its SQLSTATE, and neither it nor its transaction leaves anything', async () => {
  const insert = (id: number) => ({ id, note: null, body: null })
  const failing = db.transaction().execute(async (tx) => {
    await tx.insertInto('thing').values(insert(10)).execute()
    await tx.insertInto('thing').values(insert(10)).execute()
  })
  expect(await failing.catch(databaseErrorCode)).toBe('23505')
  const unknown = sql`SELECT * FROM nothing WHERE id = ${1}`.execute(db)
  expect(await unknown.catch(databaseErrorCode)).toBe('42P01')
  await database.exec('CREATE TABLE nothing (id int)')
  const { rows } = await sql`SELECT * FROM nothing WHERE id = ${1}`.execute(db)
  expect(rows).toEqual([])
  const left = await db.selectFrom('thing').select('id').where('id', '=', 10).execute()
  expect(left).toEqual([])
})

test('texts beyond the limit are answered too, inside a transaction and outside', async () => {
  const ask = async (on: Kysely<Tables>, n: number) => {
    const { rows } = await sql<{ n: number }>`SELECT ${n}::int AS n, ${sql.lit(n)}`.execute(on)
    return rows[0]?.n
  }
  for (let n = 0; n < 250; n += 1) expect(await ask(db, n)).toBe(n)
  expect(await db.transaction().execute((tx) => ask(tx, 300))).toBe(300)
  expect(await preparedTexts()).toHaveLength(200)
})
