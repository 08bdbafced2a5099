import { expect, test } from 'vitest'
import { badge, closedUnit, CODE, load, STATION } from '../testing/floor.ts'
import { closedBench, GLUE, OAK, oakAndGlue, pickingBench, shopBench } from '../testing/shop.ts'

const ack = CODE['ACK'] ?? ''
const changed = { kind: 'documents-changed' } as const

test('the office cancels the order: the list is left, the alert says which, the unit stays recorded', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  const { unitId } = bench.place
  const mine = bench.list('l1')
  const orders = mine.orders.map((order) => ({ ...order, status: 'CANCELLED' as const }))
  bench.floor.put('pick-list', 'l1', { ...mine, orders })
  expect(bench.take(changed)).toMatchObject({ became: 'alert', actions: [] })
  expect(bench.alert).toMatchObject({
    code: 'order-cancelled',
    tone: 'stop',
    detail: { orderNumber: 'ORD-l1' },
  })
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.unit(unitId).contents).toHaveLength(1)
  bench.scan(ack, mine.code)
  expect(bench.alert).toBeNull()
  expect(bench.state.feedback?.text).toBe('put-back-started')
})

test('one cancelled order of a batch is not picked any more, the others are', () => {
  const batch = oakAndGlue()
  const lines = batch.lines.map((line, index) => ({ ...line, orderNumber: `ORD-${index}` }))
  const orders = [0, 1].flatMap((index) =>
    batch.orders.map((order) => ({ ...order, orderNumber: `ORD-${index}` })),
  )
  const bench = pickingBench({ lists: [{ ...batch, mode: 'batch', lines, orders }] })
  const mine = bench.list('l1')
  const after = mine.orders.map((order) =>
    order.orderNumber === 'ORD-0' ? { ...order, status: 'CANCELLED' as const } : order,
  )
  bench.floor.put('pick-list', 'l1', { ...mine, orders: after })
  bench.take(changed)
  expect(bench.alert).toBeNull()
  expect(bench.view).toMatchObject({ next: { orderNumber: 'ORD-1' } })
  bench.scan(OAK.ean)
  expect(bench.alert?.code).toBe('order-cancelled')
})

test('the office stops the order: the list is left as it stands and taken up again once it is let go', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  const { unitId } = bench.place
  const mine = bench.list('l1')
  const stop = (isBlocked: boolean) => {
    const orders = bench.list('l1').orders.map((order) => ({
      ...order,
      isBlocked,
      blockedBecause: 'Credit limit.',
    }))
    bench.floor.put('pick-list', 'l1', { ...bench.list('l1'), orders })
  }
  stop(true)
  expect(bench.take(changed)).toMatchObject({ became: 'alert', actions: [] })
  expect(bench.alert).toMatchObject({
    code: 'wrong-state',
    tone: 'stop',
    message: 'Order ORD-l1 was stopped by the office. Set it aside. The reason: Credit limit.',
  })
  expect(bench.state.place.kind).toBe('idle')
  bench.scan(ack, mine.code)
  expect(bench.alert?.reason).toBe('order-stopped-because')
  bench.scan(ack)
  stop(false)
  bench.scan(mine.code)
  expect(bench.place).toMatchObject({ listId: 'l1', unitId })
  expect(bench.scan(OAK.ean).actions).toMatchObject([{ type: 'pick.confirm' }])
})

test('one stopped order of a batch is set aside with its carton, the others go on', () => {
  const batch = oakAndGlue()
  const lines = batch.lines.map((line, index) => ({ ...line, orderNumber: `ORD-${index}` }))
  const orders = [0, 1].flatMap((index) =>
    batch.orders.map((order) => ({ ...order, orderNumber: `ORD-${index}` })),
  )
  const bench = pickingBench({ lists: [{ ...batch, mode: 'batch', lines, orders }] })
  bench.scan(OAK.ean)
  const { unitId } = bench.place
  const stopped = bench
    .list('l1')
    .orders.map((order) => (order.orderNumber === 'ORD-0' ? { ...order, isBlocked: true } : order))
  bench.floor.put('pick-list', 'l1', { ...bench.list('l1'), orders: stopped })
  bench.take(changed)
  expect(bench.alert).toMatchObject({ reason: 'order-stopped', detail: { orderNumber: 'ORD-0' } })
  expect(bench.place.unitId).toBeNull()
  bench.scan(ack, OAK.ean)
  expect(bench.alert?.reason).toBe('order-stopped')
  bench.scan(ack, GLUE.ean)
  expect(bench.place.unitId).not.toBe(unitId)
  expect(bench.unit(bench.place.unitId).contents).toMatchObject([{ orderNumber: 'ORD-1' }])
})

test('goods that another bench picked into a carton of its own are not packed here again', () => {
  const bench = pickingBench()
  const mine = bench.list('l1')
  const [oak, ...others] = mine.lines
  if (oak === undefined) throw new Error('the list has no line')
  const id = '387123450000900006'
  const elsewhere = {
    ...bench.unit(bench.place.unitId),
    id,
    stationId: 'another',
    region: mine.region,
    deliveryDate: mine.deliveryDate,
    contents: [{ ...oak, pickListId: 'l1', quantity: oak.requested }],
  }
  // Picked during an outage under a claim that was refused: the goods are there all the same.
  bench.floor.put('pick-list', 'l1', {
    ...mine,
    lines: [{ ...oak, picked: oak.requested }, ...others],
  })
  bench.floor.put('unit', id, elsewhere)
  bench.take(changed)
  expect(bench.view).toMatchObject({ next: { sku: others[0]?.sku } })
  bench.scan(OAK.ean)
  expect(bench.alert?.reason).toBe('product-already-done')
})

