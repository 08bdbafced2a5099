import { expect, test } from 'vitest'
import { load, NORTH, pickList, SOUTH, sscc } from '../testing/builders.ts'
import { loadedFloor, packedFloor, TestFloor } from '../testing/test-floor.ts'

const confirm = { loadId: 'load-1' }

test('what is on board is shipped and its order LOADED', () => {
  const floor = loadedFloor()
  expect(floor.act('load.confirm', { ...confirm, seal: 'S-77' }).refusal).toBeNull()
  expect(floor.load()).toMatchObject({ status: 'confirmed', seal: 'S-77' })
  expect(floor.unit().status).toBe('loaded')
  expect(floor.line().loaded).toBe(4)
  expect(floor.stock()).toEqual({ onHand: -4, reserved: -4, picked: 0 })
  expect(floor.steps().at(-1)).toBe('PACKED>LOADED')
})

test("an over-pick ships without freeing another order's goods", () => {
  const floor = new TestFloor()
  floor.act('pick.claim', { pickListId: 'list-1' })
  const line = { pickListId: 'list-1', unitId: sscc(1) }
  floor.act('pick.confirm', { ...line, lineNo: 1, quantity: 6 })
  floor.act('pick.confirm', { ...line, lineNo: 2, quantity: 2 })
  floor.act('pack.close', { unitId: sscc(1) })
  floor.act('load.claim', confirm)
  floor.act('load.add', { ...confirm, unitId: sscc(1) })
  floor.act('load.confirm', confirm)
  expect(floor.stock()).toEqual({ onHand: -6, reserved: -4, picked: 0 })
})

test('an order is LOADED with its last unit, on whichever truck', () => {
  const floor = new TestFloor(pickList(), load(), load({ id: 'load-2' }))
  floor.act('pick.claim', { pickListId: 'list-1' })
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 4, unitId: sscc(1) })
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 2, quantity: 2, unitId: sscc(2) })
  for (const [loadId, unitId] of [
    ['load-1', sscc(1)],
    ['load-2', sscc(2)],
  ] as const) {
    floor.act('pack.close', { unitId })
    floor.act('load.claim', { loadId })
    floor.act('load.add', { loadId, unitId })
  }
  floor.act('load.confirm', confirm)
  expect(floor.status()).toBe('PACKED')
  floor.act('load.confirm', { loadId: 'load-2' })
  expect(floor.status()).toBe('LOADED')
})

test("over the vehicle's weight or volume it is refused and nothing is shipped", () => {
  for (const limit of [{ maxWeightGrams: 3_849 }, { maxVolumeCm3: 5_999 }]) {
    const vehicle = { ...load().vehicle, ...limit }
    const floor = loadedFloor(pickList(), load({ vehicle }))
    expect(floor.act('load.confirm', confirm).refusal).toBe('over-capacity')
    expect(floor.stock().onHand).toBe(0)
  }
})

test('[PUSH-5] without a claim of its own it is refused with dependency', () => {
  const floor = loadedFloor()
  expect(floor.act('load.confirm', confirm, { station: SOUTH }).refusal).toBe('dependency')
  floor.act('load.release', confirm)
  expect(floor.act('load.confirm', confirm).refusal).toBe('dependency')
})

test('an empty load, or one confirmed before, is refused', () => {
  const empty = packedFloor()
  empty.act('load.claim', confirm)
  expect(empty.act('load.confirm', confirm).refusal).toBe('wrong-state')
  const floor = loadedFloor()
  floor.act('load.confirm', confirm)
  expect(floor.act('load.confirm', confirm).refusal).toBe('wrong-state')
})

test('with an open unit, or goods of a cancelled order, on board it is refused', () => {
  const floor = loadedFloor()
  floor.act('pack.open', { unitId: sscc(2), kind: 'carton' })
  floor.act('load.add', { ...confirm, unitId: sscc(2) })
  expect(floor.act('load.confirm', confirm).refusal).toBe('wrong-state')

  const packed = loadedFloor()
  const list = packed.list()
  const orders = list.orders.map((order) => ({ ...order, status: 'CANCELLED' as const }))
  const dock = new TestFloor({ ...list, orders }, packed.unit(), packed.load())
  expect(dock.act('load.confirm', confirm).refusal).toBe('wrong-state')
})

test('a load nobody knows is not found', () => {
  expect(new TestFloor().act('load.confirm', { loadId: 'x' }).refusal).toBe('not-found')
})

test('[LEASE-1] a bench whose lease ended before another took the load is told so', () => {
  const floor = loadedFloor()
  floor.act('load.claim', { loadId: 'load-1' }, { station: SOUTH, now: LATER })
  expect(floor.load().claim).toMatchObject({ stationId: SOUTH, endedOf: NORTH })
  expect(floor.act('load.confirm', { loadId: 'load-1' }).refusal).toBe('lease-expired')
  // Its own claim again, or the office's release, and it is as any other bench.
  floor.act('load.release', { loadId: 'load-1' }, { station: SOUTH })
  expect(floor.act('load.confirm', { loadId: 'load-1' }).refusal).toBe('dependency')
})

test('[LEASE-1] a lease that ended while nobody else came is no reason to refuse', () => {
  const floor = loadedFloor()
  expect(floor.act('load.confirm', { loadId: 'load-1' }, { now: LATER }).refusal).toBeNull()
})

const LATER = '2026-03-03T10:00:00.000Z'
