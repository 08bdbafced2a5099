import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportedLog } from '#contract/http/station-log-routes.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, type FloorStation, layFloor, listAt, packOrder } from '../support/floor.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { importFile, type Key, newStationKey, writeLogFile } from '../support/log-file.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { createStationLog } from '../support/station-log.ts'
import { syncClient, type SyncClient } from '../support/sync-client.ts'

describe.each(databases)('logs that come by hand on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor
  let client: SyncClient
  let key: Key

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database })
    floor = await layFloor(database.store, { orders: 20 })
    key = newStationKey()
    client = syncClient(office, await stationWith(key.public), await epochNow())
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function stationWith(publicKey: string | null): Promise<FloorStation> {
    const station = await floor.station({ name: 'Pack 1' })
    await database.store.transaction((tx) =>
      tx
        .updateTable('station')
        .set({ public_key: publicKey })
        .where('id', '=', station.stationId)
        .execute(),
    )
    return station
  }

  async function epochNow(): Promise<string> {
    const row = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    return row.epoch
  }

  function fileOf(
    options: { fromSeq?: number; ackedSeq?: number; key?: Key; epoch?: string } = {},
  ) {
    const { stationId, log } = client.station
    return writeLogFile(log, { stationId, key, epoch: client.epoch, ...options })
  }

  async function imported(raw: Uint8Array<ArrayBuffer>): Promise<ImportedLog> {
    const answer = await importFile(office, raw)
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    return answer.body as ImportedLog
  }

  function counted() {
    return database.store.snapshot(async (tx) => {
      const rows = await tx
        .selectFrom('station_action')
        .select(['seq', 'id', 'outcome', 'code', 'detail', 'exception_id'])
        .where('station_id', '=', client.station.stationId)
        .orderBy('seq')
        .execute()
      const stock = await tx.selectFrom('stock').selectAll().orderBy('sku').execute()
      return { rows, stock }
    })
  }

  test('[PUSH-3] a file is taken in once, and the bench that comes back later gets the same receipts', async () => {
    const { log } = client.station
    for (let n = 0; n < 20; n += 1) packOrder(client.station, listAt(floor, n))
    for (let n = 0; n < 150; n += 1) log.act('session.sign-in', {})
    log.act('load.confirm', { loadId: floor.load.id })
    const raw = await fileOf()
    const first = await imported(raw)
    const { actions } = log
    expect(actions.length).toBeGreaterThan(250)
    expect(first).toMatchObject({
      stationId: client.station.stationId,
      name: 'Pack 1',
      actions: actions.length,
      accepted: actions.length - 1,
      excepted: 0,
      refused: 1,
      replayed: 0,
      lastSeq: actions.length,
      troubles: [{ seq: actions.length, type: 'load.confirm', code: 'dependency' }],
    })
    const after = await counted()
    const again = await imported(raw)
    expect(again).toEqual({ ...first, replayed: actions.length })
    expect(await counted()).toEqual(after)
    const pushed = await client.push({ fromSeq: 1, count: 200 })
    expect(pushed.receipts.every(({ replayed }) => replayed === true)).toBe(true)
    const rest = await client.push({ fromSeq: 201, count: 200 })
    expect(rest.receipts.at(-1)).toMatchObject({ outcome: 'refused', code: 'dependency' })
    expect(await counted()).toEqual(after)
    const log1 = await database.store.snapshot((tx) =>
      tx.selectFrom('imported_log').selectAll().execute(),
    )
    expect(log1).toMatchObject([{ from_seq: 1, through_seq: actions.length, imported_by: 'admin' }])
  })

  test('[PUSH-3] what was pushed before is answered as it was, and only the rest is new', async () => {
    packOrder(client.station, listAt(floor, 0))
    await client.push({ count: 3 })
    const report = await imported(await fileOf())
    const { length } = client.station.log.actions
    expect(report).toMatchObject({ actions: length, accepted: length, replayed: 3 })
    expect(await imported(await fileOf({ fromSeq: length + 1 }))).toMatchObject({
      actions: 0,
      lastSeq: length,
    })
  })

  test('[ID-2] a file that was altered, cut off or signed by another is not taken', async () => {
    const { log } = client.station
    packOrder(client.station, listAt(floor, 0))
    const before = await counted()
    const codeOf = async (raw: Uint8Array) => {
      const { status, body } = await importFile(office, new Uint8Array(raw))
      return `${status} ${String((body as { code?: unknown }).code)}`
    }
    const raw = await fileOf()
    const text = gunzipSync(raw).toString('utf8')
    const lines = text.split('\n')
    const packed = (changed: string) => gzipSync(changed)
    expect(await codeOf(new TextEncoder().encode('no gzip at all'))).toBe('400 bad-log-file')
    expect(await codeOf(new Uint8Array())).toBe('400 bad-log-file')
    expect(await codeOf(raw.subarray(0, raw.length - 20))).toBe('400 bad-log-file')
    expect(await codeOf(packed(lines.slice(0, -2).join('\n')))).toBe('400 bad-log-file')
    expect(await codeOf(packed(text.replace('quantity\\":2', 'quantity\\":1')))).toBe('400 chain')
    expect(await codeOf(packed(text.replaceAll('"epoch":"', '"epoch":"x')))).toBe(
      '400 bad-signature-of-log',
    )
    expect(await codeOf(await fileOf({ key: newStationKey() }))).toBe('400 bad-signature-of-log')
    const elsewhere = await writeLogFile(log, { stationId: 'nobody', key, epoch: client.epoch })
    expect(await codeOf(elsewhere)).toBe('404 not-found')
    expect(await codeOf(packed('x'.repeat(200_000)))).toBe('413 log-too-large')
    expect(await counted()).toEqual(before)
  })

  test('[ID-2] a file of a log that went another way is a fork, and its bytes are kept', async () => {
    packOrder(client.station, listAt(floor, 0))
    await client.push()
    const { stationId, log } = client.station
    const clone = createStationLog({ incarnation: log.incarnation })
    for (let n = 0; n < 4; n += 1) clone.act('session.sign-in', {})
    const raw = await writeLogFile(clone, { stationId, key, epoch: client.epoch })
    expect((await importFile(office, raw)).body).toMatchObject({ code: 'fork', seq: 1 })
    const kept = await database.store.snapshot((tx) =>
      tx.selectFrom('forked_push').selectAll().execute(),
    )
    expect(kept).toHaveLength(1)
  })

  test('[ID-1] a file that begins behind a gap says from where it is to be written', async () => {
    packOrder(client.station, listAt(floor, 0))
    await client.push({ count: 2 })
    const refused = await importFile(office, await fileOf({ fromSeq: 5 }))
    expect(refused).toMatchObject({ status: 409, body: { code: 'gap', expectedSeq: 3 } })
    expect((await imported(await fileOf({ fromSeq: 3 }))).replayed).toBe(0)
  })

  test('[EPOCH-2] a file written before the office was restored goes on from what the office still has', async () => {
    packOrder(client.station, listAt(floor, 0))
    // Of another history, in which five of these actions had been acknowledged and then were lost.
    const raw = await fileOf({ epoch: 'lost', ackedSeq: 5 })
    const { length } = client.station.log.actions
    expect(await imported(raw)).toMatchObject({ accepted: length, replayed: 0, lastSeq: length })
    // That history is none of the office's own, which shows that it was put back: a new one has begun.
    expect(await epochNow()).not.toBe(client.epoch)
    client.epoch = await epochNow()
    // The same history, by the office's word: the file proves that it has forgotten.
    const more = await client.push()
    expect(more.ackedSeq).toBe(length)
    const epoch = await epochNow()
    client.station.log.act('session.sign-out', {})
    const proof = await fileOf({ epoch, fromSeq: length + 1, ackedSeq: length + 9 })
    expect(await imported(proof)).toMatchObject({ accepted: 1, lastSeq: length + 1 })
    expect(await epochNow()).not.toBe(epoch)
  })

  test('[SEC-1] the log of a station that was revoked is taken in by a person with the right', async () => {
    packOrder(client.station, listAt(floor, 0))
    const { stationId } = client.station
    expect((await office.admin('POST', `/v1/stations/${stationId}/revoke`)).status).toBe(204)
    expect((await client.send()).status).toBe(401)
    const made = await office.admin('POST', '/v1/tokens', {
      name: 'viewer',
      scopes: ['stations:read'],
      expiresInDays: 1,
    })
    const { token } = made.body as { token: string }
    expect((await importFile(office, await fileOf(), token)).status).toBe(403)
    const { length } = client.station.log.actions
    expect(await imported(await fileOf())).toMatchObject({ accepted: length })
  })

  test('[LEASE-1] a log that came by hand is no contact: its station was not heard', async () => {
    packOrder(client.station, listAt(floor, 0))
    const seenAt = async () =>
      (
        await database.store.snapshot((tx) =>
          tx
            .selectFrom('station')
            .select('last_seen_at')
            .where('id', '=', client.station.stationId)
            .executeTakeFirstOrThrow(),
        )
      ).last_seen_at
    const raw = await fileOf()
    await imported(raw)
    await imported(raw)
    expect(await seenAt()).toBeNull()
    await client.push({ fromSeq: 1 })
    expect(await seenAt()).not.toBeNull()
  })

  test('[PUSH-6] a file of a newer station is not taken: its actions would be refused for good', async () => {
    const { log } = client.station
    log.act('session.sign-in', {})
    const tomorrow = { type: 'session.sign-in', v: 2, operatorId: 'emma', baseHead: 0, payload: {} }
    log.append(JSON.stringify({ ...tomorrow, occurredAt: '2026-03-02T08:00:00.000Z' }))
    const refused = await importFile(office, await fileOf())
    expect(refused).toMatchObject({ status: 426, body: { code: 'upgrade' } })
    expect((refused.body as { detail: string }).detail).toContain(
      'action 2, session.sign-in version 2',
    )
    expect((await counted()).rows).toEqual([])
  })

  test('[SEC-1] a station enrolled without a key tells it once, or proves itself by what it has sent', async () => {
    const station = await stationWith(null)
    client = syncClient(office, station, client.epoch)
    station.log.act('session.sign-in', {})
    expect((await importFile(office, await fileOf())).body).toMatchObject({
      code: 'bad-signature-of-log',
    })
    await client.push()
    station.log.act('session.sign-out', {})
    expect(await imported(await fileOf({ fromSeq: 2 }))).toMatchObject({ accepted: 1 })
    const health = {
      appVersion: '1',
      pending: 0,
      oldestPendingAt: null,
      clockOffsetMs: 0,
      devices: [],
      printJobs: { queued: 0, printed: 0, unknown: 0, failed: 0 },
    }
    const beat = (publicKey: string) =>
      office.call('POST', '/v1/stations/heartbeat', {
        token: station.token,
        body: { ...health, publicKey },
      })
    expect((await beat(key.public)).status).toBe(204)
    expect(await imported(await fileOf())).toMatchObject({ replayed: 2 })
    // A key that is known stays: a stolen token cannot give the station another.
    const other = newStationKey()
    expect((await beat(other.public)).status).toBe(204)
    expect((await importFile(office, await fileOf({ key: other }))).status).toBe(400)
  })
})
