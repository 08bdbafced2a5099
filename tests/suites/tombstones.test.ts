import { afterEach, describe, expect, test } from 'vitest'
import { TOMBSTONE_KEPT_MS } from '#contract/sync/limits.ts'
import { collectTombstones } from '../../sync-server/sync/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt, packOrder } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { syncClient, type SyncClient } from '../support/sync-client.ts'

const HOUR_MS = 60 * 60 * 1_000
const DAY_MS = 24 * HOUR_MS
const START = Date.parse('2026-03-02T08:00:00.000Z')

describe.each(databases)('tombstones on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor
  let now = START

  async function start(): Promise<SyncClient> {
    now = START
    database = await open()
    office = await startOffice({ database, deps: { clock: { now: () => now } } })
    floor = await layFloor(database.store, { orders: 2 })
    return bench()
  }

  async function bench(): Promise<SyncClient> {
    const { epoch } = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    return syncClient(office, await floor.station(), epoch)
  }

  /** Packs and ships the first order: its unit and load leave the benches' scope. */
  async function ship({ station, ...client }: SyncClient): Promise<string> {
    const unitId = packOrder(station, listAt(floor, 0))
    const { id: loadId } = floor.load
    station.log.act('load.claim', { loadId })
    station.log.act('load.add', { loadId, unitId })
    station.log.act('load.confirm', { loadId })
    station.log.act('load.depart', { loadId, leftBehind: [] })
    await client.push()
    return unitId
  }

  /** The job's marks and floors, as days go by. */
  async function letDaysPass(days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      now += DAY_MS
      await collectTombstones(office.office)
    }
  }

  async function tombstoneFloor(): Promise<number> {
    const row = await database.store.snapshot((tx) =>
      tx.selectFrom('warehouse_head').select('tombstone_floor').executeTakeFirstOrThrow(),
    )
    return row.tombstone_floor
  }

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  test('[PULL-4] tombstones are told for thirty days; a cursor from before that starts over, in the same epoch', async () => {
    const client = await start()
    const away = (await client.pull()).cursor
    const unitId = await ship(client)
    await letDaysPass(TOMBSTONE_KEPT_MS / DAY_MS)
    const told = await client.pull({ cursor: away })
    expect(told.reset).toBeUndefined()
    expect(told.changes).toContainEqual(expect.objectContaining({ id: unitId, doc: null }))
    await letDaysPass(2)
    const late = await client.pull({ cursor: away })
    expect(late).toMatchObject({ reset: true, cursor: 0, epoch: client.epoch, changes: [] })
    const anew = await client.pull()
    expect(anew.changes.map(({ id }) => id)).not.toContain(unitId)
    expect(anew).toMatchObject({ more: false, cursor: anew.head, epoch: client.epoch })
    // Whoever stood at the floor or above has missed nothing.
    const near = await client.pull({ cursor: await tombstoneFloor() })
    expect(near.reset).toBeUndefined()
  })

  test('[PULL-4] a snapshot under way goes on below the floor; one left for a day starts over', async () => {
    const client = await start()
    await ship(client)
    await letDaysPass(TOMBSTONE_KEPT_MS / DAY_MS + 2)
    const floorNow = await tombstoneFloor()
    const first = await page(client, 0)
    expect(first.cursor).toBeLessThan(floorNow)
    expect(first.more).toBe(true)
    const second = await page(client, first.cursor)
    expect(second.reset).toBeUndefined()
    // The same page again, as after an answer that was lost.
    expect(await page(client, first.cursor)).toMatchObject({ changes: second.changes })
    now += DAY_MS + HOUR_MS
    expect(await page(client, second.cursor)).toMatchObject({ reset: true, cursor: 0 })
    // A whole one, page by page.
    expect((await client.pull({ limit: 2 })).reset).toBeUndefined()
  })

  test('[PULL-4] a change that the floor overtakes between two pages starts over', async () => {
    const client = await start()
    const other = await bench()
    const { cursor } = await client.pull()
    await ship(other)
    const first = await page(client, cursor)
    expect(first).toMatchObject({ more: true })
    await letDaysPass(TOMBSTONE_KEPT_MS / DAY_MS + 2)
    expect(await page(client, first.cursor)).toMatchObject({ reset: true })
  })

  test('[PULL-4] what another table holds is removed with its tombstone; lists, units and loads stay', async () => {
    const client = await start()
    client.station.log.act('stock.count', { sku: 'NONE', counted: 3 })
    await client.push()
    const unitId = await ship(client)
    const [trouble] = (
      (await office.admin('GET', '/v1/exceptions')).body as { items: { id: string }[] }
    ).items
    const exceptionId = trouble?.id ?? ''
    await office.admin('POST', `/v1/exceptions/${exceptionId}/resolve`, {
      choice: 'accept',
      note: '',
    })
    expect(await stored([unitId, exceptionId])).toEqual([unitId, exceptionId].toSorted())
    await letDaysPass(TOMBSTONE_KEPT_MS / DAY_MS + 2)
    expect(await stored([unitId, exceptionId])).toEqual([unitId])
  })

  test('[PULL-4] a feed that stands still is marked once', async () => {
    await start()
    const marks = () =>
      database.store.snapshot((tx) => tx.selectFrom('feed_mark').selectAll().execute())
    await letDaysPass(1)
    const before = await marks()
    await letDaysPass(3)
    expect(await marks()).toEqual(before)
  })

  async function page({ station, epoch }: SyncClient, cursor: number) {
    const path = `/v1/sync/pull?cursor=${cursor}&epoch=${epoch}&limit=2`
    const answer = await office.call('GET', path, { token: station.token })
    expect(answer.status).toBe(200)
    return answer.body as Awaited<ReturnType<SyncClient['pull']>>
  }

  async function stored(ids: readonly string[]): Promise<string[]> {
    const rows = await database.store.snapshot((tx) =>
      tx.selectFrom('document').select('id').where('id', 'in', ids).orderBy('id').execute(),
    )
    return rows.map(({ id }) => id).toSorted()
  }
})
