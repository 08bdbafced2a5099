import { describe, expect, test } from 'vitest'
import { realDeps } from '../../sync-server/deps.ts'
import { decideAsOffice } from '../../sync-server/sync/index.ts'
import { databases } from '../support/databases.ts'
import { listAt, orderAt, packOrder, WAREHOUSE } from '../support/floor.ts'
import { createStationLog } from '../support/station-log.ts'
import { outcomes, syncClient } from '../support/sync-client.ts'
import { floorsForTests } from '../support/sync-floor.ts'

describe.each(databases)('what the office decides of a push on $kind', ({ open }) => {
  const start = floorsForTests(open)

  test('two benches claim one list: one gets it, facts of the other are excepted, not refused', async () => {
    const { floor, bench } = await start()
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
    const { floor, bench } = await start()
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

  test('[FACT-1] what breaks a rule is recorded, excepted, and told in plain words', async () => {
    const { office, floor, bench } = await start({ stock: 4 })
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
    const { office, floor, bench } = await start({ stock: 1 })
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
    const { office, floor, epoch, bench } = await start()
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
    const { database, office, floor, bench } = await start({
      orders: 1,
      lines: 2,
      quantity: 3,
      stock: 10,
    })
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
