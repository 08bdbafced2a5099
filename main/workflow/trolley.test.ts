import { expect, test } from 'vitest'
import { CODE, list, quantity, type TestBench } from '../testing/floor.ts'
import { FELT, GLUE, OAK, onTrolley, pickingBench } from '../testing/shop.ts'

/** Oak for both orders, then glue for the second and felt for the first. */
const BATCH = onTrolley(
  list('l1', [
    { sku: OAK.sku, requested: 1, orderNumber: 'ORD-A' },
    { sku: OAK.sku, requested: 2, orderNumber: 'ORD-B' },
    { sku: GLUE.sku, requested: 1, orderNumber: 'ORD-B', eachWeightGrams: GLUE.grams },
    { sku: FELT.sku, requested: 1, orderNumber: 'ORD-A', eachWeightGrams: FELT.grams },
  ]),
)
const A_GRAMS = OAK.grams + FELT.grams
const B_GRAMS = 2 * OAK.grams + GLUE.grams

test('several orders are walked together, each into its own carton, and the screen says which', () => {
  const bench = trolleyBench()
  expect(bench.view).toMatchObject({ next: { sku: OAK.sku, orderNumber: 'ORD-A', tote: 1 } })
  bench.scan(OAK.ean)
  expect(bench.state.feedback).toMatchObject({ text: 'picked-for-tote', detail: { tote: 1 } })
  expect(bench.view).toMatchObject({ next: { sku: OAK.sku, orderNumber: 'ORD-B', tote: 2 } })
  bench.scan(OAK.ean, OAK.ean)
  expect(bench.state.feedback?.detail).toMatchObject({ tote: 2, picked: 2, requested: 2 })
  bench.scan(GLUE.ean)
  expect(bench.alert).toBeNull()
  bench.scan(FELT.ean)
  expect(bench.state.feedback?.detail).toMatchObject({ tote: 1 })
  const units = bench.floor.all('unit')
  expect(units.map((unit) => [unit.orderNumbers, unit.contents.length])).toEqual([
    [['ORD-A'], 2],
    [['ORD-B'], 2],
  ])
  expect(bench.log.filter(({ type }) => type === 'pack.open')).toHaveLength(2)
})

test('a case fits the order that asks for so many, whichever is first on the way', () => {
  const bench = trolleyBench()
  bench.scan(quantity(2), OAK.ean)
  expect(bench.list('l1').lines.map(({ picked }) => picked)).toEqual([0, 2, 0, 0])
  expect(bench.state.feedback?.detail).toMatchObject({ tote: 2 })
})

test('no carton is closed on the walk, however much it weighs', () => {
  const bench = trolleyBench()
  bench.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean)
  bench.weigh(B_GRAMS)
  expect(bench.types()).not.toContain('pack.close')
})

test('with all goods on the trolley its cartons are weighed, labelled and scanned back one by one', () => {
  const bench = pickedTrolley()
  expect(bench.view).toMatchObject({ next: null, unit: { ordinal: 1 } })
  bench.weigh(A_GRAMS)
  const first = bench.place.toVerify
  expect(bench.unit(first).orderNumbers).toEqual(['ORD-A'])
  expect(bench.view).toMatchObject({ unit: { ordinal: 2 } })
  bench.weigh(B_GRAMS)
  expect(bench.place.toVerify, 'the first label comes first').toBe(first)
  bench.scan(`00${first}`)
  bench.weigh(B_GRAMS)
  const second = bench.place.toVerify
  expect(bench.unit(second).orderNumbers).toEqual(['ORD-B'])
  bench.scan(`00${second}`)
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.list('l1').orders.map(({ status }) => status)).toEqual(['PACKED', 'PACKED'])
  expect(bench.prints).toHaveLength(2)
})

test('the wrong carton on the scale is not closed: its weight is another', () => {
  const bench = pickedTrolley()
  bench.weigh(B_GRAMS)
  expect(bench.types()).not.toContain('pack.close')
  expect(bench.view).toMatchObject({ unit: { ordinal: 1 } })
})

test('a carton that is full on the walk is closed by hand, and its order goes on in another', () => {
  const bench = trolleyBench()
  bench.scan(OAK.ean)
  bench.weigh(OAK.grams)
  bench.scan(CODE['CLOSE'] ?? '')
  const closed = bench.place.toVerify
  expect(bench.unit(closed).orderNumbers).toEqual(['ORD-A'])
  bench.scan(`00${closed}`, OAK.ean, OAK.ean, GLUE.ean, FELT.ean)
  const ofFirst = bench.floor.all('unit').filter((unit) => unit.orderNumbers.includes('ORD-A'))
  expect(ofFirst.map(({ status }) => status)).toEqual(['closed', 'open'])
})

test('UNDO takes the last goods out of their own carton, which serves its order again', () => {
  const bench = trolleyBench()
  bench.scan(OAK.ean, OAK.ean)
  bench.scan(CODE['UNDO'] ?? '')
  const [first, second] = bench.floor.all('unit')
  expect([first?.contents.length, second?.contents.length]).toEqual([1, 0])
  bench.scan(OAK.ean, OAK.ean)
  expect(bench.floor.all('unit')).toHaveLength(2)
})

test('UNDO after a carton was closed opens it again beside the others', () => {
  const bench = pickedTrolley()
  bench.weigh(A_GRAMS)
  const closed = bench.place.toVerify
  bench.scan(CODE['UNDO'] ?? '')
  expect(bench.alert).toBeNull()
  expect(bench.unit(closed).status).toBe('open')
  expect(bench.place.unitId).toBe(closed)
})

test('a trolley that is gone on with knows its cartons', () => {
  const bench = trolleyBench()
  bench.scan(OAK.ean, OAK.ean)
  bench.state = { ...bench.state, place: { kind: 'idle' } }
  bench.scan(bench.list('l1').code, OAK.ean, GLUE.ean, FELT.ean)
  expect(bench.floor.all('unit').map(({ orderNumbers }) => orderNumbers)).toEqual([
    ['ORD-A'],
    ['ORD-B'],
  ])
})

test('a bench that only picks needs no cartons and hands the trolley on', () => {
  const picking = trolleyBench('pick')
  picking.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean, FELT.ean)
  expect(picking.types().at(-1)).toBe('pick.release')
  expect(picking.types()).not.toContain('pack.open')
})

test('a list whose orders went on to another one is left, and its code says that it is finished', () => {
  const bench = trolleyBench()
  const { orders, ...rest } = bench.list('l1')
  const moved = orders.map((order) => ({ ...order, movedTo: 'l2' }))
  bench.floor.put('pick-list', 'l1', { ...rest, orders: moved, status: 'cancelled', claim: null })
  bench.take({ kind: 'documents-changed' })
  expect(bench.alert?.reason).toBe('list-held-elsewhere')
  expect(bench.state.place.kind).toBe('idle')
  bench.scan(CODE['ACK'] ?? '', rest.code)
  expect(bench.alert?.reason).toBe('list-done')
})

function trolleyBench(mode: 'pick-and-pack' | 'pick' = 'pick-and-pack'): TestBench {
  return pickingBench({ lists: [BATCH] }, { mode })
}

function pickedTrolley(): TestBench {
  const bench = trolleyBench()
  bench.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean, FELT.ean)
  return bench
}
