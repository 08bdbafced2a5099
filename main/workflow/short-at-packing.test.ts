import { expect, test } from 'vitest'
import { CODE, type TestBench } from '../testing/floor.ts'
import { GLUE, OAK, oakAndGlue, pickingBench, shopBench } from '../testing/shop.ts'
import { UNDO_MAX } from './workflow-types.ts'

const GLUE_GRAMS = 2 * GLUE.grams

test('goods that are not there to be packed are put back and given up, for a reason', () => {
  const bench = packingBench()
  bench.scan(OAK.ean, CODE['SHORT'] ?? '')
  expect(bench.state.prompt).toEqual({
    kind: 'short-reason',
    sku: OAK.sku,
    name: 'Oak plank 14 mm',
    quantity: 2,
    isPicked: true,
  })
  bench.scan(CODE['DAMAGED'] ?? '')
  expect(bench.types().slice(-2)).toEqual(['pick.put-back', 'pick.short'])
  expect(bench.list('l1').lines[0]).toMatchObject({
    picked: 1,
    short: 2,
    shortReason: 'DAMAGED',
  })
  expect(bench.view).toMatchObject({ next: { sku: GLUE.sku } })
})

test('the order waits for a supervisor once the rest of it is packed', () => {
  const bench = packingBench()
  bench.scan(CODE['SHORT'] ?? '', CODE['NOTFOUND'] ?? '', GLUE.ean, GLUE.ean)
  bench.weigh(GLUE_GRAMS)
  bench.scan(`00${bench.place.toVerify}`)
  expect(bench.list('l1')).toMatchObject({ status: 'done', orders: [{ status: 'ON_HOLD' }] })
  expect(bench.state.feedback).toMatchObject({ text: 'list-on-hold' })
})

test('an order of which nothing is there is held, and its carton is dropped', () => {
  const bench = packingBench()
  const short = [CODE['SHORT'] ?? '', CODE['NOTFOUND'] ?? '']
  bench.scan(...short, ...short)
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.list('l1').orders).toMatchObject([{ status: 'ON_HOLD' }])
  expect(bench.floor.all('unit')).toMatchObject([{ status: 'dropped' }])
})

test('one UNDO takes both back: the goods were picked and are to be packed', () => {
  const bench = packingBench()
  bench.scan(OAK.ean)
  const before = bench.list('l1')
  bench.scan(CODE['SHORT'] ?? '', CODE['DAMAGED'] ?? '', CODE['UNDO'] ?? '')
  expect(bench.types().slice(-2)).toEqual(['pick.unshort', 'pick.confirm'])
  expect(bench.list('l1')).toEqual(before)
  expect(bench.view).toMatchObject({ next: { sku: OAK.sku, picked: 1, requested: 3 } })
  bench.scan(CODE['UNDO'] ?? '')
  expect(bench.types().at(-1), 'then the goods packed before').toBe('pack.remove')
})

test('UNDO of a short on the shelf picks nothing', () => {
  const bench = pickingBench()
  bench.scan(CODE['SHORT'] ?? '', CODE['NOTFOUND'] ?? '', CODE['UNDO'] ?? '')
  expect(bench.types().slice(-1)).toEqual(['pick.unshort'])
})

test('a short of two parts is never taken back by half, however much was done since', () => {
  const bench = packingBench(UNDO_MAX)
  bench.scan(CODE['SHORT'] ?? '', CODE['DAMAGED'] ?? '')
  const kept = () => bench.state.undo.map(({ type }) => type)
  for (let n = 0; n < UNDO_MAX - 2; n += 1) bench.scan(GLUE.ean)
  expect(kept().slice(0, 2)).toEqual(['pick.confirm', 'pick.unshort'])
  bench.scan(GLUE.ean)
  expect(kept()).toEqual(Array(UNDO_MAX - 1).fill('pack.remove'))
})

