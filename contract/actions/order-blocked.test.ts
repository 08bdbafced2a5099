import { expect, test } from 'vitest'
import { orderOnList, pickList, pickLine, sscc } from '../testing/builders.ts'
import { codes, loadedFloor, packedFloor, TestFloor } from '../testing/test-floor.ts'

const one = { pickListId: 'list-1', lineNo: 1, quantity: 1 }

function blocked(floor: TestFloor, isBlocked = true): TestFloor {
  const list = floor.list()
  const orders = list.orders.map((order) => ({ ...order, isBlocked }))
  floor.put({ ...list, orders })
  return floor
}

test('a list whose orders are all stopped is given to nobody, and to anybody once one is let go', () => {
  const batch = pickList({
    mode: 'batch',
    orders: [
      orderOnList({ isBlocked: true }),
      orderOnList({ orderNumber: 'LL-000002', isBlocked: true }),
      orderOnList({ orderNumber: 'LL-000003', status: 'PACKED' }),
    ],
    lines: [pickLine(), pickLine({ lineNo: 2, orderNumber: 'LL-000002' })],
  })
  const claim = { pickListId: 'list-1' }
  expect(new TestFloor(batch).act('pick.claim', claim).refusal).toBe('wrong-state')
  const [first, ...others] = batch.orders
  if (first === undefined) throw new Error('the batch has no order')
  const let1go = { ...batch, orders: [{ ...first, isBlocked: false }, ...others] }
  expect(new TestFloor(let1go).act('pick.claim', claim).refusal).toBeNull()
})

test('[FACT-1] going on with a stopped order is recorded, and order-blocked', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', { pickListId: 'list-1' })
  blocked(floor)
  const unitId = sscc(1)
  expect(codes(floor.act('pick.confirm', { ...one, unitId }))).toEqual(['order-blocked'])
  expect(codes(floor.act('pick.short', { ...one, reason: 'OUTOFSTOCK' }))).toEqual([
    'order-blocked',
  ])
  expect(codes(floor.act('pack.close', { unitId }))).toContain('order-blocked')
  expect(floor.line()).toMatchObject({ picked: 1, short: 1, packed: 1 })
})

test('taking back is never stopped', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', { pickListId: 'list-1' })
  floor.act('pick.confirm', { ...one, unitId: sscc(1) })
  floor.act('pick.short', { ...one, reason: 'OUTOFSTOCK' })
  blocked(floor)
  expect(codes(floor.act('pick.unshort', one))).toEqual([])
  expect(codes(floor.act('pick.put-back', { ...one, unitId: sscc(1) }))).toEqual([])
})

test('a unit of a stopped order goes on a truck with an exception only', () => {
  const floor = blocked(packedFloor())
  floor.act('load.claim', { loadId: 'load-1' })
  const added = floor.act('load.add', { loadId: 'load-1', unitId: sscc(1), copy: 1 })
  expect(codes(added)).toEqual(['order-blocked'])
})

test('no door closes on a stopped order until it is let go; a truck that left all the same is reported', () => {
  const floor = blocked(loadedFloor())
  const confirm = () => floor.act('load.confirm', { loadId: 'load-1' }).refusal
  expect(confirm()).toBe('wrong-state')
  const left = floor.act('load.depart', { loadId: 'load-1', leftBehind: [] })
  expect(left.breaks).toEqual([{ code: 'order-blocked', detail: { orderNumber: 'LL-000001' } }])
  const free = blocked(loadedFloor(), false)
  expect(free.act('load.confirm', { loadId: 'load-1' }).refusal).toBeNull()
})
