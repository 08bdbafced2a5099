import { expect, test } from 'vitest'
import { secondList, sscc, unit } from '../testing/builders.ts'
import { codes, packedFloor, pickedFloor, TestFloor, weigh } from '../testing/test-floor.ts'

test('a full unit is closed, its goods are packed, its order is PACKED', () => {
  const floor = pickedFloor()
  weigh(floor, 1)
  expect(codes(floor.act('pack.close', { unitId: sscc(1) }))).toEqual([])
  expect(floor.unit()).toMatchObject({ status: 'closed', volumeCm3: 6_000 })
  expect(floor.line().packed).toBe(4)
  expect(floor.steps().slice(-2)).toEqual(['IN_PROGRESS>PICKED', 'PICKED>PACKED'])
})

test('closing in the middle packs what is inside and the order goes on', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', { pickListId: 'list-1' })
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 1, unitId: sscc(1) })
  weigh(floor, 1)
  floor.act('pack.close', { unitId: sscc(1) })
  expect(floor.line().packed).toBe(1)
  expect(floor.status()).toBe('IN_PROGRESS')
})

test('the measured weight counts for the delivery day', () => {
  expect(packedFloor().capacity()).toEqual({ grams: 3_850, cm3: 6_000 })
})

test('an empty unit is dropped', () => {
  const floor = new TestFloor()
  floor.act('pack.open', { unitId: sscc(1), kind: 'carton' })
  expect(codes(floor.act('pack.close', { unitId: sscc(1) }))).toEqual([])
  expect(floor.unit().status).toBe('dropped')
})

test('[FACT-1] without a weight it is closed, and weight-out-of-tolerance', () => {
  const floor = pickedFloor()
  const decision = floor.act('pack.close', { unitId: sscc(1) })
  expect(decision.breaks).toEqual([
    { code: 'weight-out-of-tolerance', detail: { unitId: sscc(1), noWeight: 1 } },
  ])
  expect(floor.unit().status).toBe('closed')
  expect(floor.capacity().grams).toBe(0)
})

test('closed twice is packed once, and unit-closed', () => {
  const floor = packedFloor()
  expect(codes(floor.act('pack.close', { unitId: sscc(1) }))).toEqual(['unit-closed'])
  expect(floor.line().packed).toBe(4)
})

test('a pallet of weighed cartons weighs what they weigh, plus itself, and counts only itself', () => {
  const floor = packedFloor()
  floor.act('pack.open', { unitId: sscc(5), kind: 'pallet', packaging: 'EURO' })
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(5) })
  expect(codes(floor.act('pack.close', { unitId: sscc(5) }))).toEqual([])
  expect(floor.unit(5)).toMatchObject({
    weight: { grossGrams: 28_350, source: 'children' },
    volumeCm3: 6_000,
  })
  expect(floor.capacity()).toEqual({ grams: 28_350, cm3: 6_000 })
})

test('a pallet with a carton that has no weight has none either', () => {
  const floor = new TestFloor(secondList(), unit({ status: 'closed' }), unit({ id: sscc(5) }))
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(5) })
  expect(codes(floor.act('pack.close', { unitId: sscc(5) }))).toEqual(['weight-out-of-tolerance'])
})

test('a unit nobody knows is reported', () => {
  expect(codes(new TestFloor().act('pack.close', { unitId: sscc(9) }))).toEqual([
    'unknown-reference',
  ])
})

test('where no printer is its label is owed, until it is closed again where one is', () => {
  const floor = pickedFloor()
  weigh(floor, 1)
  floor.act('pack.close', { unitId: sscc(1), isUnlabelled: true })
  expect(floor.unit().label).toMatchObject({ lastCopy: 0, isOwed: true })
  floor.act('pack.reopen', { unitId: sscc(1), reason: 'UNDO' })
  weigh(floor, 1)
  floor.act('pack.close', { unitId: sscc(1) })
  expect(floor.unit().label.isOwed).toBeUndefined()
})