test('the lot that was picked is the lot that comes back', () => {
  const lines = [
    {
      ...oakAndGlue().lines[0],
      lineNo: 1,
      sku: OAK.sku,
      requested: 2,
      picked: 2,
      tracksLots: true,
      lots: [{ lot: 'B7', picked: 2, loaded: 0 }],
    },
  ]
  const one = oakAndGlue()
  const orders = one.orders.map((order) => ({ ...order, status: 'PICKED' as const }))
  const line = one.lines[0]
  if (line === undefined) throw new Error('the list has no line')
  const bench = shopBench({ lists: [{ ...one, orders, lines: [{ ...line, ...lines[0] }] }] }, PACK)
  bench.scan(one.code, CODE['SHORT'] ?? '', CODE['DAMAGED'] ?? '')
  const back = bench.log.find(({ type }) => type === 'pick.put-back')
  expect(back?.payload).toMatchObject({ lot: 'B7', quantity: 2 })
})

const PACK = { mode: 'pack' } as const

function packingBench(glue = 2): TestBench {
  const one = oakAndGlue()
  const lines = one.lines.map((line) => {
    const requested = line.sku === GLUE.sku ? glue : line.requested
    return { ...line, requested, picked: requested }
  })
  const orders = one.orders.map((order) => ({ ...order, status: 'PICKED' as const }))
  return pickingBench({ lists: [{ ...one, lines, orders }] }, PACK)
}

/** Five of one line, of two lots and one whose lot nobody read; of the second lot one is packed already. */
function mixedBench(): TestBench {
  const one = oakAndGlue()
  const orders = one.orders.map((order) => ({ ...order, status: 'PICKED' as const }))
  const [line] = one.lines
  if (line === undefined) throw new Error('the list has no line')
  const lots = [
    { lot: 'A1', picked: 2, loaded: 0 },
    { lot: 'B7', picked: 2, loaded: 0 },
  ]
  const lines = [{ ...line, requested: 5, picked: 5, tracksLots: true, lots }]
  const bench = shopBench({ lists: [{ ...one, orders, lines }] }, PACK)
  bench.scan(one.code, `01${OAK.ean.padStart(14, '0')}10B7`)
  return bench
}

test('goods of several lots go back lot by lot, those that are packed stay, and UNDO is exact', () => {
  const bench = mixedBench()
  const before = bench.list('l1')
  bench.scan(CODE['SHORT'] ?? '', CODE['DAMAGED'] ?? '')
  const back = bench.log.filter(({ type }) => type === 'pick.put-back')
  expect(back.map(({ payload }) => payload)).toMatchObject([
    { quantity: 1 },
    { quantity: 1, lot: 'B7' },
    { quantity: 2, lot: 'A1' },
  ])
  expect(bench.list('l1').lines[0]).toMatchObject({
    picked: 1,
    short: 4,
    lots: [{ lot: 'B7', picked: 1, loaded: 0 }],
  })
  bench.scan(CODE['UNDO'] ?? '')
  const [line] = bench.list('l1').lines
  expect(line?.lots?.toSorted((a, b) => a.lot.localeCompare(b.lot))).toEqual(before.lines[0]?.lots)
  expect({ ...line, lots: [] }).toEqual({ ...before.lines[0], lots: [] })
  expect(bench.state.undo.map(({ type }) => type)).toEqual(['pack.remove'])
})

test('a question whose answer leads nowhere any more is not asked again', () => {
  const bench = pickingBench()
  bench.scan(CODE['SHORT'] ?? '')
  const list = bench.list('l1')
  const orders = list.orders.map((order) => ({ ...order, isBlocked: true }))
  bench.floor.put('pick-list', 'l1', { ...list, orders })
  bench.scan(CODE['NOTFOUND'] ?? '')
  expect(bench.alert).toMatchObject({ reason: 'nothing-to-short' })
  expect(bench.state.prompt).toBeNull()
  expect(bench.types()).not.toContain('pick.short')
})
