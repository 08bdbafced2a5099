import { hash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { PullAnswer, ScopeAnswer } from '#contract/sync/envelope.ts'
import { type ScopeEntry, scopeText } from '#contract/sync/scope-hash.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, type FloorStation, layFloor, listAt, packOrder } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { syncClient, type SyncClient } from '../support/sync-client.ts'

describe.each(databases)('the hash of a scope on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor

  async function start(): Promise<SyncClient> {
    database = await open()
    office = await startOffice({ database })
    floor = await layFloor(database.store, { orders: 2 })
    return bench()
  }

  async function bench(): Promise<SyncClient> {
    const { epoch } = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    return syncClient(office, await floor.station(), epoch)
  }

  async function scopeOf({ token }: FloorStation): Promise<ScopeAnswer> {
    const answer = await office.call('GET', '/v1/sync/scope', { token })
    expect(answer.status).toBe(200)
    return answer.body as ScopeAnswer
  }

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  test('[PULL-4] it is the hash of what a snapshot gives that station, also after work and tombstones', async () => {
    const client = await start()
    const other = await bench()
    const unitId = packOrder(client.station, listAt(floor, 0))
    const { id: loadId } = floor.load
    client.station.log.act('load.claim', { loadId })
    client.station.log.act('load.add', { loadId, unitId })
    client.station.log.act('load.confirm', { loadId })
    client.station.log.act('load.depart', { loadId, leftBehind: [] })
    await client.push()
    const told = await scopeOf(client.station)
    expect(told).toEqual(scopeFrom(await client.pull()))
    const others = await scopeOf(other.station)
    expect(others).toEqual(scopeFrom(await other.pull()))
    // Each holds its own numbers and nobody else's.
    expect(others.hash).not.toBe(told.hash)
    expect(others.head).toBe(told.head)
  })

  test('[PULL-4] pages and tombstones add up to the same hash, and one version less does not', async () => {
    const client = await start()
    const held = new Map<string, ScopeEntry>()
    take(held, await client.pull({ limit: 2 }))
    const { cursor } = await client.pull()
    packOrder(client.station, listAt(floor, 0))
    await client.push()
    const page = await client.pull({ cursor })
    const stale = scopeHash([...held.values()])
    take(held, page)
    const told = await scopeOf(client.station)
    expect({ head: page.head, hash: scopeHash([...held.values()]) }).toEqual({
      head: told.head,
      hash: told.hash,
    })
    expect(stale).not.toBe(told.hash)
  })

  test('[PULL-4] ids of any script are hashed in one order, in the database and at the bench', async () => {
    const client = await start()
    const skus = [
      'Ä-1',
      'ä-1',
      'ÄPFEL',
      'a',
      'B',
      'ｱ-1',
      '\uffee',
      '😀',
      '😀-2',
      '漢字',
      'a\u0301',
      'á',
    ]
    await addDocuments(skus)
    const told = await scopeOf(client.station)
    const pulled = await client.pull()
    expect(pulled.changes.map(({ id }) => id)).toEqual(expect.arrayContaining(skus))
    expect(told).toEqual(scopeFrom(pulled))
  })

  test('[PULL-4] to hash fifty thousand documents takes less than to send them', async () => {
    const client = await start()
    await addDocuments(Array.from({ length: 50_000 }, (_, index) => `BULK-${index}`))
    const from = performance.now()
    const told = await scopeOf(client.station)
    const hashedMs = performance.now() - from
    const pulled = await client.pull({ limit: 5_000 })
    expect(hashedMs).toBeLessThan(performance.now() - from - hashedMs)
    expect(told.documents).toBeGreaterThan(50_000)
    expect(told).toEqual(scopeFrom(pulled))
  })

  /** Products as documents of the feed; nobody looks inside. */
  async function addDocuments(ids: readonly string[]): Promise<void> {
    await database.store.transaction(async (tx) => {
      const { head } = await tx
        .updateTable('warehouse_head')
        .set((eb) => ({ head: eb('head', '+', ids.length) }))
        .where('warehouse', '=', 'MAIN')
        .returning('head')
        .executeTakeFirstOrThrow()
      const base = head - ids.length
      for (let from = 0; from < ids.length; from += 5_000) {
        const rows = ids.slice(from, from + 5_000).map((id, index) => ({
          warehouse: 'MAIN',
          kind: 'product',
          id,
          seq: base + from + index + 1,
          station_id: null,
          body: JSON.stringify({ sku: id, note: kind }),
        }))
        await tx.insertInto('document').values(rows).execute()
      }
    })
  }
})

function take(held: Map<string, ScopeEntry>, { changes }: PullAnswer): void {
  for (const { kind, id, seq, doc } of changes) {
    if (doc === null) held.delete(`${kind}/${id}`)
    else held.set(`${kind}/${id}`, { kind, id, seq })
  }
}

function scopeFrom({ epoch, head, changes }: PullAnswer): ScopeAnswer {
  return { epoch, head, documents: changes.length, hash: scopeHash(changes) }
}

function scopeHash(entries: readonly ScopeEntry[]): string {
  return hash('sha256', scopeText(entries))
}
