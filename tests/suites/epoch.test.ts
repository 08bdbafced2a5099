import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { realDeps } from '../../sync-server/deps.ts'
import { ensureEpoch } from '../../sync-server/sync/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt, packOrder } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'

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
