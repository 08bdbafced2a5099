import { PGlite } from '@electric-sql/pglite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate, type Migration, readMigrations } from './migrate.ts'

let database: PGlite

beforeEach(async () => {
  database = await PGlite.create()
})

afterEach(() => database.close())

function migration(name: string, sql: string, more: Partial<Migration> = {}): Migration {
  return { name, sql, hash: sql, isAlone: false, needs: null, ...more }
}

const connection = () => ({
  exec: (text: string) => database.exec(text),
  query: (text: string, parameters: string[]) => database.query(text, parameters),
})

const run = (...migrations: Migration[]) => migrate(connection(), migrations)

async function tables(): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  )
  return rows.map(({ name }) => name)
}

const FIRST = migration('0001_first.sql', 'CREATE TABLE a (n int)')

test('each file runs once, and one that changed afterwards stops the start', async () => {
  await run(FIRST)
  await run(FIRST)
  expect(await tables()).toEqual(['a', 'migration'])
  await expect(run({ ...FIRST, hash: 'another' })).rejects.toThrow('another version of migration')
})

test('a file that fails leaves nothing behind', async () => {
  await expect(
    run(FIRST, migration('0002_bad.sql', 'CREATE TABLE b (n int); SELECT nonsense')),
  ).rejects.toThrow('nonsense')
  expect(await tables()).toEqual(['a', 'migration'])
})

test('an older program goes on with a database that only gained something', async () => {
  await run(FIRST, migration('0002_more.sql', 'CREATE TABLE b (n int)'))
  await run(FIRST)
  expect(await tables()).toEqual(['a', 'b', 'migration'])
})

test('an older program refuses a database that it would work wrongly on, and says what to do', async () => {
  const breaking = migration('0003_broken.sql', 'DROP TABLE a', { needs: '0003_broken.sql' })
  const second = migration('0002_more.sql', 'CREATE TABLE b (n int)')
  await run(FIRST, second, breaking)
  await expect(run(FIRST, second)).rejects.toThrow(
    /newer Loadline \(0003_broken.sql\).*start the newer/,
  )
  await run(FIRST, second, breaking)
})

test('what runs alone is made statement by statement, and again where it was cut off', async () => {
  const alone = (sql: string) => migration('0002_index.sql', sql, { isAlone: true })
  const good = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS a_n ON a (n);\n'
  await expect(run(FIRST, alone(`${good}SELECT nonsense;\n`))).rejects.toThrow('nonsense')
  await run(
    FIRST,
    alone(`-- alone\n${good}CREATE INDEX CONCURRENTLY IF NOT EXISTS a_m ON a ((n + 1));\n`),
  )
  const { rows } = await database.query("SELECT indexname FROM pg_indexes WHERE tablename = 'a'")
  expect(rows).toHaveLength(2)
})

test('a file that crossed with work that goes on is run again', async () => {
  let crossed = 0
  const crossing = {
    ...connection(),
    exec: (text: string) => {
      if (text !== FIRST.sql || crossed === 2) return database.exec(text)
      crossed += 1
      return Promise.reject(Object.assign(new Error('deadlock detected'), { code: '40P01' }))
    },
  }
  await migrate(crossing, [FIRST])
  expect(await tables()).toEqual(['a', 'migration'])
  expect(crossed).toBe(2)
})

/** Tables of a few rows: an index on them is made at once. */
const SMALL_TABLES = ['office_user']

test('an index on a table that is large in a real office is made while work goes on', () => {
  const whole = readMigrations().filter(({ isAlone, name }) => !isAlone && name > '0006')
  const held = whole.flatMap(({ sql }) => {
    const made = [...sql.matchAll(/CREATE TABLE (\w+)/g)].map(([, table]) => table)
    const indexed = [...sql.matchAll(/CREATE (?:UNIQUE )?INDEX \w+\s+ON (\w+)/g)]
    return indexed.map(([, table = '']) => table).filter((table) => !made.includes(table))
  })
  expect(held.filter((table) => !SMALL_TABLES.includes(table))).toEqual([])
})

test('our own files say by their head how they run', () => {
  const own = readMigrations()
  expect(own.length).toBeGreaterThan(4)
  expect(own.map(({ name }) => name)).toEqual(own.map(({ name }) => name).toSorted())
  const changing = own.filter(({ sql }) =>
    /\b(DROP (TABLE|COLUMN)|RENAME|SET NOT NULL)\b/i.test(sql),
  )
  const unsaid = changing.filter(({ needs, name }) => needs === null && name > '0005')
  expect(unsaid.map(({ name }) => name)).toEqual([])
})
