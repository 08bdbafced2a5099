import { expect, test } from 'vitest'
import { LEASE_UNTIL, NORTH, orderOnList, pickList, SOUTH } from '../testing/builders.ts'
import { packedFloor, TestFloor } from '../testing/test-floor.ts'

const claim = { pickListId: 'list-1' }

test("a claimed list is the bench's, and its order is in progress", () => {
  const floor = new TestFloor()
  expect(floor.act('pick.claim', claim).refusal).toBeNull()
  expect(floor.list().claim).toEqual({ stationId: NORTH, leaseUntil: LEASE_UNTIL })
  expect(floor.list().status).toBe('claimed')
  expect(floor.steps()).toEqual(['CONFIRMED>IN_PROGRESS'])
})

test('a list that is not there is not found', () => {
  expect(new TestFloor().act('pick.claim', { pickListId: 'list-9' }).refusal).toBe('not-found')
})

test('a list another bench holds is refused and stays as it is', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', claim)
  const before = floor.working()
  expect(floor.act('pick.claim', claim, { station: SOUTH }).refusal).toBe('already-claimed')
  expect(floor.working()).toEqual(before)
})

test('[LEASE-1] when the lease has ended another bench may claim', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', claim)
  const later = { station: SOUTH, now: LEASE_UNTIL }
  expect(floor.act('pick.claim', claim, later).refusal).toBeNull()
  expect(floor.list().claim?.stationId).toBe(SOUTH)
})

test("claiming again renews one's own lease", () => {
  const floor = new TestFloor(
    pickList({ claim: { stationId: NORTH, leaseUntil: '2026-03-02T11:00:00.000Z' } }),
  )
  expect(floor.act('pick.claim', claim).refusal).toBeNull()
  expect(floor.list().claim?.leaseUntil).toBe(LEASE_UNTIL)
})

test('a list that is done or cancelled is refused', () => {
  expect(packedFloor().act('pick.claim', claim).refusal).toBe('wrong-state')
  const cancelled = new TestFloor(
    pickList({ status: 'cancelled', orders: [orderOnList({ status: 'CANCELLED' })] }),
  )
  expect(cancelled.act('pick.claim', claim).refusal).toBe('wrong-state')
})

test('[SEC-2] a loader may not claim a pick list, a supervisor may', () => {
  const floor = new TestFloor()
  expect(floor.act('pick.claim', claim, { operator: 'noor' }).refusal).toBe('forbidden')
  expect(floor.act('pick.claim', claim, { operator: null }).refusal).toBe('forbidden')
  expect(floor.act('pick.claim', claim, { operator: 'ilse' }).refusal).toBeNull()
})
