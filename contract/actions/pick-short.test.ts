import { expect, test } from 'vitest'
import { orderOnList, pickLine, pickList, SOUTH, sscc } from '../testing/builders.ts'
import { codes, TestFloor, weigh } from '../testing/test-floor.ts'

const missing = { pickListId: 'list-1', lineNo: 1, quantity: 2, reason: 'OUTOFSTOCK' }

function claimedFloor(list = pickList()): TestFloor {
  const floor = new TestFloor(list)
  floor.act('pick.claim', { pickListId: 'list-1' })
  return floor
}

test("what is missing is given up, released, and in the order's history", () => {
  const floor = claimedFloor()
  const decision = floor.act('pick.short', missing)
  expect(codes(decision)).toEqual([])
  expect(floor.line().short).toBe(2)
  expect(floor.stock()).toEqual({ onHand: 0, reserved: -2, picked: 0 })
  expect(decision.effects).toContainEqual({
    kind: 'history',
    orderNumber: 'LL-000001',
    status: 'picking:short',
    severity: 'warning',
    payload: { orderLineNo: 1, sku: 'OAK-14-NAT', quantity: 2, reason: 'OUTOFSTOCK' },
  })
})

test('packing of the rest goes on; then the order holds for a supervisor', () => {
  const floor = claimedFloor(pickList({ lines: [pickLine()] }))
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 2, unitId: sscc(1) })
  floor.act('pick.short', missing)
  expect(floor.status()).toBe('PICKED')
  weigh(floor, 1)
  floor.act('pack.close', { unitId: sscc(1) })
  expect(floor.status()).toBe('ON_HOLD')
})

test('where a supervisor lets the rest go, it is PACKED', () => {
  const floor = claimedFloor(
    pickList({ lines: [pickLine()], orders: [orderOnList({ shortDecision: 'ship' })] }),
  )
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 2, unitId: sscc(1) })
  floor.act('pick.short', missing)
  weigh(floor, 1)
  floor.act('pack.close', { unitId: sscc(1) })
  expect(floor.status()).toBe('PACKED')
})

test('with nothing to ship the order holds whatever was decided', () => {
  const floor = claimedFloor(
    pickList({ lines: [pickLine()], orders: [orderOnList({ shortDecision: 'ship' })] }),
  )
  floor.act('pick.short', { ...missing, quantity: 4 })
  expect(floor.status()).toBe('ON_HOLD')
})

test("[FACT-1] giving up more than is open is over-pick and frees nobody else's goods", () => {
  const floor = claimedFloor()
  expect(codes(floor.act('pick.short', { ...missing, quantity: 9 }))).toEqual(['over-pick'])
  expect(floor.line().short).toBe(9)
  expect(floor.stock().reserved).toBe(-4)
})

test('a short of a cancelled order releases nothing twice', () => {
  const floor = claimedFloor(
    pickList({ orders: [orderOnList({ status: 'CANCELLED' }), orderOnList({ orderNumber: 'X' })] }),
  )
  expect(codes(floor.act('pick.short', missing))).toEqual(['order-cancelled'])
  expect(floor.stock().reserved).toBe(0)
})

test("a short on another bench's list is claimed-elsewhere", () => {
  const decision = claimedFloor().act('pick.short', missing, { station: SOUTH })
  expect(codes(decision)).toEqual(['claimed-elsewhere'])
})

test('a list or line nobody knows is reported', () => {
  const floor = claimedFloor()
  expect(codes(floor.act('pick.short', { ...missing, pickListId: 'x' }))).toEqual([
    'unknown-reference',
  ])
  expect(codes(floor.act('pick.short', { ...missing, lineNo: 9 }))).toEqual(['unknown-reference'])
})
