import { afterEach, describe, expect, inject, test, vi } from 'vitest'
import { sql } from 'kysely'
import { Client } from 'pg'
import { noteBackup, openBackupDatabase } from '../../sync-server/backup/index.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type OfficeOptions, type TestOffice } from '../support/office.ts'
import { openShop } from '../support/order-story.ts'
import { handClock } from '../support/wholesaler.ts'

type Ready = { status: number; checks: Record<string, string> }

const NEVER = () => () => undefined

/** Figures are held for a moment, and jobs begin by themselves. */
const until = (assert: () => Promise<unknown>) =>
  vi.waitFor(assert, { timeout: 20_000, interval: 100 })

describe.each(databases)('how an office is, on $kind', ({ kind, open }) => {
  const closers: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  async function begin(options: Partial<OfficeOptions> = {}) {
    const database = options.database ?? (await open())
    const office = await startOffice({ ...options, database })
    if (options.database === undefined) closers.push(() => database.close())
    closers.push(() => office.close())
    return { database, office }
  }

  async function ready(office: TestOffice): Promise<Ready> {
    const { status, body } = await office.call('GET', '/readyz')
    return { status, checks: (body as { checks: Record<string, string> }).checks }
  }

  async function metric(office: TestOffice, name: string): Promise<number | undefined> {
    const text = (await office.call('GET', '/metrics')).body as string
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `))
    return line === undefined ? undefined : Number(line.slice(name.length + 1))
  }

  test('it is ready while everything is, and says what it looked at', async () => {
    const { office } = await begin()
    const all = { database: 'ok', writes: 'ok', schema: 'ok', jobs: 'ok', process: 'ok' }
    expect(await ready(office)).toEqual({ status: 200, checks: all })
    expect((await office.call('GET', '/healthz')).body).toEqual({
      status: 'ok',
      version: '0.0.0-test',
    })
    expect(await metric(office, 'loadline_ready{check="writes"}')).toBe(1)
  })

  test('another instance that took the schema beyond what this version works with ends its readiness', async () => {
    const { office, database } = await begin()
    await sql`INSERT INTO migration (name, hash, needs) VALUES ('9999_later.sql', 'h', '9999_later.sql')`.execute(
      await readerOf(database),
    )
    const { status, checks } = await ready(office)
    expect(status).toBe(503)
    expect(checks).toMatchObject({ database: 'ok', schema: expect.stringContaining('9999_later') })
    expect((await office.call('GET', '/healthz')).status).toBe(200)
  })

  test('a migration that this version needs and the database lacks does too', async () => {
    const { office, database } = await begin()
    await sql`DELETE FROM migration WHERE name LIKE '0006%'`.execute(await readerOf(database))
    expect(await ready(office)).toMatchObject({
      status: 503,
      checks: { schema: expect.stringContaining('lacks 0006') },
    })
  })

  test('a database that hangs is answered with 503 within two seconds, and metrics go on', async () => {
    const { office, database } = await begin()
    const { store } = database
    let release = () => undefined as void
    const gate = new Promise<void>((resolve) => (release = resolve))
    Object.assign(office.office.store, {
      read: (work: Parameters<Store['read']>[0]) => gate.then(() => store.read(work)),
      snapshot: (work: Parameters<Store['snapshot']>[0]) => gate.then(() => store.snapshot(work)),
    })
    try {
      const answers = await Promise.all([ready(office), ready(office)])
      for (const { status, checks } of answers) {
        expect(status).toBe(503)
        // The office waited no longer than it says; a balancer asks again after two seconds.
        const [, seconds] = /^no answer within ([\d.]+) s$/.exec(String(checks['database'])) ?? []
        expect(Number(seconds)).toBeLessThan(2)
      }
      expect(await metric(office, 'loadline_ready{check="database"}')).toBe(0)
    } finally {
      release()
    }
    await until(async () => expect((await ready(office)).status).toBe(200))
  })

  test('jobs that have stood still for a quarter of an hour, and an office that ends, are not ready', async () => {
    const clock = handClock()
    const { office } = await begin({ deps: { clock, every: NEVER } })
    const last = 'loadline_job_last_success_timestamp_seconds{task="figures-purge"}'
    await until(async () => expect(await metric(office, last)).toBeDefined())
    await until(async () => expect((await ready(office)).status).toBe(200))
    clock.set('2026-03-10T08:16:00.000Z')
    expect(await ready(office)).toMatchObject({
      status: 503,
      checks: { jobs: 'nothing was done for 16 minutes', process: 'ok' },
    })
    office.office.health.jobsAliveAtMs = clock.now()
    office.office.health.isClosing = true
    expect(await ready(office)).toMatchObject({
      status: 503,
      checks: { jobs: 'ok', process: expect.stringContaining('ending') },
    })
  })

  test.runIf(kind === 'postgres')('a database that takes no writes is not ready', async () => {
    const { office, database } = await begin()
    const name = new URL(database.databaseUrl ?? '').pathname.slice(1)
    await sql`ALTER DATABASE ${sql.id(name)} SET default_transaction_read_only = on`.execute(
      await readerOf(database),
    )
    // Connections that are open go on as they were; a failover ends them.
    const end = sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database()`
    await end.execute(await readerOf(database)).catch(() => undefined)
    const until503 = () =>
      until(async () => {
        const { status, checks } = await ready(office)
        expect(status).toBe(503)
        expect(checks['writes']).toContain('read only')
      })
    await until503()
    // More often than there are connections: one that was of no use must not be missing afterwards.
    for (let count = 0; count < 15; count += 1) await ready(office)
    const server = new Client({ connectionString: inject('postgresUrl') + '/postgres' })
    await server.connect()
    await server.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`)
    await server.end()
    await until(async () => expect((await ready(office)).status).toBe(200))
  })

  test('figures tell of orders, room, benches, exceptions and what benches did', async () => {
    const clock = handClock()
    const { office } = await begin({ deps: { clock, every: NEVER } })
    const shop = await openShop(office)
    const orderNumber = await shop.take()
    await shop.generate()
    await shop.pick(orderNumber)
    const pickListId = (await shop.list(orderNumber))?.id ?? ''
    const short = { pickListId, lineNo: 1, quantity: 1, reason: 'not-found' } as const
    shop.client.station.log.act('pick.short', short)
    await shop.client.push()
    await until(async () => {
      expect(await metric(office, 'loadline_stations_online')).toBe(1)
      expect(await metric(office, 'loadline_stations_offline')).toBe(0)
      expect(
        await metric(office, 'loadline_actions_total{type="pick.confirm",outcome="accepted"}'),
      ).toBe(2)
      expect(await metric(office, 'loadline_push_seconds_count{result="taken"}')).toBeGreaterThan(1)
      const used = 'loadline_capacity_used_ratio{region="NOORD",ahead="1",kind="weight"}'
      expect(await metric(office, used)).toBeCloseTo(0.08)
      const waiting = (await shop.exceptions()).length
      const text = (await office.call('GET', '/metrics')).body as string
      const counted = [...text.matchAll(/^loadline_open_exceptions\{.*\} (\d+)$/gm)]
      expect(counted.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(waiting)
      expect(text).toMatch(/^loadline_orders\{status="\w+"\} 1$/m)
      expect(text).toMatch(/^loadline_transaction_seconds_count\{kind="change"\} \d+$/m)
      expect(text).toMatch(/^loadline_database_connections\{state="waiting"\} 0$/m)
    })
  })

  test.runIf(kind === 'postgres')('a backup that went well is noted, and seen', async () => {
    const { office, database } = await begin()
    const at = 'loadline_backup_last_success_timestamp_seconds'
    expect(await metric(office, at)).toBe(0)
    const backed = await openBackupDatabase({ databaseUrl: database.databaseUrl ?? '' })
    const takenAt = '2026-03-10T02:00:00.000Z'
    await noteBackup(backed, { takenAt, doneAt: '2026-03-10T02:01:00.000Z', rows: 12 })
    await backed.close()
    await until(async () => expect(await metric(office, at)).toBe(Date.parse(takenAt) / 1_000))
  })

  test('a list that was due and was not made is overdue until it is on record', async () => {
    const clock = handClock()
    const { office } = await begin({ deps: { clock, every: NEVER } })
    await openShop(office)
    clock.set('2026-03-10T15:30:00.000Z')
    const overdue = 'loadline_daily_run_overdue_seconds{task="pick-lists"}'
    await until(async () => expect(await metric(office, overdue)).toBe(1_800))
  })
})

async function readerOf({ store }: TestDatabase) {
  return store.read((db) => Promise.resolve(db))
}
