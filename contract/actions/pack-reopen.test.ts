import { expect, test } from 'vitest'
import { sscc } from '../testing/builders.ts'
import { codes, loadedFloor, packedFloor, pickedFloor, weigh } from '../testing/test-floor.ts'

const reopen = { unitId: sscc(1), reason: 'UNDO' }

test('reopen restores everything but the weight, which must be taken again', () => {
  const floor = pickedFloor()
  const before = floor.working()
  weigh(floor, 1)
  floor.act('pack.close', { unitId: sscc(1) })
  expect(codes(floor.act('pack.reopen', reopen))).toEqual([])
  expect(floor.working()).toEqual(before)
  expect(floor.capacity()).toEqual({ grams: 0, cm3: 0 })
  expect(floor.steps().at(-1)).toBe('PACKED>PICKED')
})

test('every label printed so far is void', () => {
  const floor = packedFloor()
  floor.act('pack.reopen', reopen)
  expect(floor.unit().label).toEqual({ lastCopy: 1, verifiedCopy: 1, voidedThrough: 1 })
})

test('an open unit stays as it is', () => {
  const decision = pickedFloor().act('pack.reopen', reopen)
  expect(decision.changes).toEqual([])
  expect(codes(decision)).toEqual([])
})

test('a dropped unit stands there again', () => {
  const floor = pickedFloor()
  floor.act('pack.open', { unitId: sscc(2), kind: 'carton' })
  floor.act('pack.close', { unitId: sscc(2) })
  expect(codes(floor.act('pack.reopen', { ...reopen, unitId: sscc(2) }))).toEqual([])
  expect(floor.unit(2).status).toBe('open')
})

test('opened while on a load it is on no load any more, and wrong-load', () => {
  const floor = loadedFloor()
  expect(codes(floor.act('pack.reopen', reopen))).toEqual(['wrong-load'])
  expect(floor.unit()).toMatchObject({ status: 'open', loadId: null })
  expect(floor.load().units).toEqual([])
})

test('opened after its load was confirmed its goods are back on the books', () => {
  const floor = loadedFloor()
  floor.act('load.confirm', { loadId: 'load-1' })
  expect(codes(floor.act('pack.reopen', reopen))).toEqual(['wrong-load'])
  expect(floor.line()).toMatchObject({ picked: 4, packed: 0, loaded: 0 })
  expect(floor.stock()).toEqual({ onHand: 0, reserved: 0, picked: 4 })
  expect(floor.status()).toBe('PICKED')
})

test('a pallet taken off a truck brings its cartons with it', () => {
  const floor = packedFloor()
  floor.act('pack.open', { unitId: sscc(5), kind: 'pallet', packaging: 'EURO' })
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(5) })
  floor.act('pack.close', { unitId: sscc(5) })
  floor.act('load.claim', { loadId: 'load-1' })
  floor.act('load.add', { loadId: 'load-1', unitId: sscc(5) })
  floor.act('load.confirm', { loadId: 'load-1' })
  expect(floor.unit(1).status).toBe('loaded')
  floor.act('pack.reopen', { ...reopen, unitId: sscc(5) })
  expect(floor.unit(1).status).toBe('closed')
  expect(floor.line()).toMatchObject({ packed: 4, loaded: 0 })
})

test('a unit nobody knows is reported', () => {
  const decision = pickedFloor().act('pack.reopen', { ...reopen, unitId: sscc(9) })
  expect(codes(decision)).toEqual(['unknown-reference'])
})
