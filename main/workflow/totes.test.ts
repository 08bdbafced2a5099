import { expect, test } from 'vitest'
import type { PickList } from '#contract/documents/pick-list.ts'
import { toteCode } from '#contract/barcode/loadline-code.ts'
import { badge, CODE, list, type TestBench } from '../testing/floor.ts'
import { FELT, GLUE, OAK, onTrolley, pickingBench, shopBench } from '../testing/shop.ts'

/** Oak for both orders, then glue for the second and felt for the first. */
const BATCH = onTrolley(
  list('l1', [
    { sku: OAK.sku, requested: 1, orderNumber: 'ORD-A' },
    { sku: OAK.sku, requested: 2, orderNumber: 'ORD-B' },
    { sku: GLUE.sku, requested: 1, orderNumber: 'ORD-B', eachWeightGrams: GLUE.grams },
    { sku: FELT.sku, requested: 1, orderNumber: 'ORD-A', eachWeightGrams: FELT.grams },
  ]),
)

test('a bench that only picks says after each scan which tote the goods go to', () => {
  const bench = toteBench()
  expect(bench.view).toMatchObject({ next: { sku: OAK.sku, tote: 1 }, goesTo: null })
  bench.scan(OAK.ean)
  expect(bench.state.feedback).toMatchObject({ text: 'picked-for-tote', detail: { tote: 1 } })
  expect(bench.view).toMatchObject({
    goesTo: { name: 'Oak plank 14 mm', quantity: 1, tote: 1, isRight: false },
    next: { sku: OAK.sku, tote: 2 },
    totes: [
      { tote: 1, orderNumber: 'ORD-A', done: 1, requested: 2 },
      { tote: 2, orderNumber: 'ORD-B', done: 0, requested: 3 },
    ],
  })
})

test('the code of the right tote is good, and nothing is recorded by it', () => {
  const bench = toteBench()
  bench.scan(OAK.ean)
  const before = bench.types()
  expect(bench.scan(toteCode(1)).became).toBe('command')
  expect(bench.state.feedback).toMatchObject({ kind: 'good', text: 'tote-right' })
  expect(bench.view).toMatchObject({ goesTo: { tote: 1, isRight: true } })
  expect(bench.types()).toEqual(before)
})

test('the code of another tote is an alert that names both, and the goods are still to go', () => {
  const bench = toteBench()
  bench.scan(OAK.ean, toteCode(2))
  expect(bench.alert).toMatchObject({ code: 'wrong-product', reason: 'wrong-tote' })
  expect(bench.alert?.message).toBe('This is tote 2. Oak plank 14 mm goes into tote 1.')
  bench.scan(CODE['ACK'] ?? '', toteCode(1))
  expect(bench.alert).toBeNull()
  expect(bench.view).toMatchObject({ goesTo: { isRight: true } })
})

test('no tote has to be scanned', () => {
  const bench = toteBench()
  bench.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean, FELT.ean)
  expect(bench.alert).toBeNull()
  expect(bench.types().at(-1)).toBe('pick.release')
})

test('with nothing in hand a tote says whose it is, and one that is not there is an alert', () => {
  const bench = toteBench()
  bench.scan(toteCode(2))
  expect(bench.state.feedback).toMatchObject({ text: 'tote-of', detail: { order: 'ORD-B' } })
  bench.scan(toteCode(3))
  expect(bench.alert).toMatchObject({ reason: 'unknown-tote' })
})

test('goods that were taken back go to no tote', () => {
  const bench = toteBench()
  bench.scan(OAK.ean, CODE['UNDO'] ?? '')
  expect(bench.view).toMatchObject({ goesTo: null })
})

test('where the last goods go is said after the list was left, and their tote can still be scanned', () => {
  const bench = toteBench()
  bench.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean, FELT.ean)
  expect(bench.state.feedback).toMatchObject({ text: 'list-picked-tote', detail: { tote: 1 } })
  expect(bench.view).toMatchObject({ kind: 'idle', goesTo: { tote: 1, isRight: false } })
  bench.scan(toteCode(2))
  expect(bench.alert).toMatchObject({ reason: 'wrong-tote' })
  bench.scan(CODE['ACK'] ?? '', toteCode(1))
  expect(bench.view).toMatchObject({ kind: 'idle', goesTo: { isRight: true } })
})

test('whoever signs in next is not asked for goods that somebody else held', () => {
  const bench = toteBench()
  bench.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean, FELT.ean, CODE['SIGNOUT'] ?? '', badge('ilse'))
  expect(bench.view).toMatchObject({ kind: 'idle', goesTo: null })
})

test('a tote scanned with no work open is not for now', () => {
  const bench = shopBench({ lists: [BATCH] }, { mode: 'pick' })
  bench.scan(toteCode(1))
  expect(bench.alert).toMatchObject({ reason: 'not-now' })
})

