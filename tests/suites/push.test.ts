import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { realDeps } from '../../sync-server/deps.ts'
import { decideAsOffice } from '../../sync-server/sync/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt, orderAt, packOrder, WAREHOUSE } from '../support/floor.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { createStationLog } from '../support/station-log.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'

describe.each(databases)('push on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor
  let epoch: string

  async function start(options: Parameters<typeof layFloor>[1] = {}): Promise<void> {
    database = await open()
    office = await startOffice({ database })
    floor = await layFloor(database.store, options)
    epoch = await database.store.snapshot(async (tx) => {
      const row = await tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow()
      return row.epoch
    })
  }

  async function bench(name?: string): Promise<SyncClient> {
    return syncClient(office, await floor.station(name === undefined ? {} : { name }), epoch)
  }

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  /** Everything that a push may change, as text. */
  async function state(): Promise<string> {
    return database.store.snapshot(async (tx) => {
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

  test('[PUSH-3] the same batch again gets its first receipts and changes nothing', async () => {
    await start()
    const client = await bench()
    packOrder(client.station, listAt(floor, 0))
    const first = await client.push()
    expect(outcomes(first.receipts)).toEqual(first.receipts.map(() => 'accepted'))
    const before = await state()
    const again = await client.push({ fromSeq: 1 })
    expect(again.receipts).toEqual(first.receipts.map((r) => ({ ...r, replayed: true })))
    expect(again).toMatchObject({ ackedSeq: first.ackedSeq, head: first.head })
    expect(await state()).toBe(before)
  })

  test('[PUSH-3] a batch that overlaps what was answered has only its new actions decided', async () => {
    await start()
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
    await start()
    const client = await bench()
    packOrder(client.station, listAt(floor, 0))
    await client.push({ count: 2 })
    const answer = await client.send({ fromSeq: 4 })
    expect(answer).toMatchObject({ status: 409, body: { code: 'gap', expectedSeq: 3 } })
  })

  test('a hash that does not follow from what stands before it is no chain', async () => {
    await start()
    const { station } = await bench()
    station.log.act('session.sign-in', {})
    const request = station.log.request({ epoch })
    const before = await state()
    for (const broken of [
      { ...request, prevHash: 'ab'.repeat(32) },
      { ...request, actions: request.actions.map((a) => ({ ...a, body: `${a.body} ` })) },
      { ...request, actions: request.actions.map((a) => ({ ...a, seq: 2 })) },
    ]) {
      const { token } = station
      const answer = await office.call('POST', '/v1/sync/push', { token, body: broken })
      expect(answer).toMatchObject({ status: 400, body: { code: 'chain' } })
    }
    expect(await state()).toBe(before)
  })

  test('[VER-1] a station of another protocol is asked to upgrade, and nothing of it is taken', async () => {
    await start()
    const client = await bench()
    const { log, token } = client.station
    log.act('session.sign-in', {})
    const body = { ...log.request({ epoch }), protocol: 2 }
    const answer = await office.call('POST', '/v1/sync/push', { token, body })
    expect(answer).toMatchObject({ status: 426, body: { code: 'upgrade' } })
    expect(outcomes((await client.push()).receipts)).toEqual(['accepted'])
  })

  test('[ID-2] another log under the same seq is a fork: refused, kept once, and a person is told', async () => {
    await start()
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

  test('two benches claim one list: one gets it, facts of the other are excepted, not refused', async () => {
    await start()
    const [north, south] = [await bench('North'), await bench('South')]
    packOrder(north.station, listAt(floor, 0))
    packOrder(south.station, listAt(floor, 0))
    const [first, second] = await Promise.all([north.push({ count: 1 }), south.push({ count: 1 })])
    const winner = outcomes(first.receipts)[0] === 'accepted' ? north : south
    const loser = winner === north ? south : north
    expect(outcomes([...first.receipts, ...second.receipts]).toSorted()).toEqual([
      'accepted',
      'refused already-claimed',
    ])
    expect(outcomes((await winner.push()).receipts)).not.toContain('refused')
    const behind = await loser.push()
    expect(outcomes(behind.receipts).filter((o) => o.startsWith('refused'))).toEqual([])
    expect(behind.receipts[0]).toMatchObject({
      outcome: 'excepted',
      code: 'claimed-elsewhere',
      exceptionId: expect.any(String),
      detail: expect.stringContaining(winner === north ? 'North' : 'South'),
    })
  })

  test('[PUSH-5] a load confirmed upon a refused claim is refused with dependency', async () => {
    await start()
    const [north, south] = [await bench('North'), await bench('South')]
    const { id: loadId } = floor.load
    north.station.log.act('load.claim', { loadId })
    await north.push()
    const unitId = packOrder(south.station, listAt(floor, 0))
    const { log } = south.station
    const before = log.actions.length
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId })
    log.act('load.confirm', { loadId })
    const { receipts } = await south.push()
    expect(outcomes(receipts.slice(before))).toEqual([
      'refused already-claimed',
      'excepted claimed-elsewhere',
      'refused dependency',
    ])
  })

  test('[PUSH-6] what cannot be read is kept as poison and the ones behind it go on', async () => {
    await start()
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
    await start()
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
    await start()
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

  test('[ID-1] an action that arrives again in a restored log keeps its first answer', async () => {
    await start()
    const client = await bench()
    packOrder(client.station, listAt(floor, 0))
    const { actions } = client.station.log
    const first = await client.push()
    const before = await state()
    const restored = createStationLog()
    for (const { body, id } of actions) restored.append(body, id)
    const again = syncClient(office, { ...client.station, log: restored }, epoch)
    const { receipts } = await again.push()
    expect(receipts.map(({ outcome, replayed }) => ({ outcome, replayed }))).toEqual(
      first.receipts.map(({ outcome }) => ({ outcome, replayed: true })),
    )
    const stock = (text: string) => JSON.stringify((JSON.parse(text) as unknown[]).slice(1, 5))
    expect(stock(await state())).toBe(stock(before))
    restored.append('{"other":"content"}', actions[0]?.id)
    expect(outcomes((await again.push()).receipts)).toEqual(['refused poison'])
    const inbox = await office.admin('GET', '/v1/exceptions?open=true')
    expect(inbox.body).toMatchObject({ items: [{ code: 'poison', actionId: actions[0]?.id }] })
  })

  test('[FACT-1] what breaks a rule is recorded, excepted, and told in plain words', async () => {
    await start({ stock: 4 })
    const client = await bench('North')
    const { log } = client.station
    const { id: pickListId } = listAt(floor, 0)
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 5 })
    const { receipts, head } = await client.push()
    expect(outcomes(receipts)).toEqual(['accepted', 'excepted over-pick'])
    const [, taken] = receipts
    expect(taken?.detail).toBe(
      'North (emma) took 5 × SKU-1, but only 2 of 2 were still to be taken. Count the unit and put back what is too much.',
    )
    const { items } = (await office.admin('GET', '/v1/exceptions?open=true')).body as {
      items: { id: string }[]
    }
    expect(items).toMatchObject([
      {
        id: taken?.exceptionId,
        code: 'over-pick',
        actionId: log.actions[1]?.id,
        reference: 'SKU-1',
      },
    ])
    const note = (await client.pull({ cursor: head - 2 })).changes.find(
      (c) => c.kind === 'exception',
    )
    expect(note).toMatchObject({ id: taken?.exceptionId, doc: { status: 'open' } })
  })

  test('[FACT-1] facts may take stock below zero, with an open exception', async () => {
    await start({ stock: 1 })
    const client = await bench()
    const unitId = packOrder(client.station, listAt(floor, 0))
    const { id: loadId } = floor.load
    const { log } = client.station
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId })
    log.act('load.depart', { loadId, leftBehind: [] })
    const { receipts } = await client.push()
    expect(outcomes(receipts).at(-1)).toBe('excepted stock-below-zero')
    const again = await client.push({ fromSeq: log.actions.length })
    expect(again.receipts).toEqual([{ ...receipts.at(-1), replayed: true }])
    const stock = await office.admin('GET', '/v1/stock?sku=SKU-1')
    expect(stock.body).toMatchObject({ items: [{ onHand: -1, reserved: 2 }] })
    const inbox = await office.admin('GET', '/v1/exceptions?open=true')
    expect(inbox.body).toMatchObject({
      items: [1, 2, 3].map((n) => ({ code: 'stock-below-zero', reference: `SKU-${n}` })),
    })
  })

  test('[SEC-2] work without the right to do it is refused as a claim and excepted as a fact', async () => {
    await start()
    const client = await bench()
    const log = createStationLog({
      operatorId: 'nobody',
      incarnation: client.station.log.incarnation,
    })
    const intruder = syncClient(office, { ...client.station, log }, epoch)
    log.act('pick.claim', { pickListId: listAt(floor, 0).id })
    log.act('stock.count', { sku: 'SKU-1', counted: 1_000_000 })
    const { receipts } = await intruder.push()
    expect(outcomes(receipts)).toEqual(['refused forbidden', 'excepted override-not-allowed'])
  })

  test('the whole line: claim, confirm, weigh, close, label, load: everything is exactly right', async () => {
    await start({ orders: 1, lines: 2, quantity: 3, stock: 10 })
    const client = await bench()
    const { log } = client.station
    const unitId = packOrder(client.station, listAt(floor, 0))
    log.act('label.verify', { unitId, copy: 1 })
    const packed = await client.push()
    expect(outcomes(packed.receipts)).toEqual(log.actions.map(() => 'accepted'))
    const { orderNumber, shipmentId } = orderAt(floor, 0)
    const loading = log.actions.length
    const { id: loadId } = floor.load
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId, copy: 1 })
    log.act('load.confirm', { loadId, seal: 'S-1' })
    const loaded = await client.push()
    expect(outcomes(loaded.receipts)).toEqual(log.actions.slice(loading).map(() => 'accepted'))
    const order = await office.admin('GET', `/v1/orders/${orderNumber}`)
    const done = { ordered: 3, reserved: 0, picked: 3, short: 0, packed: 3, loaded: 3 }
    expect(order.body).toMatchObject({
      status: 'LOADED',
      shipments: [{ id: shipmentId, status: 'LOADED', unitIds: [unitId] }],
      lines: [done, done],
      units: [{ id: unitId, status: 'loaded' }],
      history: [
        { status: 'picking:started' },
        { status: 'picking:picked' },
        { status: 'packing:packed' },
        { status: 'loading:loaded' },
      ],
    })
    for (const sku of ['SKU-1', 'SKU-2']) {
      const stock = await office.admin('GET', `/v1/stock?sku=${sku}`)
      expect(stock.body).toMatchObject({ items: [{ onHand: 7, reserved: 0, available: 7 }] })
      const ledger = await office.admin('GET', `/v1/ledger?sku=${sku}`)
      expect(ledger.body).toMatchObject({
        items: [
          { kind: 'RECEIVED', onHandDelta: 10, reservedDelta: 0 },
          { kind: 'RESERVED', onHandDelta: 0, reservedDelta: 3 },
          { kind: 'COMMITTED', onHandDelta: 0, reservedDelta: 0, reference: orderNumber },
          { kind: 'SHIPPED', onHandDelta: -3, reservedDelta: -3, reference: orderNumber },
        ],
      })
    }
    const [slot] = await database.store.snapshot((tx) =>
      tx.selectFrom('capacity_slot').select(['packed_weight_grams', 'packed_volume_cm3']).execute(),
    )
    expect(slot).toEqual({ packed_weight_grams: 3_000, packed_volume_cm3: 6_000 })
    await database.store.transaction(async (tx) => {
      const parts = { kind: database.store.kind, deps: realDeps() }
      const [ruling] = await decideAsOffice(tx, parts, {
        warehouse: WAREHOUSE,
        writtenBy: 'admin',
        actions: [{ type: 'load.depart', payload: { loadId, leftBehind: [] } }],
      })
      expect(ruling).toMatchObject({ outcome: 'accepted', exceptionId: null })
    })
    const away = await office.admin('GET', `/v1/orders/${orderNumber}`)
    expect(away.body).toMatchObject({ status: 'OUT_FOR_DELIVERY', units: [{ status: 'departed' }] })
  })
})
