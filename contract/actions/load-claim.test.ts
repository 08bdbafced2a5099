import { expect, test } from 'vitest'
import { LEASE_UNTIL, load, NORTH, SOUTH } from '../testing/builders.ts'
import { TestFloor } from '../testing/test-floor.ts'

const claim = { loadId: 'load-1' }

test("a claimed load is the bench's", () => {
  const floor = new TestFloor()
  expect(floor.act('load.claim', claim).refusal).toBeNull()
  expect(floor.load()).toMatchObject({
    status: 'claimed',
    claim: { stationId: NORTH, leaseUntil: LEASE_UNTIL },
  })
})

test('a load another bench holds is refused, until its lease ends', () => {
  const floor = new TestFloor()
  floor.act('load.claim', claim)
  expect(floor.act('load.claim', claim, { station: SOUTH }).refusal).toBe('already-claimed')
  const later = { station: SOUTH, now: LEASE_UNTIL }
  expect(floor.act('load.claim', claim, later).refusal).toBeNull()
  expect(floor.load().claim?.stationId).toBe(SOUTH)
})

test('a load that is confirmed or has left is refused', () => {
  for (const status of ['confirmed', 'departed'] as const) {
    expect(new TestFloor(load({ status })).act('load.claim', claim).refusal).toBe('wrong-state')
  }
})

test('a load nobody knows is not found; a picker may not claim one', () => {
  const floor = new TestFloor()
  expect(floor.act('load.claim', { loadId: 'x' }).refusal).toBe('not-found')
  expect(floor.act('load.claim', claim, { operator: 'sanne' }).refusal).toBe('forbidden')
})
