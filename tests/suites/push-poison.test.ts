import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'

describe.each(databases)('bodies that nobody should write, on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor

  async function start(): Promise<SyncClient> {
    database = await open()
    office = await startOffice({ database })
    floor = await layFloor(database.store)
    const { epoch } = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    return syncClient(office, await floor.station(), epoch)
  }

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  const body = (parts: Record<string, unknown>) =>
    JSON.stringify({
      type: 'session.sign-in',
      v: 1,
      operatorId: 'emma',
      occurredAt: '2026-03-02T08:00:00.000Z',
      baseHead: 0,
      payload: {},
      ...parts,
    })

  test.each([
    ['a type with a NUL', body({ type: 'pick\0claim' })],
    ['a type with half a character', body({ type: 'pick\ud800' })],
    ['an operator with a NUL', body({ operatorId: 'em\0ma' })],
    ['an operator with half a character', body({ operatorId: 'em\ud800ma' })],
    ['an operator as long as a book', body({ operatorId: 'x'.repeat(15_000) })],
    [
      'a reason with a NUL',
      body({
        type: 'load.remove',
        payload: { loadId: 'a\0', unitId: '1'.repeat(18), reason: 'x' },
      }),
    ],
    [
      'a payload nested too deep to read',
      `${body({}).slice(0, -4)}:${'['.repeat(7_000)}${']'.repeat(7_000)}}`,
    ],
    [
      'a closing nested too deep to index',
      `${body({
        type: 'refusal.close',
        operatorId: 'saar',
        payload: {
          seq: 1,
          actionId: '01939d2a-7b1c-7c00-8000-0000000000a1',
          how: 'written-off',
          reason: 'x',
        },
      }).slice(0, -2)},"x":${'['.repeat(7_000)}${']'.repeat(7_000)}}}`,
    ],
    [
      'a lot with a NUL',
      body({
        type: 'pick.confirm',
        payload: { pickListId: 'x', lineNo: 1, quantity: 1, lot: '\0' },
      }),
    ],
    [
      'a lot of half a character',
      body({
        type: 'pick.confirm',
        payload: { pickListId: 'x', lineNo: 1, quantity: 1, lot: '\udfff' },
      }),
    ],
    ['a list of half a character', body({ type: 'pick.claim', payload: { pickListId: '\udfff' } })],
    [
      'a product of half a character',
      body({ type: 'stock.count', payload: { sku: '\udfff', counted: 1 } }),
    ],
  ])('[PUSH-6] %s holds up nothing behind it', async (_what, text) => {
    const client = await start()
    client.station.log.append(text)
    client.station.log.act('session.sign-out', {})
    const { receipts } = await client.push()
    expect(outcomes(receipts)[1]).toBe('accepted')
  })

  test('[PUSH-6] an action that crashes what comes after its rule is poison too, and the rest goes on', async () => {
    const client = await start()
    const { log } = client.station
    const loadId = floor.load.id
    // Nothing but the event of a departure reads it.
    await database.store.transaction((tx) =>
      sql`UPDATE document SET body = body - 'vehicle' WHERE id = ${loadId}`.execute(tx),
    )
    log.act('session.sign-in', {})
    log.act('load.depart', { loadId, leftBehind: [] })
    log.act('session.sign-out', {})
    const { receipts } = await client.push()
    expect(outcomes(receipts)).toEqual(['accepted', 'refused poison', 'accepted'])
    const again = await client.push({ fromSeq: 1 })
    expect(outcomes(again.receipts)).toEqual(outcomes(receipts))
  })
})
