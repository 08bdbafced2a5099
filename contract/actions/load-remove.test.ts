import { expect, test } from 'vitest'
import { SOUTH, sscc } from '../testing/builders.ts'
import { codes, loadedFloor, packedFloor } from '../testing/test-floor.ts'

const off = { loadId: 'load-1', unitId: sscc(1), reason: 'NOSPACE' }

test('remove restores load and unit as they were before the add', () => {
  const floor = packedFloor()
  floor.act('load.claim', { loadId: 'load-1' })
  const before = floor.working()
  floor.act('load.add', { loadId: 'load-1', unitId: sscc(1), copy: 1 })
  expect(codes(floor.act('load.remove', off))).toEqual([])
  expect(floor.working()).toEqual(before)
})

test('after the door has closed the goods are back on the books, and wrong-load', () => {
  const floor = loadedFloor()
  floor.act('load.confirm', { loadId: 'load-1' })
  expect(codes(floor.act('load.remove', off))).toEqual(['wrong-load'])
  expect(floor.unit()).toMatchObject({ status: 'closed', loadId: null })
  expect(floor.stock()).toEqual({ onHand: 0, reserved: 0, picked: 4 })
  expect(floor.steps().at(-1)).toBe('LOADED>PACKED')
})

test('off a load it never stood on nothing changes', () => {
  const floor = packedFloor()
  floor.act('load.claim', { loadId: 'load-1' })
  const before = floor.working()
  expect(codes(floor.act('load.remove', off))).toEqual([])
  expect(floor.working()).toEqual(before)
})

test("off another bench's load it is claimed-elsewhere", () => {
  const decision = loadedFloor().act('load.remove', off, { station: SOUTH })
  expect(codes(decision)).toEqual(['claimed-elsewhere'])
})

test('a load or unit nobody knows is reported', () => {
  const floor = loadedFloor()
  expect(codes(floor.act('load.remove', { ...off, loadId: 'x' }))).toEqual(['unknown-reference'])
  expect(codes(floor.act('load.remove', { ...off, unitId: sscc(9) }))).toEqual([
    'unknown-reference',
  ])
})
