import { expect, test } from 'vitest'
import { load, pickLine, pickList, secondList, sscc } from '../testing/builders.ts'
import { codes, loadedFloor, packedFloor, TestFloor } from '../testing/test-floor.ts'

const depart = { loadId: 'load-1', leftBehind: [] as string[] }

test('after a confirmed load nothing is shipped twice; its orders go out for delivery', () => {
  const floor = loadedFloor()
  floor.act('load.confirm', { loadId: 'load-1' })
  expect(codes(floor.act('load.depart', depart))).toEqual([])
  expect(floor.load().status).toBe('departed')
  expect(floor.unit().status).toBe('departed')
  expect(floor.stock()).toEqual({ onHand: -4, reserved: -4, picked: 0 })
  expect(floor.steps().at(-1)).toBe('LOADED>OUT_FOR_DELIVERY')
})

test('a truck that leaves unconfirmed has shipped what is on board', () => {
  const floor = loadedFloor()
  expect(codes(floor.act('load.depart', depart, { station: 'office', operator: null }))).toEqual([])
  expect(floor.stock()).toEqual({ onHand: -4, reserved: -4, picked: 0 })
  expect(floor.steps().slice(-2)).toEqual(['PACKED>LOADED', 'LOADED>OUT_FOR_DELIVERY'])
})

test('what stayed behind is off the load, on the books, packed, and a task', () => {
  const floor = loadedFloor()
  floor.act('load.confirm', { loadId: 'load-1' })
  const decision = floor.act('load.depart', { ...depart, leftBehind: [sscc(1), sscc(1)] })
  expect(decision.breaks).toEqual([
    { code: 'left-behind', detail: { unitId: sscc(1), load: 'LD-000001' } },
  ])
  expect(floor.unit()).toMatchObject({ status: 'closed', loadId: null })
  expect(floor.load().units).toEqual([])
  expect(floor.stock()).toEqual({ onHand: 0, reserved: 0, picked: 4 })
  expect(floor.status()).toBe('PACKED')
})

test('a carton left behind leaves its pallet, which goes without it', () => {
  const floor = packedFloor()
  floor.act('pack.open', { unitId: sscc(5), kind: 'pallet' })
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(5) })
  floor.act('pack.close', { unitId: sscc(5) })
  floor.act('load.claim', { loadId: 'load-1' })
  floor.act('load.add', { loadId: 'load-1', unitId: sscc(5) })
  floor.act('load.confirm', { loadId: 'load-1' })
  floor.act('load.depart', { ...depart, leftBehind: [sscc(1)] })
  expect(floor.unit(1)).toMatchObject({ status: 'closed', parentId: null })
  expect(floor.unit(5)).toMatchObject({ status: 'departed', children: [] })
  expect(floor.stock().onHand).toBe(0)
})

test('a unit of another load that is named as left behind stays where it is', () => {
  const floor = loadedFloor(pickList(), load(), load({ id: 'load-2' }))
  floor.act('load.depart', { loadId: 'load-2', leftBehind: [sscc(1), sscc(9)] })
  expect(floor.unit().loadId).toBe('load-1')
  expect(floor.load().units).toHaveLength(1)
})

test('an order of which a part goes later waits for it', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', { pickListId: 'list-1' })
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 4, unitId: sscc(1) })
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 2, quantity: 2, unitId: sscc(2) })
  floor.act('pack.close', { unitId: sscc(1) })
  floor.act('pack.close', { unitId: sscc(2) })
  floor.act('load.claim', { loadId: 'load-1' })
  floor.act('load.add', { loadId: 'load-1', unitId: sscc(1) })
  floor.act('load.depart', depart)
  expect(floor.status()).toBe('PACKED')
  expect(floor.unit(1).status).toBe('departed')
})

test('another order of the same list, loaded on a truck that still stands, does not go out', () => {
  const [first, second] = [pickList(), secondList()]
  const batch = pickList({
    orders: [...first.orders, ...second.orders],
    lines: [pickLine(), pickLine({ lineNo: 2, orderNumber: 'LL-000002', requested: 1 })],
  })
  const floor = new TestFloor(batch, load(), load({ id: 'load-2' }))
  floor.act('pick.claim', { pickListId: 'list-1' })
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 4, unitId: sscc(1) })
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 2, quantity: 1, unitId: sscc(2) })
  for (const n of [1, 2]) {
    const loadId = `load-${n}`
    floor.act('pack.close', { unitId: sscc(n) })
    floor.act('load.claim', { loadId })
    floor.act('load.add', { loadId, unitId: sscc(n) })
    floor.act('load.confirm', { loadId })
  }
  floor.act('load.depart', depart)
  expect(floor.list().orders.map((order) => order.status)).toEqual(['OUT_FOR_DELIVERY', 'LOADED'])
})

test('a truck that leaves with more than it may carry is over-capacity', () => {
  const vehicle = { ...load().vehicle, maxWeightGrams: 100 }
  const floor = loadedFloor(pickList(), load({ vehicle }))
  expect(codes(floor.act('load.depart', depart))).toEqual(['over-capacity'])
  expect(floor.load().status).toBe('departed')
})

test('left twice it left once', () => {
  const floor = loadedFloor()
  floor.act('load.depart', depart)
  const again = floor.act('load.depart', { ...depart, leftBehind: [sscc(1)] })
  expect(again.changes).toEqual([])
  expect(floor.stock().onHand).toBe(-4)
})

test('a load nobody knows is reported', () => {
  const decision = new TestFloor().act('load.depart', { ...depart, loadId: 'x' })
  expect(codes(decision)).toEqual(['unknown-reference'])
})
