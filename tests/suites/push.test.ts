import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { listAt, packOrder } from '../support/floor.ts'
import { createStationLog } from '../support/station-log.ts'
import { outcomes, syncClient } from '../support/sync-client.ts'
import { floorsForTests } from '../support/sync-floor.ts'

describe.each(databases)('push on $kind', ({ open }) => {
  const start = floorsForTests(open)

  test('[PUSH-3] the same batch again gets its first receipts and changes nothing', async () => {
    const { database, floor, bench } = await start()
    const client = await bench()
    packOrder(client.station, listAt(floor, 0))
    const first = await client.push()
    expect(outcomes(first.receipts)).toEqual(first.receipts.map(() => 'accepted'))
    const before = await stateOf(database)
    const again = await client.push({ fromSeq: 1 })
    expect(again.receipts).toEqual(first.receipts.map((r) => ({ ...r, replayed: true })))
    expect(again).toMatchObject({ ackedSeq: first.ackedSeq, head: first.head })
    expect(await stateOf(database)).toBe(before)
  })

  test('[PUSH-3] a batch that overlaps what was answered has only its new actions decided', async () => {
    const { floor, bench } = await start()
    const client = await bench()
    packOrder(client.station, listAt(floor, 0))
    await client.push({ count: 3 })
    const rest = await client.push({ fromSeq: 2 })
    const { length } = client.station.log.actions
    expect(rest.receipts.map((r) => r.seq)).toEqual(
      client.station.log.actions.slice(1).map((a) => a.seq),
    )
    expect(rest.receipts.map((r) => r.replayed === true)).toEqual([
      true,
      true,
      ...Array.from({ length: length - 3 }, () => false),
    ])
    expect(rest.ackedSeq).toBe(length)
  })

  test('[ID-1] actions with a hole before them are refused with the seq that is expected', async () => {
    const { floor, bench } = await start()
    const client = await bench()
    packOrder(client.station, listAt(floor, 0))
    await client.push({ count: 2 })
    const answer = await client.send({ fromSeq: 4 })
    expect(answer).toMatchObject({ status: 409, body: { code: 'gap', expectedSeq: 3 } })
  })

  test('a hash that does not follow from what stands before it is no chain', async () => {
    const { database, office, epoch, bench } = await start()
    const { station } = await bench()
    station.log.act('session.sign-in', {})
    const request = station.log.request({ epoch })
    const before = await stateOf(database)
    for (const broken of [
      { ...request, prevHash: 'ab'.repeat(32) },
      { ...request, actions: request.actions.map((a) => ({ ...a, body: `${a.body} ` })) },
      { ...request, actions: request.actions.map((a) => ({ ...a, seq: 2 })) },
    ]) {
      const { token } = station
      const answer = await office.call('POST', '/v1/sync/push', { token, body: broken })
      expect(answer).toMatchObject({ status: 400, body: { code: 'chain' } })
    }
    expect(await stateOf(database)).toBe(before)
  })

  test('[VER-1] a station of another protocol is asked to upgrade, and nothing of it is taken', async () => {
    const { office, epoch, bench } = await start()
    const client = await bench()
    const { log, token } = client.station
    log.act('session.sign-in', {})
    const body = { ...log.request({ epoch }), protocol: 2 }
    const answer = await office.call('POST', '/v1/sync/push', { token, body })
    expect(answer).toMatchObject({ status: 426, body: { code: 'upgrade' } })
    expect(outcomes((await client.push()).receipts)).toEqual(['accepted'])
  })

  test('[ID-2] another log under the same seq is a fork: refused, kept once, and a person is told', async () => {
    const { database, office, epoch, bench } = await start()
    const client = await bench()
    const { log } = client.station
    log.act('session.sign-in', {})
    await client.push()
    const clone = createStationLog({ incarnation: log.incarnation })
    clone.act('session.sign-out', {})
    clone.act('session.sign-in', {})
    const twin = syncClient(office, { ...client.station, log: clone }, epoch)
    for (let times = 0; times < 2; times += 1) {
      const answer = await twin.send({ fromSeq: 1 })
      expect(answer).toMatchObject({ status: 409, body: { code: 'fork', seq: 1 } })
    }
    const behind = await twin.send({ fromSeq: 2 })
    expect(behind).toMatchObject({ status: 409, body: { code: 'fork', seq: 1 } })
    log.act('session.sign-out', {})
    expect((await client.push()).ackedSeq).toBe(2)
    const inbox = await office.admin('GET', '/v1/exceptions?open=true')
    expect(inbox.body).toMatchObject({
      items: [{ code: 'fork', sentence: expect.stringContaining('Bench 1') }],
    })
    const kept = await database.store.snapshot((tx) =>
      tx.selectFrom('forked_push').select('actions').orderBy('from_seq').execute(),
    )
    expect(kept.map((row) => JSON.parse(row.actions) as unknown)).toEqual([clone.actions])
  })

  test('[ID-1] an action that arrives again in a restored log keeps its first answer', async () => {
    const { database, office, floor, epoch, bench } = await start()
    const client = await bench()
    packOrder(client.station, listAt(floor, 0))
    const { actions } = client.station.log
    const first = await client.push()
    const before = await stateOf(database)
    const restored = createStationLog()
    for (const { body, id } of actions) restored.append(body, id)
    const again = syncClient(office, { ...client.station, log: restored }, epoch)
    const { receipts } = await again.push()
    expect(receipts.map(({ outcome, replayed }) => ({ outcome, replayed }))).toEqual(
      first.receipts.map(({ outcome }) => ({ outcome, replayed: true })),
    )
    const stock = (text: string) => JSON.stringify((JSON.parse(text) as unknown[]).slice(1, 5))
    expect(stock(await stateOf(database))).toBe(stock(before))
    restored.append('{"other":"content"}', actions[0]?.id)
    expect(outcomes((await again.push()).receipts)).toEqual(['refused poison'])
    const inbox = await office.admin('GET', '/v1/exceptions?open=true')
    expect(inbox.body).toMatchObject({ items: [{ code: 'poison', actionId: actions[0]?.id }] })
  })
})

/** Everything that a push may change, as text. */
async function stateOf({ store }: TestDatabase): Promise<string> {
  return store.snapshot(async (tx) => {
    const parts = []
    for (const table of ['document', 'stock', 'capacity_slot', 'order_line', 'customer_order']) {
      const { rows } = await sql`SELECT * FROM ${sql.table(table)} t ORDER BY t::text`.execute(tx)
      parts.push(rows)
    }
    const { rows } = await sql`
      SELECT (SELECT count(*) FROM stock_ledger) AS ledger, (SELECT count(*) FROM exception) AS exceptions,
        (SELECT count(*) FROM order_status_history) AS history,
        (SELECT count(*) FROM station_action) AS actions`.execute(tx)
    return JSON.stringify([...parts, rows])
  })
}
