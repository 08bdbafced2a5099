import { expect, test } from 'vitest'
import { GS } from '#contract/barcode/gs1.ts'
import { CODE, list, load, quantity } from '../testing/floor.ts'
import {
  closedBench,
  FELT,
  GLUE,
  OAK,
  oakAndGlue,
  pickedBench,
  pickingBench,
  shopBench,
  tile,
  TILE,
} from '../testing/shop.ts'

test('a list is claimed by its code and its first unit stands open', () => {
  const bench = pickingBench()
  expect(bench.types()).toEqual(['pick.claim', 'pack.open'])
  expect(bench.view.kind).toBe('picking')
  expect(bench.list('l1').orders[0]?.status).toBe('IN_PROGRESS')
  expect(bench.unit(bench.place.unitId)).toMatchObject({ status: 'open', orderNumbers: ['ORD-l1'] })
  expect(bench.state.feedback).toMatchObject({ kind: 'good', text: 'list-claimed' })
})

test('a product goes into the open unit, by its barcode and the quantity scanned just before', () => {
  const bench = pickingBench({ lists: [list('l1', [{ sku: OAK.sku, requested: 11 }])] })
  bench.scan(OAK.ean, OAK.caseCode, quantity(2), OAK.ean, OAK.caseCode)
  expect(bench.list('l1').lines[0]?.picked).toBe(1 + 4 + 2 + 4)
  expect(bench.unit(bench.place.unitId).contents).toMatchObject([{ sku: OAK.sku, quantity: 11 }])
  expect(bench.state.feedback?.detail).toEqual({
    name: 'Oak plank 14 mm',
    quantity: 4,
    picked: 11,
    requested: 11,
  })
})

test('what a code says besides the product goes into the pick, and the operator sees it', () => {
  const bench = pickingBench()
  const gtin = `01${OAK.ean.padStart(14, '0')}`
  bench.scan(`${gtin}10LOT7${GS}21SN9${GS}172612003103001250`)
  expect(bench.log.at(-1)).toMatchObject({
    type: 'pick.confirm',
    payload: { lot: 'LOT7', serial: 'SN9', expiryDate: '2026-12-31', weightGrams: 1_250 },
  })
  expect(bench.state.feedback).toMatchObject({
    kind: 'good',
    text: 'picked-marked',
    detail: {
      name: 'Oak plank 14 mm',
      marks: 'LOT LOT7 · SN SN9 · EXP 2026-12-31 · 1250 g',
    },
  })
})

test('a quantity is shown and meant for the very next code only', () => {
  const bench = pickingBench()
  bench.scan(quantity(3))
  expect(bench.view).toMatchObject({ multiplier: 3 })
  bench.scan(CODE['NEXT'] ?? '', CODE['NEXT'] ?? '')
  expect(bench.view).toMatchObject({ multiplier: 1 })
  bench.scan(OAK.ean)
  expect(bench.list('l1').lines[0]?.picked).toBe(1)
})

test('the same code twice is two items', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  const first = bench.state.feedback?.at ?? 0
  bench.scan(OAK.ean)
  expect(bench.list('l1').lines[0]?.picked).toBe(2)
  expect(bench.state.feedback?.at).toBeGreaterThan(first)
})

test('a customer’s own text finds its product', () => {
  const bench = pickingBench()
  bench.scan('GLUE-INTERN')
  expect(bench.list('l1').lines[1]?.picked).toBe(1)
})

test('the last line brings the order to PICKED and the bench to packing', () => {
  const bench = pickedBench()
  expect(bench.view.kind).toBe('packing')
  expect(bench.list('l1').orders[0]?.status).toBe('PICKED')
})

test('NEXT sends the line to the back of the walk, and comes round again', () => {
  const bench = pickingBench()
  const next = () => (bench.view.kind === 'picking' ? bench.view.next?.sku : null)
  expect(next()).toBe(OAK.sku)
  bench.scan(CODE['NEXT'] ?? '')
  expect(next()).toBe(GLUE.sku)
  bench.scan(CODE['NEXT'] ?? '')
  expect(next()).toBe(OAK.sku)
})

test('a line that asks for as many as were scanned is taken before one that does not', () => {
  const lines = [
    { sku: OAK.sku, requested: 2 },
    { sku: OAK.sku, requested: 4 },
  ]
  const bench = pickingBench({ lists: [list('l1', lines)] })
  bench.scan(OAK.caseCode, OAK.ean, OAK.ean)
  expect(bench.list('l1').lines.map((line) => line.picked)).toEqual([2, 4])
})

test('lot and serial of a GS1 code are kept with the goods', () => {
  const lists = [list('l1', [{ sku: TILE.sku, requested: 2, singleLot: true }])]
  const bench = pickingBench({ lists })
  bench.scan(tile('B7'))
  expect(bench.log.at(-1)?.payload).toMatchObject({ lot: 'B7', quantity: 1 })
  bench.scan(tile('B8'))
  expect(bench.alert).toMatchObject({ code: 'lot-mix', detail: { lot: 'B8', first: 'B7' } })
})

