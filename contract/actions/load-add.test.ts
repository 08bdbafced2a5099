import { expect, test } from 'vitest'
import { isLabelVerified } from '../documents/unit.ts'
import { load, orderOnList, pickList, SOUTH, sscc, unit } from '../testing/builders.ts'
import { codes, loadedFloor, packedFloor, pickedFloor, TestFloor } from '../testing/test-floor.ts'

const add = { loadId: 'load-1', unitId: sscc(1), copy: 1 }

function dockFloor(...documents: ConstructorParameters<typeof TestFloor>): TestFloor {
  const floor = packedFloor(...documents)
  floor.act('load.claim', { loadId: 'load-1' })
  return floor
}

test('a unit on board is on the load with what it weighs, and its label is verified', () => {
  const floor = pickedFloor()
  floor.act('load.claim', { loadId: 'load-1' })
  const figures = { grossGrams: 3_850, expectedGrams: 3_850, toleranceGrams: 20 }
  floor.act('pack.weigh', { unitId: sscc(1), ...figures, source: 'scale' })
  floor.act('pack.close', { unitId: sscc(1) })
  floor.act('label.print', { unitId: sscc(1), copy: 1, printerId: 'p1', outcome: 'unknown' })
  expect(codes(floor.act('load.add', add))).toEqual([])
  expect(floor.load().units).toEqual([{ unitId: sscc(1), grossGrams: 3_850, volumeCm3: 6_000 }])
  expect(floor.unit().loadId).toBe('load-1')
  expect(isLabelVerified(floor.unit())).toBe(true)
  expect(floor.status()).toBe('PACKED')
})

test('an SSCC alone means the newest copy', () => {
  const floor = dockFloor()
  floor.act('label.print', { unitId: sscc(1), copy: 2, printerId: 'p1', outcome: 'printed' })
  expect(codes(floor.act('load.add', { loadId: 'load-1', unitId: sscc(1) }))).toEqual([])
  expect(floor.unit().label.verifiedCopy).toBe(2)
})

test('scanned twice it is on board once', () => {
  const floor = loadedFloor()
  expect(codes(floor.act('load.add', add))).toEqual([])
  expect(floor.load().units).toHaveLength(1)
})

test('an old copy is recorded, and superseded-copy', () => {
  const floor = dockFloor()
  floor.act('label.print', { unitId: sscc(1), copy: 2, printerId: 'p1', outcome: 'printed' })
  expect(codes(floor.act('load.add', add))).toEqual(['superseded-copy'])
  expect(floor.load().units).toHaveLength(1)
})

const why = (decision: ReturnType<TestFloor['act']>) => decision.breaks.map((b) => b.detail['why'])

test('another region or day is wrong-load', () => {
  const elsewhere = load({ id: 'load-2', region: 'ZH', deliveryDate: '2026-03-04' })
  const floor = dockFloor(pickList(), load(), elsewhere)
  floor.act('load.claim', { loadId: 'load-2' })
  const decision = floor.act('load.add', { ...add, loadId: 'load-2' })
  expect(why(decision)).toEqual(['region', 'date'])
  expect(floor.load('load-2').units).toHaveLength(1)
})

test('an open unit is wrong-load', () => {
  const floor = pickedFloor()
  floor.act('load.claim', { loadId: 'load-1' })
  expect(why(floor.act('load.add', add))).toEqual(['unit-open'])
})

test('a unit scanned onto another load moves there, and wrong-load', () => {
  const floor = dockFloor(pickList(), load(), load({ id: 'load-2', number: 'LD-2' }))
  floor.act('load.add', add)
  floor.act('load.claim', { loadId: 'load-2' })
  expect(why(floor.act('load.add', { ...add, loadId: 'load-2' }))).toEqual(['other-load'])
  expect(floor.load().units).toEqual([])
  expect(floor.load('load-2').units).toHaveLength(1)
  expect(floor.unit().loadId).toBe('load-2')
})

test('a carton that stands on a pallet is wrong-load, and says which', () => {
  const floor = dockFloor()
  floor.act('pack.open', { unitId: sscc(5), kind: 'pallet' })
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(5) })
  const decision = floor.act('load.add', add)
  expect(decision.breaks).toMatchObject([{ detail: { why: 'nested', parentId: sscc(5) } }])
})

test('a unit of a cancelled order is order-cancelled', () => {
  const goods = { pickListId: 'list-1', lineNo: 1, orderNumber: 'LL-000001', sku: 'X', quantity: 1 }
  const floor = new TestFloor(
    pickList({ orders: [orderOnList({ status: 'CANCELLED' })] }),
    unit({ status: 'closed', region: 'NH', deliveryDate: '2026-03-03', contents: [goods] }),
    load(),
  )
  floor.act('load.claim', { loadId: 'load-1' })
  expect(codes(floor.act('load.add', add))).toEqual(['order-cancelled'])
})

test('after the door has closed it is shipped at once, and wrong-load', () => {
  const floor = dockFloor(pickList(), load(), unit({ id: sscc(8), status: 'closed' }))
  floor.act('load.add', { loadId: 'load-1', unitId: sscc(8) })
  floor.act('load.confirm', { loadId: 'load-1' })
  expect(why(floor.act('load.add', add))).toEqual(['load-closed'])
  expect(floor.unit().status).toBe('loaded')
  expect(floor.stock().onHand).toBe(-4)
  expect(floor.status()).toBe('LOADED')
})

test('reported only after the truck left, it left with the truck', () => {
  const floor = dockFloor()
  floor.act('load.depart', { loadId: 'load-1', leftBehind: [] }, { station: 'office' })
  expect(why(floor.act('load.add', add))).toEqual(['load-closed'])
  expect(floor.unit().status).toBe('departed')
  expect(floor.stock()).toEqual({ onHand: -4, reserved: -4, picked: 0 })
  expect(floor.status()).toBe('OUT_FOR_DELIVERY')
})

test("on another bench's load it is claimed-elsewhere", () => {
  const decision = dockFloor().act('load.add', add, { station: SOUTH })
  expect(codes(decision)).toEqual(['claimed-elsewhere'])
})

test('a load or unit nobody knows is reported', () => {
  const floor = dockFloor()
  expect(codes(floor.act('load.add', { ...add, loadId: 'x' }))).toEqual(['unknown-reference'])
  expect(codes(floor.act('load.add', { ...add, unitId: sscc(9) }))).toEqual(['unknown-reference'])
})
