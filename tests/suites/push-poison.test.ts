import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { databases } from '../support/databases.ts'
import { listAt, packOrder } from '../support/floor.ts'
import { outcomes } from '../support/sync-client.ts'
import { floorsForTests } from '../support/sync-floor.ts'

describe.each(databases)('bodies that nobody should write, on $kind', ({ open }) => {
  const start = floorsForTests(open)

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
    const { bench } = await start()
    const client = await bench()
    client.station.log.append(text)
    client.station.log.act('session.sign-out', {})
    const { receipts } = await client.push()
    expect(outcomes(receipts)[1]).toBe('accepted')
  })

  test('[PUSH-6] an action that crashes what comes after its rule is poison too, and the rest goes on', async () => {
    const { bench, database, floor } = await start()
    const client = await bench()
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

  test('[PUSH-6] what cannot be read is kept as poison and the ones behind it go on', async () => {
    const { database, office, floor, bench } = await start()
    const client = await bench()
    const { log } = client.station
    const envelope = {
      v: 1,
      operatorId: 'emma',
      occurredAt: '2026-03-02T08:00:00.000Z',
      baseHead: 0,
    }
    log.append('not json')
    log.append(JSON.stringify({ ...envelope, type: 'pick.teleport', payload: {} }))
    log.append(JSON.stringify({ ...envelope, type: 'pick.claim', payload: { pickListId: 7 } }))
    log.append(JSON.stringify({ ...envelope, type: 'pick.claim', v: 9, payload: {} }))
    packOrder(client.station, listAt(floor, 0))
    const { receipts, ackedSeq } = await client.push()
    expect(ackedSeq).toBe(log.actions.length)
    expect(outcomes(receipts)).toEqual([
      ...Array.from({ length: 4 }, () => 'refused poison'),
      ...log.actions.slice(4).map(() => 'accepted'),
    ])
    const kept = await database.store.snapshot((tx) =>
      tx.selectFrom('station_action').select('body').orderBy('seq').limit(4).execute(),
    )
    expect(kept.map((row) => row.body)).toEqual(log.actions.slice(0, 4).map((a) => a.body))
    const inbox = await office.admin('GET', '/v1/exceptions?open=true')
    expect(inbox.body).toMatchObject({
      items: Array.from({ length: 4 }, () => ({ code: 'poison' })),
    })
  })

  test('[PUSH-6] an action that the database cannot hold is poison, and only that one', async () => {
    const { floor, bench } = await start()
    const client = await bench()
    const unitId = packOrder(client.station, listAt(floor, 0))
    const { log } = client.station
    const before = log.actions.length
    const { id: loadId } = floor.load
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId })
    log.act('load.confirm', { loadId, seal: 'NUL \u0000 here' })
    log.act('load.confirm', { loadId, seal: 'S-1' })
    const { receipts } = await client.push()
    expect(outcomes(receipts.slice(before))).toEqual([
      'accepted',
      'accepted',
      'refused poison',
      'accepted',
    ])
    const replayed = await client.push({ fromSeq: 1 })
    expect(outcomes(replayed.receipts)).toEqual(outcomes(receipts))
  })

  test('[PUSH-6] an action whose rule crashes is poison after its third crash', async () => {
    const { database, floor, bench } = await start()
    await database.store.transaction((tx) =>
      sql`UPDATE document SET body = body - 'lines' WHERE kind = 'pick-list' AND id = ${listAt(floor, 0).id}`.execute(
        tx,
      ),
    )
    const client = await bench()
    const { log } = client.station
    log.act('pick.claim', { pickListId: listAt(floor, 0).id })
    packOrder(client.station, listAt(floor, 1))
    const { receipts } = await client.push()
    expect(outcomes(receipts)).toEqual([
      'refused poison',
      ...log.actions.slice(1).map(() => 'accepted'),
    ])
    // Whole again, so that the books can be held against it.
    await database.store.transaction((tx) =>
      sql`UPDATE document SET body = ${JSON.stringify(listAt(floor, 0))}::text::jsonb
        WHERE kind = 'pick-list' AND id = ${listAt(floor, 0).id}`.execute(tx),
    )
  })
})
