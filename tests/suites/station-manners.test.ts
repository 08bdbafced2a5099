import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { buildSscc } from '#contract/barcode/sscc.ts'
import type { NumberRange } from '#contract/documents/master-data.ts'
import type { PushAnswer } from '#contract/sync/envelope.ts'
import { NUMBER_RANGE_LOW, PUSH_ACTIONS_MAX } from '#contract/sync/limits.ts'
import { giveWantedNumbers } from '../../sync-server/stations/index.ts'
import { FORKED_BYTES_MAX } from '../../sync-server/sync/fork.ts'
import { STATION_CALLS } from '../../sync-server/sync/handlers.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt } from '../support/floor.ts'
import { startOffice, type TestOffice, type TestStation } from '../support/office.ts'
import { createStationLog, type StationLog } from '../support/station-log.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'
import { handClock } from '../support/wholesaler.ts'

const HEALTH = {
  appVersion: '0.1.0',
  pending: 0,
  oldestPendingAt: null,
  clockOffsetMs: 0,
  devices: [],
  printJobs: { queued: 0, printed: 0, unknown: 0, failed: 0 },
}

describe.each(databases)('the office and its stations on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  async function start(): Promise<void> {
    clock.set('2026-03-02T06:00:00.000Z')
    database = await open()
    office = await startOffice({ database, deps: { clock } })
  }

  /** A bench of the office itself, with its log. */
  async function enrol(
    options: Parameters<TestOffice['enrol']>[0] = {},
  ): Promise<{ station: TestStation; log: StationLog; client: SyncClient }> {
    await office.admin('PUT', '/v1/operators/emma', { name: 'Emma', roles: ['picker'] })
    const station = await office.enrol(options)
    const log = createStationLog({ operatorId: 'emma', incarnation: station.incarnation })
    const floorStation = { ...station, log, nextUnit: () => '' }
    return { station, log, client: syncClient(office, floorStation, station.epoch) }
  }

  async function inbox(code: string) {
    const { body } = await office.admin('GET', '/v1/exceptions')
    const { items } = body as {
      items: { code: string; status: string; sentence: string; occurrences: number }[]
    }
    return items.filter((item) => item.code === code && item.status === 'open')
  }

  async function change(query: ReturnType<typeof sql>): Promise<void> {
    await database.store.transaction((tx) => query.execute(tx))
  }

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  test('[PULL-2] a pull and a report of health do not wait for a push of the same station', async () => {
    await start()
    const { station } = await enrol()
    // PGlite has one connection: there everything waits its turn, and nothing is held between turns.
    const isHolding = kind === 'postgres'
    const held = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const push = isHolding
      ? database.store.transaction(async (tx) => {
          await sql`SELECT id FROM station WHERE id = ${station.stationId} FOR UPDATE`.execute(tx)
          held.resolve()
          await released.promise
        })
      : Promise.resolve(held.resolve())
    await held.promise
    expect((await station.call('GET', '/v1/sync/pull')).status).toBe(200)
    expect((await station.call('GET', '/v1/sync/scope')).status).toBe(200)
    expect((await station.call('POST', '/v1/stations/heartbeat', HEALTH)).status).toBe(204)
    released.resolve()
    await push
  })

  test('[LEASE-1] sending again what is known is a contact too', async () => {
    await start()
    const floor: Floor = await layFloor(database.store)
    const epoch = (await office.enrol()).epoch
    const [north, south] = [
      syncClient(office, await floor.station(), epoch),
      syncClient(office, await floor.station(), epoch),
    ]
    const pickListId = listAt(floor, 0).id
    north.station.log.act('pick.claim', { pickListId })
    await north.push()
    clock.set('2026-03-02T16:00:00.000Z')
    const again = await north.send({ fromSeq: 1 })
    expect((again.body as PushAnswer).receipts).toMatchObject([{ replayed: true }])
    clock.set('2026-03-03T03:59:00.000Z')
    south.station.log.act('pick.claim', { pickListId })
    expect(outcomes((await south.push()).receipts)).toEqual(['refused already-claimed'])
  })

  test('[SEC-1] a revoked station is 401 on every call, and may push alone while a person has it drained', async () => {
    await start()
    const { station, log, client } = await enrol()
    log.act('session.sign-in', {})
    await client.push()
    await office.admin('POST', `/v1/stations/${station.stationId}/revoke`)
    log.act('session.sign-out', {})
    expect(await client.send()).toMatchObject({ status: 401, body: { code: 'revoked' } })
    await change(
      sql`UPDATE station SET drains_until = '2026-03-02T07:00:00Z' WHERE id = ${station.stationId}`,
    )
    expect(outcomes((await client.push()).receipts)).toEqual(['accepted'])
    for (const path of ['/v1/sync/pull', '/v1/sync/scope', '/v1/sync/live']) {
      expect(await station.call('GET', path)).toMatchObject({
        status: 401,
        body: { code: 'revoked' },
      })
    }
    const beat = await station.call('POST', '/v1/stations/heartbeat', HEALTH)
    expect(beat).toMatchObject({ status: 401, body: { code: 'revoked' } })
    // Its end counts at once, also for a caller that was known a moment ago.
    clock.set('2026-03-02T07:00:00.000Z')
    log.act('session.sign-in', {})
    expect(await client.send()).toMatchObject({ status: 401, body: { code: 'revoked' } })
  })

  test('[VER-1] an app that is too old gets no new work, and everything it has scanned is taken', async () => {
    await start()
    const { station, log, client } = await enrol()
    office.office.minStationVersion = '2.0.0'
    const beat = (appVersion: string) =>
      station.call('POST', '/v1/stations/heartbeat', { ...HEALTH, appVersion })
    expect(await beat('1.9.9')).toMatchObject({ status: 426, body: { code: 'upgrade' } })
    expect(await station.call('GET', '/v1/sync/pull')).toMatchObject({
      status: 426,
      body: { code: 'upgrade', detail: 'this station has 1.9.9; it needs at least 2.0.0' },
    })
    log.act('session.sign-in', {})
    expect(outcomes((await client.push()).receipts)).toEqual(['accepted'])
    expect((await beat('2.0.0')).status).toBe(204)
    expect((await station.call('GET', '/v1/sync/pull')).status).toBe(200)
  })

  test('[PUSH-4] a station that calls on and on is told when to come back; ten thousand actions are no such thing', async () => {
    await start()
    const { station, log, client } = await enrol()
    for (let n = 0; n < 10_000; n += 1)
      log.act(n % 2 === 0 ? 'session.sign-in' : 'session.sign-out', {})
    for (let sent = 0; sent < 10_000; sent += PUSH_ACTIONS_MAX) {
      await client.push({ count: PUSH_ACTIONS_MAX })
      await client.pull()
    }
    // The clock stands still, so all of it counts as one moment.
    let last = await station.call('GET', '/v1/sync/scope')
    for (let n = 0; n < STATION_CALLS.callsMax && last.status === 200; n += 1) {
      last = await station.call('GET', '/v1/sync/scope')
    }
    expect(last).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    const beats = async () => (await station.call('POST', '/v1/stations/heartbeat', HEALTH)).status
    const reports: number[] = []
    while (reports.length < 1_000 && reports.at(-1) !== 429) reports.push(await beats())
    expect(reports.length).toBeLessThan(100)
    expect((await (await enrol()).station.call('GET', '/v1/sync/pull')).status).toBe(200)
    clock.set('2026-03-02T06:00:01.000Z')
    expect((await station.call('GET', '/v1/sync/pull')).status).toBe(200)
  })

  test('[ID-3] a log counts in its own order, whatever its clock and the times within its ids say', async () => {
    await start()
    const floor: Floor = await layFloor(database.store)
    const client = syncClient(office, await floor.station(), (await office.enrol()).epoch)
    const { log } = client.station
    const pickListId = listAt(floor, 0).id
    const bodies = [
      { type: 'pick.claim', payload: { pickListId } },
      { type: 'pick.release', payload: { pickListId } },
      { type: 'pick.claim', payload: { pickListId } },
    ]
    // Each seems to be a year older than the one before it.
    for (const [index, { type, payload }] of bodies.entries()) {
      const occurredAt = `${2026 - index}-03-02T08:00:00.000Z`
      const id = `0${9 - index}000000-0000-7000-8000-000000000000`
      log.append(
        JSON.stringify({ type, v: 1, operatorId: 'emma', occurredAt, baseHead: 0, payload }),
        id,
      )
    }
    expect(outcomes((await client.push()).receipts)).toEqual(['accepted', 'accepted', 'accepted'])
    const list = (await client.pull()).changes.find(({ id }) => id === pickListId)
    expect(list?.doc).toMatchObject({ claim: { stationId: client.station.stationId } })
    const rows = await database.store.snapshot((tx) =>
      tx.selectFrom('station_action').select(['seq', 'type']).orderBy('seq').execute(),
    )
    expect(rows.map(({ type }) => type)).toEqual(bodies.map(({ type }) => type))
  })

  test('[TIME-1] the office keeps a corrected time beside the raw one, and shows a clock that is off', async () => {
    await start()
    const { station, log, client } = await enrol()
    const bodyAt = (occurredAt: string, monotonicMs: number) =>
      JSON.stringify({
        type: 'session.sign-in',
        v: 1,
        operatorId: null,
        occurredAt,
        baseHead: 0,
        clock: { monotonicMs, bootId: 'b1', offsetMs: 3_600_000 },
        payload: {},
      })
    log.append('not JSON')
    log.append(bodyAt('2026-03-02T04:00:00.000Z', 1_000))
    log.append(bodyAt('2025-01-01T00:00:00.000Z', 61_000))
    await client.push()
    // The office has not been heard in between, as far as the bench's estimate says.
    log.append(bodyAt('2025-01-01T00:01:00.000Z', 121_000))
    await client.push()
    const rows = await database.store.snapshot((tx) =>
      tx.selectFrom('station_action').select(['seq', 'occurred_at']).orderBy('seq').execute(),
    )
    expect(rows.map((row) => row.occurred_at)).toEqual([
      null,
      '2026-03-02T05:00:00.000Z',
      '2026-03-02T05:01:00.000Z',
      '2026-03-02T05:02:00.000Z',
    ])
    const shown = async () => {
      const { body } = await office.admin('GET', '/v1/stations')
      return (body as { items: { clockIsOff: boolean }[] }).items.map((item) => item.clockIsOff)
    }
    const beat = (clockOffsetMs: number) =>
      station.call('POST', '/v1/stations/heartbeat', { ...HEALTH, clockOffsetMs })
    await beat(-120_000)
    expect(await shown()).toEqual([false])
    await beat(-120_001)
    expect(await shown()).toEqual([true])
  })

  test('[NUM-1] a prefix without numbers: a person is told once, and another prefix brings them by itself', async () => {
    await start()
    const warehouse = (gs1CompanyPrefix: string) =>
      office.admin('PUT', '/v1/warehouses/SMALL', {
        name: 'Small',
        timezone: 'Europe/Amsterdam',
        gs1CompanyPrefix,
        address: '',
      })
    await warehouse('87123450001')
    const { station, log, client } = await enrol({ warehouse: 'SMALL', name: 'Bench 3' })
    for (let n = 1; n < 10; n += 1) await office.enrol({ warehouse: 'SMALL' })
    const { prefix, to } = station.numberRange
    const openUnit = async (serial: number, ofPrefix = prefix) => {
      log.act('pack.open', { unitId: buildSscc(ofPrefix, serial), kind: 'carton' })
      return outcomes((await client.push()).receipts)
    }
    expect(await openUnit(to - NUMBER_RANGE_LOW)).toEqual(['accepted'])
    expect(await openUnit(to - NUMBER_RANGE_LOW + 1)).toEqual(['accepted'])
    expect(await inbox('no-numbers')).toMatchObject([
      {
        occurrences: 1,
        sentence: expect.stringContaining('Bench 3 needs more label numbers') as string,
      },
    ])
    expect(await giveWantedNumbers(office.office)).toBe(0)
    await warehouse('87123450002')
    expect(await giveWantedNumbers(office.office)).toBe(1)
    expect(await inbox('no-numbers')).toEqual([])
    const { ranges } = await rangesOf(client)
    expect(ranges.map((range) => range.prefix)).toEqual([prefix, '387123450002'])
    expect(await openUnit(to)).toEqual(['accepted'])
    expect(await openUnit(ranges[1]?.from ?? 0, '387123450002')).toEqual(['accepted'])
  })

  test('[NUM-1] ranges that are used up are dropped: the document stays small', async () => {
    await start()
    const { log, client } = await enrol()
    for (let n = 0; n < 8; n += 1) {
      const newest = (await rangesOf(client)).ranges.at(-1)
      if (newest === undefined) throw new Error('no range')
      log.act('pack.open', { unitId: buildSscc(newest.prefix, newest.to), kind: 'carton' })
      expect(outcomes((await client.push()).receipts)).toEqual(['accepted'])
    }
    expect((await rangesOf(client)).ranges).toHaveLength(3)
  })

  test('[ID-2] bytes of refused logs are kept up to a limit, and one trouble is one task', async () => {
    await start()
    const { station, log, client } = await enrol({ name: 'Bench 7' })
    log.act('session.sign-in', {})
    await client.push()
    await change(sql`
      INSERT INTO forked_push (station_id, incarnation, from_seq, last_hash, actions, received_at)
      VALUES (${station.stationId}, ${station.incarnation}, 900, 'x',
        repeat('x', ${FORKED_BYTES_MAX - 500}), '2026-03-01T00:00:00Z')`)
    const other = createStationLog({ incarnation: station.incarnation })
    const cloned = syncClient(office, { ...station, log: other, nextUnit: () => '' }, station.epoch)
    for (let n = 0; n < 3; n += 1) {
      other.act('session.sign-out', {})
      expect(await cloned.send()).toMatchObject({ status: 409, body: { code: 'fork', seq: 1 } })
    }
    const rows = await database.store.snapshot((tx) =>
      tx.selectFrom('forked_push').select('from_seq').where('from_seq', '<', 900).execute(),
    )
    expect(rows).toHaveLength(1)
    expect(await inbox('fork')).toMatchObject([
      {
        occurrences: 3,
        sentence:
          'Bench 7 sent other work for place 1 of its log than the office had since 2026-03-02 06:00 UTC: its disk was copied to a second machine, or set back. The bytes are kept. Let only one of the two machines go on, and enrol the other one again.',
      },
    ])
    log.act('session.sign-out', {})
    expect(outcomes((await client.push()).receipts)).toEqual(['accepted'])
  })

  async function rangesOf(client: SyncClient): Promise<NumberRange> {
    const { changes } = await client.pull()
    return changes.find((found) => found.kind === 'number-range')?.doc as NumberRange
  }
})