test('a list or load that is gone leaves the bench idle', () => {
  const bench = pickingBench()
  bench.floor.remove('pick-list', 'l1')
  bench.take(changed)
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.state.feedback?.text).toBe('list-gone')
  const dock = shopBench()
  dock.scan(load('L-1').code)
  dock.floor.remove('load', 'load-L-1')
  expect(dock.view.kind).toBe('idle')
  dock.take(changed)
  expect(dock.state.place.kind).toBe('idle')
})

test('a list or load that is gone before anyone said so is left with the next scan', () => {
  const bench = pickingBench()
  bench.floor.remove('pick-list', 'l1')
  expect(bench.scan(OAK.ean).actions).toEqual([])
  expect(bench.state.place.kind).toBe('idle')
})

test('a list released or claimed by another bench meanwhile is left', () => {
  const bench = pickingBench()
  bench.floor.put('pick-list', 'l1', { ...bench.list('l1'), claim: null, status: 'open' })
  bench.take(changed)
  expect(bench.alert?.reason).toBe('list-held-elsewhere')
  expect(bench.state.place.kind).toBe('idle')
})

test('a load closed or taken over meanwhile is left with an alert', () => {
  for (const [more, reason] of [
    [{ status: 'confirmed' as const }, 'load-closed'],
    [
      { claim: { stationId: 'st-2', leaseUntil: '2027-01-01T00:00:00.000Z' } },
      'load-held-elsewhere',
    ],
  ] as const) {
    const bench = shopBench()
    bench.scan(load('L-1').code)
    const mine = bench.floor.get('load', 'load-L-1') ?? load('L-1')
    bench.floor.put('load', mine.id, { ...mine, ...more })
    bench.take(changed)
    expect(bench.alert?.reason).toBe(reason)
    expect(bench.state.place.kind).toBe('idle')
  }
})

test('a label scanned back at the dock first ends the list at the bench too', () => {
  const bench = closedBench()
  const unit = bench.unit(bench.place.toVerify)
  const label = { lastCopy: 1, verifiedCopy: 1, voidedThrough: 0 }
  bench.floor.put('unit', unit.id, { ...unit, label })
  bench.take(changed)
  expect(bench.state.place.kind).toBe('idle')
})

test('documents that change nothing here leave the very same state', () => {
  const bench = pickingBench()
  const before = bench.state
  expect(bench.take(changed).state).toBe(before)
})

test('a list the office gave to somebody else is left, and the alert says why', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  const action = { type: 'pick.claim' as const, payload: { pickListId: 'l1' } }
  bench.take({ kind: 'refusal', action, code: 'already-claimed', detail: null })
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.alert).toMatchObject({
    code: 'claim-refused',
    tone: 'stop',
    message: 'The office did not give you pick list ORD-l1: somebody else was first.',
  })
})

test('a refusal under a latched alert waits behind it', () => {
  const bench = shopBench()
  bench.scan(load('L-1').code, 'NONSENSE')
  const action = { type: 'load.claim' as const, payload: { loadId: 'load-L-1' } }
  bench.take({ kind: 'refusal', action, code: 'already-claimed', detail: null })
  expect(bench.alert?.reason).toBe('unknown-code')
  bench.scan(ack)
  expect(bench.alert?.reason).toBe('load-claim-refused')
  bench.scan(ack)
  expect(bench.alert).toBeNull()
  expect(bench.state.place.kind).toBe('idle')
})

test('a refused load.confirm does not pull the operator out of a list', () => {
  const bench = shopBench({ units: [closedUnit(1)] })
  // The list is not packed yet, and the load goes without it.
  bench.scan(load('L-1').code, `00${closedUnit(1).id}`, CODE['CONFIRM'] ?? '', CODE['YES'] ?? '')
  bench.scan(oakAndGlue().code)
  const action = { type: 'load.confirm' as const, payload: { loadId: 'load-L-1' } }
  bench.take({ kind: 'refusal', action, code: 'wrong-state', detail: null })
  expect(bench.state.place.kind).toBe('list')
  expect(bench.alert?.code).toBe('load-refused')
})

test('work another bench holds is not started here, until its lease has run out', () => {
  const claim = { stationId: 'st-2', leaseUntil: '2026-04-16T09:00:00.000Z' }
  const lists = [{ ...oakAndGlue(), claim, status: 'claimed' as const }]
  const bench = shopBench({ lists, loads: [load('L-1', { claim, status: 'claimed' })] })
  bench.scan(oakAndGlue().code)
  expect(bench.alert?.reason).toBe('list-held-elsewhere')
  bench.scan(ack, load('L-1').code)
  expect(bench.alert?.reason).toBe('load-held-elsewhere')
  const later = shopBench({ lists }, { now: '2026-04-16T09:00:01.000Z' })
  later.scan(badge('sanne'), oakAndGlue().code)
  expect(later.list('l1').claim?.stationId).toBe(STATION)
})
