import { expect, test } from 'vitest'
import { SOUTH } from '../testing/builders.ts'
import { codes, TestFloor } from '../testing/test-floor.ts'

const list = { pickListId: 'list-1' }

test('a list released unpicked is as it was before the claim', () => {
  const floor = new TestFloor()
  const before = floor.working()
  floor.act('pick.claim', list)
  floor.act('pick.release', list)
  expect(floor.working()).toEqual(before)
  expect(floor.steps()).toEqual(['CONFIRMED>IN_PROGRESS', 'IN_PROGRESS>CONFIRMED'])
})

test('what was picked stays picked, and the order stays in progress', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', list)
  floor.act('pick.confirm', { ...list, lineNo: 1, quantity: 1 })
  floor.act('pick.release', list)
  expect(floor.list().claim).toBeNull()
  expect(floor.list().status).toBe('open')
  expect(floor.line().picked).toBe(1)
  expect(floor.status()).toBe('IN_PROGRESS')
})

test("another bench's claim is left alone", () => {
  const floor = new TestFloor()
  floor.act('pick.claim', list)
  const decision = floor.act('pick.release', list, { station: SOUTH })
  expect(decision.changes).toEqual([])
  expect(codes(decision)).toEqual([])
})

test('[FACT-1] a list the office does not know is reported', () => {
  const decision = new TestFloor().act('pick.release', { pickListId: 'list-9' })
  expect(codes(decision)).toEqual(['unknown-reference'])
})
