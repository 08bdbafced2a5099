import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { buildSscc } from '#contract/barcode/sscc.ts'
import type { NumberRange } from '#contract/documents/master-data.ts'
import { NUMBER_RANGE_SIZE } from '#contract/sync/limits.ts'
import { realDeps } from '../../sync-server/deps.ts'
import { ensureEpoch } from '../../sync-server/sync/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt, packOrder } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'

/** Where the serial begins in an SSCC of the test floor. */
const SERIAL_AT = 8

describe.each(databases)('epochs on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor

  async function start(): Promise<SyncClient> {
    database = await open()
    office = await startOffice({ database })
    floor = await layFloor(database.store)
    return syncClient(office, await floor.station(), await ensureEpoch(database.store, realDeps()))
  }

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  test('[EPOCH-1] a start upon the same database keeps its epoch', async () => {
    const { epoch } = await start()
    expect(await ensureEpoch(database.store, realDeps())).toBe(epoch)
  })

  test('[EPOCH-1] more acknowledged than the office has: another epoch, and all is sent again', async () => {
    const client = await start()
    packOrder(client.station, listAt(floor, 0))
    await client.push()
    await forget(client.station.stationId)
    const refused = await client.send({ fromSeq: client.station.log.actions.length })
    expect(refused).toMatchObject({ status: 409, body: { code: 'epoch', lastSeq: 0 } })
    const { epoch } = refused.body as { epoch: string }
    expect(epoch).not.toBe(client.epoch)
    const late = await client.send({ fromSeq: 1 })
    expect(late).toMatchObject({ status: 409, body: { code: 'epoch', epoch } })
    const renewed = syncClient(office, client.station, epoch)
    const { receipts } = await renewed.push()
    expect(outcomes(receipts)).toEqual(receipts.map(() => 'accepted'))
  })

  test('[EPOCH-1] a head that the office never reached is a proof too', async () => {
    const client = await start()
    client.station.log.act('session.sign-in', {})
    const answer = await client.send({ knownHead: 1_000_000 })
    expect(answer).toMatchObject({ status: 409, body: { code: 'epoch', lastSeq: 0 } })
  })

  test('[EPOCH-1] a history that nobody here knows is a proof too, once, by push or by pull', async () => {
    const client = await start()
    client.station.log.act('session.sign-in', {})
    await client.push()
    const ofLostTime = syncClient(office, client.station, 'ab'.repeat(16))
    const answer = await ofLostTime.send()
    expect(answer).toMatchObject({ status: 409, body: { code: 'epoch', lastSeq: 1 } })
    const { epoch } = answer.body as { epoch: string }
    expect(epoch).not.toBe(client.epoch)
    // That history, and the one that has ended now, are known from here on.
    for (const past of [ofLostTime, client]) {
      expect(await past.send({ fromSeq: 1 })).toMatchObject({
        status: 409,
        body: { code: 'epoch', epoch },
      })
      expect(await past.pull({ cursor: 1 })).toMatchObject({ reset: true, epoch })
    }
    const another = syncClient(office, client.station, 'cd'.repeat(16))
    const page = await another.pull({ cursor: 0 })
    expect(page).toMatchObject({ reset: true, changes: [] })
    expect(page.epoch).not.toBe(epoch)
    expect(await ensureEpoch(database.store, realDeps())).toBe(page.epoch)
  })

  test('[EPOCH-1] another cluster or timeline under the office begins another epoch', async () => {
    const client = await start()
    await database.store.transaction((tx) =>
      sql`UPDATE office SET cluster_identity = '7/00000001'`.execute(tx),
    )
    client.station.log.act('session.sign-in', {})
    const answer = await client.send()
    expect(answer).toMatchObject({ status: 409, body: { code: 'epoch' } })
    const { epoch } = answer.body as { epoch: string }
    expect(epoch).not.toBe(client.epoch)
    expect(await ensureEpoch(database.store, realDeps())).toBe(epoch)
  })

  test('[EPOCH-4] after a restore no number that may be on paper is given out again', async () => {
    const client = await start()
    await database.store.transaction((tx) =>
      tx
        .insertInto('number_series')
        .values({ gs1_company_prefix: '8712345', next_serial: 1 })
        .execute(),
    )
    const before = await series()
    client.station.log.act('session.sign-in', {})
    await client.send({ knownHead: 1_000_000 })
    const after = await series()
    expect(after.serial - before.serial).toBeGreaterThanOrEqual(10 * NUMBER_RANGE_SIZE)
    expect(after.order - before.order).toBeGreaterThanOrEqual(1_000)
    expect(after.load - before.load).toBeGreaterThanOrEqual(1_000)
    expect(after.list - before.list).toBeGreaterThanOrEqual(1_000)
  })

  test('[EPOCH-4, I15] a database that was started leaves a gap before anybody can miss anything', async () => {
    await start()
    const { store } = database
    await store.transaction((tx) =>
      tx
        .insertInto('number_series')
        .values({ gs1_company_prefix: '8712345', next_serial: 1 })
        .execute(),
    )
    const first = await series()
    const epoch = await ensureEpoch(store, realDeps())
    const second = await series()
    expect({
      ...second,
      order: second.order - 1,
      load: second.load - 1,
      list: second.list - 1,
    }).toEqual(first)
    // A restored copy remembers an earlier start of its server.
    await store.transaction((tx) => sql`UPDATE office SET database_started = 'before'`.execute(tx))
    expect(await ensureEpoch(store, realDeps())).toBe(epoch)
    const third = await series()
    expect(third.order - second.order).toBeGreaterThanOrEqual(1_000)
    expect(third.list - second.list).toBeGreaterThanOrEqual(1_000)
    expect(third.serial - second.serial).toBeGreaterThanOrEqual(NUMBER_RANGE_SIZE)
    await ensureEpoch(store, realDeps())
    expect((await series()).order).toBe(third.order + 1)
  })

  test('[EPOCH-4] a bench that works on numbers the office forgot is given others', async () => {
    const client = await start()
    const { station } = client
    const lost = Number(station.nextUnit().slice(SERIAL_AT, 17)) + 3 * NUMBER_RANGE_SIZE
    const unitId = buildSscc(station.nextUnit().slice(0, SERIAL_AT), lost)
    station.log.act('pack.open', { unitId, kind: 'carton' })
    expect(outcomes((await client.push()).receipts)).toEqual(['excepted number-out-of-range'])
    const page = await client.pull()
    const doc = page.changes.find((change) => change.kind === 'number-range')?.doc as NumberRange
    expect(doc.ranges).toHaveLength(2)
    expect(doc.ranges[1]?.from).toBeGreaterThan(lost)
  })

  test('[EPOCH-3] what is durable is what survives a power cut', async () => {
    const client = await start()
    client.station.log.act('session.sign-in', {})
    const { ackedSeq, durableSeq } = await client.push()
    expect({ ackedSeq, durableSeq }).toEqual({ ackedSeq: 1, durableSeq: kind === 'pglite' ? 0 : 1 })
  })

  test('[ID-4] a log that begins anew gets numbers of its own', async () => {
    const client = await start()
    const { station } = client
    station.log.act('session.sign-in', {})
    await client.push()
    const other = await floor.station()
    const anew = syncClient(office, { ...station, log: other.log }, client.epoch)
    other.log.act('session.sign-in', {})
    await anew.push()
    const page = await anew.pull()
    expect(page.processed).toEqual({ incarnation: other.log.incarnation, seq: 1 })
    const range = page.changes.find((change) => change.kind === 'number-range')
    expect(range?.doc).toMatchObject({
      ranges: [{ incarnation: station.log.incarnation }, { incarnation: other.log.incarnation }],
    })
  })

  /** The next of each kind of number, read as the office takes them. */
  async function series() {
    const next = (name: string) =>
      database.store.transaction(async (tx) => {
        const { rows } = await sql<{ n: number }>`SELECT nextval(${name}) AS n`.execute(tx)
        return Number(rows[0]?.n)
      })
    const { next_serial: serial } = await database.store.snapshot((tx) =>
      tx.selectFrom('number_series').select('next_serial').executeTakeFirstOrThrow(),
    )
    return {
      serial,
      order: await next('order_number_seq'),
      load: await next('load_number_seq'),
      list: await next('pick_list_number_seq'),
    }
  }

  /** What a restore of yesterday's backup does to what one station had sent. */
  async function forget(stationId: string): Promise<void> {
    await database.store.transaction(async (tx) => {
      await sql`DELETE FROM station_action WHERE station_id = ${stationId}`.execute(tx)
      await sql`UPDATE station SET last_seq = 0, last_hash = repeat('0', 64) WHERE id = ${stationId}`.execute(
        tx,
      )
      await sql`DELETE FROM document WHERE kind = 'unit'`.execute(tx)
      for (const list of floor.lists) {
        await sql`UPDATE document SET body = ${JSON.stringify(list)}::text::jsonb WHERE id = ${list.id}`.execute(
          tx,
        )
      }
      await sql`UPDATE customer_order SET status = 'CONFIRMED'`.execute(tx)
    })
  }
})
