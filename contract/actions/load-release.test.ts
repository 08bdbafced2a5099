import { expect, test } from 'vitest'
import { SOUTH } from '../testing/builders.ts'
import { codes, loadedFloor, TestFloor } from '../testing/test-floor.ts'

const load = { loadId: 'load-1' }

test('release restores the load as it was before the claim', () => {
  const floor = new TestFloor()
  const before = floor.working()
  floor.act('load.claim', load)
  expect(codes(floor.act('load.release', load))).toEqual([])
  expect(floor.working()).toEqual(before)
})

test('what is on board stays on board', () => {
  const floor = loadedFloor()
  floor.act('load.release', load)
  expect(floor.load()).toMatchObject({ status: 'open', claim: null })
  expect(floor.load().units).toHaveLength(1)
})

test("another bench's load, and one that is confirmed, are left alone", () => {
  const floor = loadedFloor()
  expect(floor.act('load.release', load, { station: SOUTH }).changes).toEqual([])
  floor.act('load.confirm', load)
  expect(floor.act('load.release', load).changes).toEqual([])
})

test('a load nobody knows is reported', () => {
  expect(codes(new TestFloor().act('load.release', { loadId: 'x' }))).toEqual(['unknown-reference'])
})
