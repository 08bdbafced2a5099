import { describe, expect, test } from 'vitest'
import { WorkView } from '#contract/rpc/work-view.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import { CODE, list, quantity, STATION, type TestBench } from '../testing/floor.ts'
import {
  closedBench,
  FELT,
  GLUE,
  OAK,
  OAK_AND_GLUE_GRAMS,
  oakAndGlue,
  pickedBench,
  pickingBench,
} from '../testing/shop.ts'

const ACK = CODE['ACK'] ?? ''

/** The office cancels an order of a list; what was picked stays in hands. */
function cancel(bench: TestBench, id = 'l1', orderNumber?: string): PickList {
  const before = bench.list(id)
  const orders = before.orders.map((order) =>
    orderNumber === undefined || order.orderNumber === orderNumber
      ? { ...order, status: 'CANCELLED' as const }
      : order,
  )
  const isAll = orders.every((order) => order.status === 'CANCELLED')
  const after = { ...before, orders, status: isAll ? ('cancelled' as const) : before.status }
  bench.floor.put('pick-list', id, after)
  return after
}

function cancelledBench(bench = pickedBench()): TestBench {
  cancel(bench)
  bench.take({ kind: 'documents-changed' })
  bench.scan(ACK)
  return bench
}

function packingView(bench: TestBench) {
  const { view } = bench
  if (view.kind !== 'packing' || view.putBack === null) throw new Error(`it is ${view.kind}`)
  WorkView.parse(view)
  return view.putBack
}

test('a cancelled list with goods in hand is offered, and its code opens the way back', () => {
  const bench = cancelledBench()
  expect(bench.view).toMatchObject({
    kind: 'idle',
    lists: [],
    putBacks: [{ listId: 'l1', orderNumbers: ['ORD-l1'], quantity: 5, lines: 2 }],
  })
  bench.scan(oakAndGlue().code)
  expect(bench.alert).toBeNull()
  expect(packingView(bench)).toMatchObject({
    orderNumbers: ['ORD-l1'],
    left: 5,
    total: 5,
    lines: [
      { name: 'Oak plank 14 mm', location: 'A-01', quantity: 3, barcode: OAK.ean },
      { name: 'Glue 250 g', location: 'A-02', quantity: 2 },
    ],
    units: [{ isOpen: true, quantity: 5 }],
  })
})

test('each scan puts goods back out of their unit; the last one drops it and leaves the step', () => {
  const bench = cancelledBench()
  const unitId = bench.floor.all('unit')[0]?.id ?? ''
  const from = bench.log.length
  bench.scan(oakAndGlue().code, OAK.ean, quantity(2), OAK.ean)
  expect(bench.state.feedback).toMatchObject({
    text: 'put-back',
    detail: { quantity: 2, name: 'Oak plank 14 mm', left: 2 },
  })
  expect(packingView(bench)).toMatchObject({ left: 2, total: 5, lines: [{ sku: GLUE.sku }] })
  bench.scan(GLUE.ean, GLUE.ean)
  expect(bench.log.slice(from).map(({ type, payload }) => ({ type, payload }))).toEqual([
    { type: 'pick.put-back', payload: { pickListId: 'l1', lineNo: 1, quantity: 1, unitId } },
    { type: 'pick.put-back', payload: { pickListId: 'l1', lineNo: 1, quantity: 2, unitId } },
    { type: 'pick.put-back', payload: { pickListId: 'l1', lineNo: 2, quantity: 1, unitId } },
    { type: 'pick.put-back', payload: { pickListId: 'l1', lineNo: 2, quantity: 1, unitId } },
    { type: 'pack.close', payload: { unitId } },
  ])
  expect(bench.unit(unitId).status).toBe('dropped')
  expect(bench.state.feedback).toMatchObject({ kind: 'good', text: 'all-put-back' })
  expect(bench.view).toMatchObject({ kind: 'idle', putBacks: [] })
  expect(bench.list('l1').lines.map(({ picked }) => picked)).toEqual([0, 0])
})

test('a closed carton is opened by the first scan, so its label is void', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.printed('printed')
  cancelledBench(bench)
  const from = bench.log.length
  bench.scan(`00${unitId}`, OAK.ean)
  expect(bench.log.slice(from).map(({ type }) => type)).toEqual(['pack.reopen', 'pick.put-back'])
  expect(bench.unit(unitId)).toMatchObject({
    status: 'open',
    weight: null,
    label: { lastCopy: 1, voidedThrough: 1 },
  })
  bench.scan(quantity(2), OAK.ean, quantity(2), GLUE.ean)
  expect(bench.unit(unitId).status).toBe('dropped')
  expect(bench.list('l1').lines.map(({ picked, packed }) => [picked, packed])).toEqual([
    [0, 0],
    [0, 0],
  ])
})