test('a batch that the office reserved is the only one to take, and the bench names it', () => {
  const lists = [
    list('l1', [
      { sku: TILE.sku, requested: 2, singleLot: true, reservedLot: 'B7', tracksLots: true },
    ]),
  ]
  const bench = pickingBench({ lists })
  const { view } = bench
  expect(view.kind === 'picking' ? view.next?.lot : null).toBe('B7')
  bench.scan(tile('B8'))
  expect(bench.alert).toMatchObject({ code: 'lot-mix', detail: { lot: 'B8', first: 'B7' } })
  expect(bench.list('l1').lines[0]?.picked).toBe(0)
  bench.scan(CODE['ACK'] ?? '', tile('B7'))
  expect(bench.list('l1').lines[0]?.lots).toEqual([{ lot: 'B7', picked: 1, loaded: 0 }])
  bench.scan(CODE['UNDO'] ?? '')
  expect(bench.log.at(-1)?.payload).toMatchObject({ lot: 'B7', quantity: 1 })
  expect(bench.list('l1').lines[0]?.lots).toBeUndefined()
})

test('another batch is found in the carton before, too', () => {
  const lists = [
    list('l1', [{ sku: TILE.sku, requested: 3, singleLot: true, eachWeightGrams: 2_000 }]),
  ]
  const bench = pickingBench({ lists })
  bench.scan(tile('B7'))
  bench.weigh(2_000)
  bench.scan(CODE['CLOSE'] ?? '')
  bench.scan(`00${bench.place.toVerify}`, tile('B8'))
  expect(bench.alert?.reason).toBe('lot-mix')
})

test('SHORT with a reason gives the rest of the line up, and the order holds at the end', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean, CODE['SHORT'] ?? '')
  expect(bench.state.prompt).toEqual({
    kind: 'short-reason',
    sku: OAK.sku,
    name: 'Oak plank 14 mm',
    quantity: 2,
  })
  bench.scan(CODE['OUTOFSTOCK'] ?? '')
  expect(bench.list('l1').lines[0]).toMatchObject({ picked: 1, short: 2 })
  bench.scan(GLUE.ean, GLUE.ean)
  bench.weigh(OAK.grams + 2 * GLUE.grams)
  bench.scan(`00${bench.place.toVerify}`)
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.list('l1').orders[0]?.status).toBe('ON_HOLD')
  expect(bench.state.feedback).toMatchObject({ kind: 'stop', text: 'list-on-hold' })
})

test('with nothing found there is no label, and the empty unit is dropped', () => {
  const bench = pickingBench()
  const unitId = bench.place.unitId
  for (const reason of ['NOTFOUND', 'DAMAGED']) bench.scan(CODE['SHORT'] ?? '', CODE[reason] ?? '')
  expect(bench.unit(unitId).status).toBe('dropped')
  expect(bench.prints).toEqual([])
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.list('l1').orders[0]?.status).toBe('ON_HOLD')
})

test('CANCEL gives an untouched list back: the order is CONFIRMED and the unit dropped', () => {
  const bench = pickingBench()
  const unitId = bench.place.unitId
  bench.scan(CODE['CANCEL'] ?? '')
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.unit(unitId).status).toBe('dropped')
  expect(bench.list('l1')).toMatchObject({ status: 'open', claim: null })
  expect(bench.list('l1').orders[0]?.status).toBe('CONFIRMED')
})

test('a list that is already mine is gone on with, in its open unit', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  const { unitId } = bench.place
  const count = bench.log.length
  bench.state = { ...bench.state, place: { kind: 'idle' } }
  bench.scan(bench.list('l1').code)
  expect(bench.place).toMatchObject({ unitId, unitIds: [unitId] })
  expect(bench.log).toHaveLength(count)
  expect(bench.state.feedback?.text).toBe('list-resumed')
})

test('a list gone on with remembers the label that waits to be scanned back', () => {
  const bench = closedBench()
  const { toVerify } = bench.place
  bench.state = { ...bench.state, place: { kind: 'idle' } }
  bench.scan(bench.list('l1').code)
  expect(bench.place.toVerify).toBe(toVerify)
  bench.scan(`00${toVerify}`)
  expect(bench.list('l1').orders[0]?.status).toBe('PACKED')
  expect(bench.state.place.kind).toBe('idle')
})