test('on a trolley with cartons the same codes prove that goods lie in their carton', () => {
  const bench = pickingBench({ lists: [BATCH] })
  bench.scan(OAK.ean, toteCode(2))
  expect(bench.alert).toMatchObject({ reason: 'wrong-tote' })
  bench.scan(CODE['ACK'] ?? '', toteCode(1))
  expect(bench.state.feedback).toMatchObject({ text: 'tote-right' })
})

test('a packing bench takes tote after tote by itself', () => {
  const bench = packingBench()
  expect(bench.view).toMatchObject({ next: { orderNumber: 'ORD-A', tote: 1 } })
  bench.scan(OAK.ean)
  expect(bench.view).toMatchObject({ next: { sku: FELT.sku, orderNumber: 'ORD-A' } })
  bench.scan(FELT.ean)
  bench.weigh(OAK.grams + FELT.grams)
  expect(bench.view).toMatchObject({ next: { orderNumber: 'ORD-B', tote: 2 } })
})

test('the tote a packer scans comes first, and only its goods are right', () => {
  const bench = packingBench()
  bench.scan(toteCode(2))
  expect(bench.state.feedback).toMatchObject({ text: 'tote-next', detail: { tote: 2 } })
  expect(bench.view).toMatchObject({ next: { sku: OAK.sku, orderNumber: 'ORD-B', tote: 2 } })
  bench.scan(FELT.ean)
  expect(bench.alert?.message).toBe('This is Underlay 3 mm. You need Oak plank 14 mm.')
  bench.scan(CODE['ACK'] ?? '', OAK.ean, OAK.ean, GLUE.ean)
  expect(bench.alert).toBeNull()
  const [unit] = bench.floor.all('unit')
  expect(unit?.orderNumbers).toEqual(['ORD-B'])
  bench.weigh(2 * OAK.grams + GLUE.grams)
  bench.scan(toteCode(2))
  expect(bench.alert).toMatchObject({ reason: 'tote-done' })
})

test('a carton with goods of one tote is finished before the next tote is taken', () => {
  const bench = packingBench()
  bench.scan(OAK.ean, toteCode(2))
  expect(bench.alert).toMatchObject({ reason: 'finish-this-first', detail: { what: 'carton 1' } })
  bench.scan(CODE['ACK'] ?? '', toteCode(1))
  expect(bench.alert).toBeNull()
})

test('NEXT lets go of the tote that was scanned', () => {
  const bench = packingBench()
  bench.scan(toteCode(2), CODE['NEXT'] ?? '')
  expect(bench.view).toMatchObject({ next: { orderNumber: 'ORD-A' } })
})

test('the tote of a cancelled or stopped order is not taken', () => {
  const orders = BATCH.orders.map((order, index) =>
    index === 0 ? { ...order, status: 'CANCELLED' as const } : { ...order, isBlocked: true },
  )
  const bench = pickingBench({ lists: [{ ...BATCH, orders }] }, { mode: 'pick' })
  expect(bench.alert, 'nobody can begin such a list').not.toBeNull()
  for (const [tote, reason] of [
    [1, 'order-cancelled'],
    [2, 'order-stopped'],
  ] as const) {
    const open = toteBench()
    open.floor.put('pick-list', 'l1', { ...open.list('l1'), orders })
    open.scan(toteCode(tote))
    expect(open.alert).toMatchObject({ reason })
  }
})

test('a carton for one of several orders is chosen by the goods of that order alone', () => {
  const packagings = [
    {
      code: 'CARTON',
      name: 'Carton',
      kind: 'carton' as const,
      tareGrams: 0,
      maxWeightGrams: 3_000,
    },
    { code: 'EURO', name: 'Pallet', kind: 'pallet' as const, tareGrams: 20_000 },
  ]
  const bench = shopBench({ lists: [pickedBatch()] }, { mode: 'pack' })
  for (const packaging of packagings) bench.floor.put('packaging', packaging.code, packaging)
  bench.scan(BATCH.code)
  expect(bench.floor.all('unit')).toMatchObject([{ kind: 'carton' }])
})

function toteBench(): TestBench {
  return pickingBench({ lists: [BATCH] }, { mode: 'pick' })
}

function pickedBatch(): PickList {
  const lines = BATCH.lines.map((line) => ({ ...line, picked: line.requested }))
  const orders = BATCH.orders.map((order) => ({ ...order, status: 'PICKED' as const }))
  return { ...BATCH, lines, orders }
}

function packingBench(): TestBench {
  const bench = pickingBench({ lists: [pickedBatch()] }, { mode: 'pack' })
  bench.scan(badge('sanne'))
  return bench
}
