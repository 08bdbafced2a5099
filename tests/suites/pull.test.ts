import { afterEach, describe, expect, test } from 'vitest'
import { actionDefinitions } from '#contract/actions/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt, packOrder } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { syncClient, type SyncClient } from '../support/sync-client.ts'

describe.each(databases)('pull on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor

  async function start(options: Parameters<typeof layFloor>[1] = {}): Promise<void> {
    database = await open()
    office = await startOffice({ database })
    floor = await layFloor(database.store, options)
  }

  async function bench(): Promise<SyncClient> {
    const row = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    return syncClient(office, await floor.station(), row.epoch)
  }

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  test('[PULL-4] a first pull is a snapshot of the scope, in pages, and ends at the head', async () => {
    await start({ orders: 5 })
    const client = await bench()
    const pulled = await client.pull({ limit: 2 })
    expect(pulled).toMatchObject({ cursor: pulled.head, more: false, epoch: client.epoch })
    const kinds = pulled.changes.map((change) => change.kind)
    expect(kinds.filter((kind) => kind === 'pick-list')).toHaveLength(5)
    expect(kinds).toContain('product')
    expect(kinds).toContain('load')
    const seqs = pulled.changes.map((change) => change.seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    expect(new Set(seqs).size).toBe(seqs.length)
  })

  test('[PUSH-6] it lists every action type and version that the office reads', async () => {
    await start()
    const { reads } = await (await bench()).pull()
    expect(reads).toEqual(
      Object.fromEntries(Object.values(actionDefinitions).map(({ type, v }) => [type, [v]])),
    )
  })

  test('[NUM-1] a station sees its own number range and nobody else’s', async () => {
    await start()
    const [north, south] = [await bench(), await bench()]
    for (const client of [north, south]) {
      const ranges = (await client.pull()).changes.filter(
        (change) => change.kind === 'number-range',
      )
      expect(ranges.map((change) => change.id)).toEqual([client.station.stationId])
    }
  })

  test('[PULL-1] after a push the page says how far the log was processed and holds its effects', async () => {
    await start()
    const client = await bench()
    const { cursor, processed } = await client.pull()
    expect(processed).toEqual({ incarnation: client.station.log.incarnation, seq: 0 })
    const unitId = packOrder(client.station, listAt(floor, 0))
    const { ackedSeq } = await client.push()
    const page = await client.pull({ cursor })
    expect(page.processed.seq).toBe(ackedSeq)
    expect(page.changes).toMatchObject([
      { kind: 'pick-list', doc: { status: 'done' } },
      { kind: 'unit', id: unitId, doc: { status: 'closed', label: { lastCopy: 1 } } },
    ])
    expect((await client.pull({ cursor: page.cursor })).changes).toEqual([])
  })

  test('[PULL-4] what leaves the scope is sent as a tombstone, and not at all in a snapshot', async () => {
    await start()
    const client = await bench()
    const unitId = packOrder(client.station, listAt(floor, 0))
    const { id: loadId } = floor.load
    client.station.log.act('load.claim', { loadId })
    client.station.log.act('load.add', { loadId, unitId })
    client.station.log.act('load.confirm', { loadId })
    const { head } = await client.push()
    client.station.log.act('load.depart', { loadId, leftBehind: [] })
    await client.push()
    const page = await client.pull({ cursor: head })
    const gone = page.changes.filter((change) => change.doc === null).map((change) => change.id)
    expect(gone).toContain(loadId)
    expect(gone).toContain(unitId)
    const fresh = await client.pull()
    expect(fresh.changes.filter((change) => change.doc === null)).toEqual([])
    expect(fresh.changes.map((change) => change.id)).not.toContain(unitId)
  })

  test('[PULL-4] a cursor of an epoch that has ended is reset, and the epoch stays', async () => {
    await start()
    const client = await bench()
    const { head } = await client.pull()
    const { epoch } = await client.pull({ cursor: head + 1 })
    const page = await client.pull({ cursor: 1, epoch: client.epoch })
    expect(page).toMatchObject({ reset: true, cursor: 0, epoch, changes: [] })
    expect((await client.pull({ epoch })).epoch).toBe(epoch)
  })

  test('[EPOCH-1] a cursor beyond the head proves that the office forgot: a new epoch, once', async () => {
    await start()
    const client = await bench()
    const { head } = await client.pull()
    const first = await client.pull({ cursor: head + 1 })
    expect(first).toMatchObject({ reset: true, cursor: 0 })
    expect(first.epoch).not.toBe(client.epoch)
    const second = await client.pull({ cursor: head + 1 })
    expect(second).toMatchObject({ reset: true, epoch: first.epoch })
  })
})
