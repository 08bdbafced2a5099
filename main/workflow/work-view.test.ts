import { expect, test } from 'vitest'
import { closedUnit, CODE, list, load, TestBench } from '../testing/floor.ts'
import { GLUE, OAK, oakAndGlue, pickingBench, PRODUCTS, shopBench } from '../testing/shop.ts'
import { workflowKind } from './work-view.ts'

test('the idle screen offers open work, mine first, and nothing another bench holds', () => {
  const claim = { stationId: 'st-2', leaseUntil: '2027-01-01T00:00:00.000Z' }
  const later = { ...list('l9', oakAndGlue().lines), deliveryDate: '2026-04-18' }
  const held = { ...list('l3', oakAndGlue().lines), claim, status: 'claimed' as const }
  const done = { ...list('l4', oakAndGlue().lines), status: 'done' as const }
  const bench = shopBench({
    lists: [later, held, done, oakAndGlue()],
    loads: [load('L-1'), load('L-2', { status: 'departed' })],
    units: [closedUnit(1)],
  })
  const { view } = bench
  if (view.kind !== 'idle') throw new Error(view.kind)
  expect(view.lists.map(({ id }) => id)).toEqual(['l1', 'l9'])
  expect(view.loads).toMatchObject([{ number: 'L-1', units: 0, expected: 1, mine: false }])
})

test('each mode is offered the lists it can work on', () => {
  const picked = { ...list('l2', oakAndGlue().lines) }
  const lines = picked.lines.map((line) => ({ ...line, picked: line.requested }))
  const lists = [oakAndGlue(), { ...picked, lines }]
  const offered = (['pick-and-pack', 'pick', 'pack', 'load'] as const).map((mode) => {
    const { view } = shopBench({ lists }, { mode })
    return view.kind === 'idle' ? view.lists.map(({ id }) => id) : null
  })
  expect(offered).toEqual([['l1', 'l2'], ['l1'], ['l2'], []])
})

test('a list shows its next line first, what is in the unit and what it should weigh', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean, CODE['NEXT'] ?? '', GLUE.ean)
  expect(bench.view).toMatchObject({
    kind: 'picking',
    orderNumbers: ['ORD-l1'],
    shipTo: 'Vloeren Discount',
    linesDone: 0,
    linesTotal: 2,
    next: { sku: GLUE.sku, picked: 1, requested: 2, barcode: GLUE.ean, location: 'A-02' },
    lines: [{ sku: GLUE.sku }, { sku: OAK.sku }],
    unit: {
      ordinal: 1,
      contents: [
        { name: 'Oak plank 14 mm', quantity: 1 },
        { name: 'Glue 250 g', quantity: 1 },
      ],
      expectedGrams: 1_250,
      toleranceGrams: 20,
      copy: 0,
      printState: 'none',
    },
    toVerify: null,
  })
})

test('the kind in one word follows the operator', () => {
  const bench = new TestBench({ products: PRODUCTS, lists: [oakAndGlue()] })
  expect(workflowKind(bench.state, bench.floor)).toBe('signed-out')
  const picking = pickingBench()
  expect(workflowKind(picking.state, picking.floor)).toBe('picking')
  picking.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean, GLUE.ean)
  expect(workflowKind(picking.state, picking.floor)).toBe('packing')
  picking.floor.remove('pick-list', 'l1')
  expect(workflowKind(picking.state, picking.floor)).toBe('idle')
})

test('the dock sees what is on board, how heavy it is and what is missing', () => {
  const bench = shopBench({ units: [closedUnit(1), closedUnit(2)] })
  bench.scan(load('L-1').code, `00${closedUnit(1).id}`)
  expect(bench.view).toMatchObject({
    kind: 'loading',
    weightGrams: 5_000,
    volumeCm3: 10_000,
    onBoard: [{ unitId: closedUnit(1).id, name: 'Vloeren Discount', city: 'Amsterdam' }],
    missing: [{ unitId: closedUnit(2).id }],
  })
})