test('a carton holds one order: the next order of a batch waits for the next carton', () => {
  const lines = [
    { sku: OAK.sku, requested: 1, orderNumber: 'ORD-A' },
    { sku: GLUE.sku, requested: 1, orderNumber: 'ORD-B', eachWeightGrams: GLUE.grams },
    { sku: FELT.sku, requested: 1, orderNumber: 'ORD-A', eachWeightGrams: FELT.grams },
  ]
  const bench = pickingBench({ lists: [list('l1', lines)] })
  bench.scan(OAK.ean)
  expect(bench.view).toMatchObject({ next: { sku: FELT.sku } })
  bench.scan(GLUE.ean)
  expect(bench.alert?.reason).toBe('finish-this-first')
  bench.scan(CODE['ACK'] ?? '', FELT.ean)
  bench.weigh(OAK.grams + FELT.grams)
  const first = bench.place.toVerify
  expect(bench.unit(first).orderNumbers).toEqual(['ORD-A'])
  bench.scan(`00${first}`, GLUE.ean)
  bench.weigh(GLUE.grams)
  expect(bench.unit(bench.place.toVerify).orderNumbers).toEqual(['ORD-B'])
})

test('a picking bench needs no unit and hands the list on when all is picked', () => {
  const bench = pickingBench({}, { mode: 'pick' })
  bench.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean, GLUE.ean)
  expect(bench.types()).not.toContain('pack.open')
  expect(bench.types().at(-1)).toBe('pick.release')
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.list('l1')).toMatchObject({ claim: null, status: 'open' })
  expect(bench.list('l1').orders[0]?.status).toBe('PICKED')
})

test('a packing bench packs what was picked elsewhere, and no more', () => {
  const picked = oakAndGlue()
  const lines = picked.lines.map((line) => ({ ...line, picked: line.requested }))
  const orders = picked.orders.map((order) => ({ ...order, status: 'PICKED' as const }))
  const bench = pickingBench({ lists: [{ ...picked, lines, orders }] }, { mode: 'pack' })
  expect(bench.view).toMatchObject({ kind: 'packing', next: { requested: 3, picked: 0 } })
  bench.scan(OAK.ean, quantity(2), OAK.ean)
  bench.scan(OAK.ean)
  expect(bench.alert?.code).toBe('over-pick')
  bench.scan(CODE['ACK'] ?? '', GLUE.ean, CODE['UNDO'] ?? '', GLUE.ean, GLUE.ean)
  bench.weigh(3 * OAK.grams + 2 * GLUE.grams)
  bench.scan(`00${bench.place.toVerify}`)
  expect(bench.list('l1').orders[0]?.status).toBe('PACKED')
  expect(bench.types()).not.toContain('pick.confirm')
})

test('a loading bench takes no lists, every bench takes loads', () => {
  const bench = shopBench({}, { mode: 'load' })
  bench.scan(bench.list('l1').code)
  expect(bench.alert).toMatchObject({ reason: 'mode-missing', code: 'not-allowed' })
  for (const mode of ['pick-and-pack', 'pick', 'pack', 'load'] as const) {
    const other = shopBench({}, { mode })
    other.scan(load('L-1').code)
    expect(other.view.kind).toBe('loading')
  }
})

test('the default packaging is used where the warehouse has it on file', () => {
  const bench = shopBench()
  const kind = 'carton' as const
  bench.floor.put('packaging', 'CARTON', { code: 'CARTON', name: 'Box', kind, tareGrams: 300 })
  bench.scan(bench.list('l1').code)
  expect(bench.unit(bench.place.unitId)).toMatchObject({ packaging: 'CARTON', tareGrams: 300 })
})

test('goods that a carton can not carry go on the lightest pallet there is', () => {
  const limits = { maxWeightGrams: 1 }
  const bench = shopBench()
  const put = (code: string, kind: 'carton' | 'pallet', tareGrams: number, more = {}) =>
    bench.floor.put('packaging', code, { code, name: code, kind, tareGrams, ...more })
  put('CARTON', 'carton', 300, limits)
  put('BLOCK', 'pallet', 30_000)
  put('EURO', 'pallet', 24_500)
  bench.scan(bench.list('l1').code)
  const unit = bench.unit(bench.place.unitId)
  expect(unit).toMatchObject({ kind: 'pallet', packaging: 'EURO', tareGrams: 24_500 })
})

test('[NUM-1] with no number left the open unit goes on and is closed; only a new one is refused', () => {
  const bench = pickingBench()
  bench.numbersLeft = 1
  bench.scan(OAK.ean)
  bench.weigh(OAK.grams)
  bench.scan(CODE['CLOSE'] ?? '')
  const closed = bench.place.toVerify
  expect(bench.unit(closed).status).toBe('closed')
  expect(bench.place.unitId).toBeNull()
  bench.scan(`00${closed}`, OAK.ean)
  expect(bench.alert).toMatchObject({ code: 'no-numbers' })
  bench.numbersLeft = 2
  bench.scan(CODE['ACK'] ?? '', OAK.ean)
  expect(bench.unit(bench.place.unitId).contents).toMatchObject([{ quantity: 1 }])
})
