import { expect, test } from 'vitest'
import { SOUTH } from '../testing/builders.ts'
import { codes, TestFloor } from '../testing/test-floor.ts'

const goods = { pickListId: 'list-1', lineNo: 1, quantity: 2 }

function shortFloor(quantity: number): TestFloor {
  const floor = new TestFloor()
  floor.act('pick.claim', { pickListId: 'list-1' })
  floor.act('pick.short', { ...goods, quantity, reason: 'NOTFOUND' })
  return floor
}

test('unshort restores the list and the reservation', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', { pickListId: 'list-1' })
  const before = floor.working()
  floor.act('pick.short', { ...goods, reason: 'NOTFOUND' })
  expect(codes(floor.act('pick.unshort', goods))).toEqual([])
  expect(floor.working()).toEqual(before)
  expect(floor.stock()).toEqual({ onHand: 0, reserved: 0, picked: 0 })
})

test('an order that held is in progress again', () => {
  const floor = shortFloor(4)
  floor.act('pick.short', { ...goods, lineNo: 2, reason: 'NOTFOUND' })
  expect(floor.status()).toBe('ON_HOLD')
  floor.act('pick.unshort', goods)
  expect(floor.steps().at(-1)).toBe('ON_HOLD>IN_PROGRESS')
})

test('more than was given up cannot be taken back', () => {
  const floor = shortFloor(1)
  floor.act('pick.unshort', goods)
  expect(floor.line().short).toBe(0)
  expect(floor.stock().reserved).toBe(0)
})

test('a short beyond the order comes back without reserving too much', () => {
  const floor = shortFloor(7)
  floor.act('pick.unshort', { ...goods, quantity: 7 })
  expect(floor.stock().reserved).toBe(0)
})

test('with nothing short the ledger stays quiet', () => {
  const floor = shortFloor(1)
  floor.act('pick.unshort', goods)
  const decision = floor.act('pick.unshort', goods)
  expect(decision.effects.filter((effect) => effect.kind === 'stock')).toEqual([])
})

test("on another bench's list it is claimed-elsewhere; an unknown one is reported", () => {
  const floor = shortFloor(2)
  expect(codes(floor.act('pick.unshort', goods, { station: SOUTH }))).toEqual(['claimed-elsewhere'])
  expect(codes(floor.act('pick.unshort', { ...goods, pickListId: 'x' }))).toEqual([
    'unknown-reference',
  ])
  expect(codes(floor.act('pick.unshort', { ...goods, lineNo: 9 }))).toEqual(['unknown-reference'])
})