test('goods that stand outside any unit go back as they are', () => {
  const bench = cancelledBench(pickedBench({ mode: 'pick' }))
  bench.scan(oakAndGlue().code, OAK.ean)
  expect(bench.log.at(-1)).toMatchObject({ type: 'pick.put-back', payload: { quantity: 1 } })
  expect(bench.log.at(-1)?.payload).not.toHaveProperty('unitId')
})

test('what is not to go back, or not that many, is said and nothing is recorded', () => {
  const bench = cancelledBench()
  bench.scan(oakAndGlue().code)
  const from = bench.log.length
  bench.scan(FELT.ean)
  expect(bench.alert).toMatchObject({ code: 'wrong-product', reason: 'not-to-put-back' })
  bench.scan(ACK, quantity(4), OAK.ean)
  expect(bench.alert).toMatchObject({
    reason: 'more-than-in-hand',
    detail: { open: 3, quantity: 4 },
  })
  bench.scan(ACK, OAK.ean, CODE['UNDO'] ?? '')
  expect(bench.alert).toMatchObject({ reason: 'put-back-stays', detail: { order: 'ORD-l1' } })
  expect(bench.log.slice(from).map(({ type }) => type)).toEqual(['pick.put-back'])
})

test('goods on a truck come off it first', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.printed('printed')
  bench.scan(`00${unitId}`)
  bench.scan(bench.floor.loads()[0]?.code ?? '', `00${unitId}`, CODE['CANCEL'] ?? '')
  cancelledBench(bench)
  bench.scan(oakAndGlue().code, OAK.ean)
  expect(bench.alert).toMatchObject({ reason: 'unit-on-load', detail: { load: 'L-1' } })
})

describe('of a batch of two orders', () => {
  const batch = list('b1', [
    { sku: OAK.sku, requested: 1, orderNumber: 'ORD-A' },
    { sku: OAK.sku, requested: 1, orderNumber: 'ORD-B', orderLineNo: 1 },
  ])

  test('the cancelled one goes back once the other is done, and only that one', () => {
    const bench = pickingBench({ lists: [batch] })
    for (const order of ['ORD-A', 'ORD-B']) {
      bench.scan(OAK.ean)
      bench.weigh(OAK.grams)
      bench.printed('printed')
      const { toVerify } = bench.place
      bench.scan(`00${toVerify}`)
      bench.weigh(0)
      expect(bench.alert, order).toBeNull()
    }
    cancel(bench, 'b1', 'ORD-B')
    bench.take({ kind: 'documents-changed' })
    expect(bench.alert).toMatchObject({
      reason: 'order-cancelled',
      detail: { orderNumber: 'ORD-B' },
    })
    bench.scan(ACK, batch.code, OAK.ean)
    expect(bench.alert).toBeNull()
    expect(bench.list('b1').lines.map(({ picked }) => picked)).toEqual([1, 0])
    expect(bench.view.kind).toBe('idle')
  })
})

test('a bench is told once of work that was cancelled behind its back', () => {
  const bench = pickedBench()
  bench.weigh(OAK_AND_GLUE_GRAMS)
  bench.printed('printed')
  bench.scan(`00${bench.place.toVerify}`)
  expect(bench.view.kind).toBe('idle')
  cancel(bench)
  bench.take({ kind: 'documents-changed' })
  expect(bench.alert).toMatchObject({ code: 'order-cancelled' })
  bench.scan(ACK)
  bench.take({ kind: 'documents-changed' })
  expect(bench.alert).toBeNull()
  const other = { stationId: 'st-9', leaseUntil: '2027-01-01T00:00:00.000Z' }
  expect(bench.list('l1').claim?.stationId).toBe(STATION)
  bench.floor.put('pick-list', 'l1', { ...bench.list('l1'), claim: other })
  const [unit] = bench.floor.all('unit')
  if (unit === undefined) throw new Error('nothing was packed')
  bench.floor.put('unit', unit.id, { ...unit, stationId: other.stationId })
  bench.state = { ...bench.state, toldCancelled: [] }
  bench.take({ kind: 'documents-changed' })
  expect(bench.alert, 'nothing of it was done here').toBeNull()
  bench.floor.put('unit', unit.id, unit)
  bench.take({ kind: 'documents-changed' })
  expect(bench.alert).toMatchObject({ code: 'order-cancelled' })
})

test('CANCEL puts it off, another bench may do it, and then the step ends by itself', () => {
  const bench = cancelledBench()
  bench.scan(oakAndGlue().code, CODE['CANCEL'] ?? '')
  expect(bench.view).toMatchObject({ kind: 'idle', putBacks: [{ quantity: 5 }] })
  bench.scan(oakAndGlue().code)
  const { lines, ...rest } = bench.list('l1')
  const back = lines.map((line) => ({ ...line, picked: 0 }))
  bench.floor.put('pick-list', 'l1', { ...rest, lines: back })
  bench.take({ kind: 'documents-changed' })
  expect(bench.view.kind).toBe('idle')
  expect(bench.state.feedback).toMatchObject({ text: 'all-put-back' })
})
