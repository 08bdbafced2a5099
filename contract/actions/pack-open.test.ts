import { expect, test } from 'vitest'
import { SOUTH, sscc } from '../testing/builders.ts'
import { codes, TestFloor } from '../testing/test-floor.ts'

test('a new unit is empty, open, and weighs what its packaging does', () => {
  const floor = new TestFloor()
  const decision = floor.act('pack.open', {
    unitId: sscc(1),
    kind: 'carton',
    orderNumber: 'LL-000001',
    packaging: 'CARTON',
  })
  expect(codes(decision)).toEqual([])
  expect(floor.unit()).toMatchObject({
    kind: 'carton',
    status: 'open',
    orderNumbers: ['LL-000001'],
    packaging: 'CARTON',
    tareGrams: 850,
    contents: [],
  })
})

test('with no packaging named the tare is nothing', () => {
  const floor = new TestFloor()
  floor.act('pack.open', { unitId: sscc(1), kind: 'pallet' })
  expect(floor.unit()).toMatchObject({ tareGrams: 0, packaging: null, orderNumbers: [] })
})

test('a packaging nobody knows is reported', () => {
  const floor = new TestFloor()
  const decision = floor.act('pack.open', { unitId: sscc(1), kind: 'carton', packaging: 'SACK' })
  expect(decision.breaks).toEqual([
    { code: 'unknown-reference', detail: { what: 'packaging', id: 'SACK' } },
  ])
  expect(floor.unit().packaging).toBe('SACK')
})

test("[NUM-1] the first and last number of a range are the bench's, the next is not", () => {
  const floor = new TestFloor()
  const open = (serial: number, station = 'north') =>
    codes(floor.act('pack.open', { unitId: sscc(serial), kind: 'carton' }, { station }))
  expect(open(0)).toEqual([])
  expect(open(999)).toEqual([])
  expect(open(1_000)).toEqual(['number-out-of-range'])
  expect(open(1_001, SOUTH)).toEqual([])
  expect(open(5, 'nobody')).toEqual(['number-out-of-range'])
})

test('[I15] a number that is on a unit already is reported, and the unit stays as it is', () => {
  const floor = new TestFloor()
  floor.act('pack.open', { unitId: sscc(1), kind: 'carton' })
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 1, unitId: sscc(1) })
  const before = floor.working()
  const decision = floor.act('pack.open', { unitId: sscc(1), kind: 'pallet' })
  expect(decision.breaks).toEqual([
    { code: 'number-out-of-range', detail: { unitId: sscc(1), inUse: 1 } },
  ])
  expect(floor.working()).toEqual(before)
})
