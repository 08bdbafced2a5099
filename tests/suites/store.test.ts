import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { isQueryError, openStore, readMigrationState } from '../../sync-server/store/index.ts'
import { createDatabase, databases, type TestDatabase } from '../support/databases.ts'

describe.each(databases)('the store on $kind', ({ kind, open }) => {
  let database: TestDatabase | undefined
  afterEach(() => database?.close())

  test('columns read the same on both databases', async () => {
    database = await open()
    const row = await database.store.transaction(async (tx) => {
      const { rows } = await sql<Record<string, unknown>>`
        SELECT 9007199254740991::int8 AS big, sum(x)::numeric AS total, DATE '2026-03-29' AS day,
          '2026-03-29 01:30:00.5+00'::timestamptz AS at, '{"a":[1,"ø"]}'::jsonb AS body
        FROM (VALUES (1::int8), (2)) AS v (x)`.execute(tx)
      return rows[0]
    })
    expect(row).toEqual({
      big: 9_007_199_254_740_991,
      total: 3,
      day: '2026-03-29',
      at: '2026-03-29T01:30:00.500Z',
      body: { a: [1, 'ø'] },
    })
  })

  test('instants, days and JSON text written by a parameter come back unchanged', async () => {
    database = await open()
    const createdAt = '2026-03-02T08:05:00.123Z'
    const body = [{ name: 'Jürgen', list: ['a', 'b'] }]
    const back = await database.store.transaction(async (tx) => {
      await tx.insertInto('office').values({ epoch: 'e', created_at: createdAt }).execute()
      await tx
        .insertInto('job_run')
        .values({ name: 'j', due_at: createdAt, ran_at: createdAt, result: JSON.stringify(body) })
        .execute()
      const office = await tx.selectFrom('office').selectAll().executeTakeFirstOrThrow()
      const job = await tx.selectFrom('job_run').selectAll().executeTakeFirstOrThrow()
      return { office, job }
    })
    expect(back.office.created_at).toBe(createdAt)
    expect(back.job.result).toEqual(body)
  })

  test('a transaction that throws leaves nothing, and the store goes on', async () => {
    database = await open()
    const { store } = database
    const failing = store.transaction(async (tx) => {
      await tx
        .insertInto('office')
        .values({ epoch: 'e', created_at: '2026-01-01T00:00:00Z' })
        .execute()
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    const rows = await store.snapshot((tx) => tx.selectFrom('office').selectAll().execute())
    expect(rows).toEqual([])
  })

  test('what a statement failed with is told apart from what our own code throws', async () => {
    database = await open()
    const errors: unknown[] = []
    const failing = (text: string) =>
      database?.store
        .transaction(async (tx) => {
          // The second finds the connection as the first left it.
          for (let n = 0; n < 2; n += 1) {
            await sql
              .raw(text)
              .execute(tx)
              .catch((error: unknown) => errors.push(error))
          }
          throw new Error('ours')
        })
        .catch((error: unknown) => error)
    expect(isQueryError(await failing('SELECT 1 / 0'))).toBe(false)
    if (kind === 'postgres') await failing('SELECT pg_terminate_backend(pg_backend_pid())')
    expect(errors.length).toBeGreaterThan(1)
    expect(errors.filter((error) => !isQueryError(error))).toEqual([])
  })

  test('many transactions at once do not mix', async () => {
    database = await open()
    const { store } = database
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.transaction(async (tx) => {
          const name = `job-${index}`
          const at = '2026-01-01T00:00:00.000Z'
          await tx
            .insertInto('job_run')
            .values({ name, due_at: at, ran_at: at, result: '{}' })
            .execute()
          if (index % 2 === 1) throw new Error('odd')
        }),
      ).map((work) => work.catch(() => undefined)),
    )
    const rows = await store.snapshot((tx) => tx.selectFrom('job_run').select('name').execute())
    expect(rows).toHaveLength(10)
  })

  test('a snapshot cannot write', async () => {
    database = await open()
    const write = database.store.snapshot((tx) =>
      tx.insertInto('warehouse_head').values({ warehouse: 'MAIN' }).execute(),
    )
    await expect(write).rejects.toThrow('read-only')
  })
})

test('instances that are started at once on an empty database all come up', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), 'template0')
  const stores = await Promise.all(
    [1, 2, 3].map(() => openStore({ databaseUrl, connections: 1, sleep })),
  )
  const states = await Promise.all(stores.map((store) => store.read(readMigrationState)))
  expect(states.map(({ missing }) => missing)).toEqual([[], [], []])
  await Promise.all(stores.map((store) => store.close()))
})
