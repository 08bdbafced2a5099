import { expect, test } from 'vitest'
import type { DocumentReader } from '../documents/document.ts'
import {
  load,
  orderOnList,
  pickLine,
  pickList,
  secondList,
  sscc,
  unit,
} from '../testing/builders.ts'
import { packedFloor, pickedFloor, TestFloor, weigh } from '../testing/test-floor.ts'
import { Overlay } from './overlay.ts'
import { capacityEffects, slotLoads, withParents } from './slot-load.ts'

/** Six pieces of 500 g and 1,000 cm³. */
const ESTIMATE = { reservedGrams: 3_000, reservedCm3: 6_000, packedGrams: 0, packedCm3: 0 }

test('a list holds the estimate of what was asked', () => {
  expect(held(new TestFloor())).toEqual(ESTIMATE)
})

test('what was measured takes the place of the estimate once the unit is weighed and closed', () => {
  const floor = pickedFloor()
  expect(held(floor)).toEqual(ESTIMATE)
  weigh(floor, 1, 3_850)
  expect(held(floor)).toEqual({ ...ESTIMATE, reservedGrams: 3_850 })
  floor.act('pack.close', { unitId: sscc(1) })
  const closed = { ...ESTIMATE, reservedGrams: 3_850, packedGrams: 3_850, packedCm3: 6_000 }
  expect(held(floor)).toEqual(closed)
  weigh(floor, 1, 3_700)
  expect(held(floor)).toEqual({ ...closed, reservedGrams: 3_700, packedGrams: 3_700 })
  floor.act('pack.reopen', { unitId: sscc(1), reason: 'DAMAGED' })
  expect(held(floor)).toEqual(ESTIMATE)
  expect(floor.promised()).toEqual({ grams: 0, cm3: 0 })
  expect(floor.capacity()).toEqual({ grams: 0, cm3: 0 })
})

test('the rest of an order stays an estimate while its first carton is measured', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', { pickListId: 'list-1' })
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 3, unitId: sscc(1) })
  weigh(floor, 1, 1_700)
  floor.act('pack.close', { unitId: sscc(1) })
  expect(held(floor)).toEqual({
    reservedGrams: 1_700 + 1_500,
    reservedCm3: 6_000,
    packedGrams: 1_700,
    packedCm3: 3_000,
  })
})

test('a unit closed without a weight holds its estimate and counts as measured nowhere', () => {
  const floor = pickedFloor()
  floor.act('pack.close', { unitId: sscc(1) })
  expect(held(floor)).toEqual({ ...ESTIMATE, packedCm3: 6_000 })
})

test('goods given up hold nothing until they are looked for again', () => {
  const floor = new TestFloor()
  floor.act('pick.claim', { pickListId: 'list-1' })
  const short = { pickListId: 'list-1', lineNo: 1, quantity: 2 }
  floor.act('pick.short', { ...short, reason: 'DAMAGED' })
  expect(floor.promised()).toEqual({ grams: -1_000, cm3: -2_000 })
  floor.act('pick.unshort', short)
  expect(floor.promised()).toEqual({ grams: 0, cm3: 0 })
})

test('goods put back out of a closed carton are promised again, as an estimate', () => {
  const floor = packedFloor()
  floor.act('pick.put-back', { pickListId: 'list-1', lineNo: 1, quantity: 1, unitId: sscc(1) })
  expect(held(floor)).toEqual({
    reservedGrams: 3_850 + 500,
    reservedCm3: 6_000,
    packedGrams: 3_850,
    packedCm3: 5_000,
  })
})

test('a closed carton that was emptied holds nothing, whatever it once weighed', () => {
  const floor = packedFloor()
  const back = { pickListId: 'list-1', unitId: sscc(1) }
  floor.act('pick.put-back', { ...back, lineNo: 1, quantity: 4 })
  floor.act('pick.put-back', { ...back, lineNo: 2, quantity: 2 })
  expect(held(floor)).toEqual(ESTIMATE)
})

test('more than was asked holds room from the moment it is measured', () => {
  const floor = pickedFloor()
  floor.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 1, unitId: sscc(1) })
  expect(held(floor)).toEqual(ESTIMATE)
  weigh(floor, 1, 4_350)
  floor.act('pack.close', { unitId: sscc(1) })
  const all = { reservedGrams: 4_350, reservedCm3: 7_000, packedGrams: 4_350, packedCm3: 7_000 }
  expect(held(floor)).toEqual(all)
})

test('a pallet holds its own tare, and what was weighed on it is counted once', () => {
  const floor = packedFloor()
  floor.act('pack.open', { unitId: sscc(2), kind: 'pallet', packaging: 'EURO' })
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(2) })
  expect(held(floor).reservedGrams).toBe(3_850)
  floor.act('pack.close', { unitId: sscc(2) })
  expect(held(floor)).toMatchObject({ reservedGrams: 28_350, packedGrams: 28_350 })
  // The whole was weighed, so a carton that turns out heavier leaves less for the pallet itself.
  weigh(floor, 1, 4_000)
  expect(held(floor).reservedGrams).toBe(28_350)
  weigh(floor, 2, 28_600)
  expect(held(floor).reservedGrams).toBe(28_600)
  floor.act('pack.unnest', { unitId: sscc(1) })
  // Nobody delivers an empty pallet.
  expect(held(floor).reservedGrams).toBe(4_000)
})

test('loading and leaving move no slot', () => {
  const floor = packedFloor()
  const before = held(floor)
  floor.act('load.claim', { loadId: 'load-1' })
  floor.act('load.add', { loadId: 'load-1', unitId: sscc(1), copy: 1 })
  floor.act('load.confirm', { loadId: 'load-1' })
  floor.act('load.depart', { loadId: 'load-1', leftBehind: [] })
  expect(held(floor)).toEqual(before)
})

test('a cancelled order holds nothing, packed or not, and later facts about it move nothing', () => {
  const floor = packedFloor()
  expect(whenCancelled(floor, 'LL-000001').after).toBe(0)
  const called = new TestFloor(pickList({ orders: [orderOnList({ status: 'CANCELLED' })] }), load())
  called.act('pick.confirm', { pickListId: 'list-1', lineNo: 1, quantity: 4, unitId: sscc(1) })
  weigh(called, 1, 2_100)
  called.act('pack.close', { unitId: sscc(1) })
  expect(called.promised()).toEqual({ grams: 0, cm3: 0 })
})

test('a pallet that another order shares keeps its own tare when one is cancelled', () => {
  const floor = sharedPallet()
  // 3,850 g and 1,600 g in cartons, and 24,500 g of pallet.
  expect(held(floor).reservedGrams).toBe(29_950)
  expect(whenCancelled(floor, 'LL-000001')).toMatchObject({ after: 26_100 })
  expect(whenCancelled(floor, 'LL-000001', 'LL-000002')).toMatchObject({ after: 0 })
})

test('goods of two orders loose on one pallet: what was cancelled goes by its estimate', () => {
  const orderNumber = 'LL-000002'
  const list = pickList({
    orders: [orderOnList(), orderOnList({ orderNumber })],
    lines: [pickLine({ packed: 4 }), pickLine({ lineNo: 2, orderNumber, requested: 2, packed: 2 })],
  })
  const content = { pickListId: 'list-1', sku: 'OAK-14-NAT' }
  const weight = { grossGrams: 28_000, expectedGrams: 28_000, toleranceGrams: 20 }
  const pallet = unit({
    kind: 'pallet',
    status: 'closed',
    region: 'NH',
    deliveryDate: list.deliveryDate,
    weight: { ...weight, source: 'scale' },
    contents: [
      { ...content, lineNo: 1, orderNumber: 'LL-000001', quantity: 4 },
      { ...content, lineNo: 2, orderNumber, quantity: 2 },
    ],
  })
  const floor = new TestFloor(list, pallet)
  expect(held(floor).reservedGrams).toBe(28_000)
  expect(whenCancelled(floor, orderNumber)).toMatchObject({ after: 27_000 })
})

test('orders that customers collect hold no slot', () => {
  const floor = pickedFloor(pickList({ region: null }), load())
  weigh(floor, 1)
  floor.act('pack.close', { unitId: sscc(1) })
  expect(floor.effects.filter((effect) => effect.kind === 'capacity')).toEqual([])
  expect(slotLoads(floor, ALL).size).toBe(0)
})

const ALL = { listIds: ['list-1', 'list-2'], unitIds: [1, 2, 3, 4].map(sscc) }

function held(floor: DocumentReader) {
  const [slot] = slotLoads(floor, ALL).values()
  if (slot === undefined) throw new Error('no slot holds anything')
  const { region: _region, deliveryDate: _day, ...figures } = slot
  return figures
}

/** What orders' day still holds once the office has cancelled them; the deltas must lead there. */
function whenCancelled(floor: TestFloor, ...orderNumbers: string[]) {
  const after = new Overlay(floor)
  for (const id of ALL.listIds) {
    const list = floor.get('pick-list', id)
    if (list === undefined) continue
    const orders = list.orders.map((order) =>
      orderNumbers.includes(order.orderNumber) ? { ...order, status: 'CANCELLED' as const } : order,
    )
    after.apply([{ kind: 'pick-list', id, doc: { ...list, orders } }])
  }
  const unitIds = withParents(ALL.unitIds, floor)
  const moved = capacityEffects(floor, after, { listIds: ALL.listIds, unitIds })
  const delta = moved.reduce((sum, effect) => sum + effect.reservedGramsDelta, 0)
  expect(held(floor).reservedGrams + delta).toBe(held(after).reservedGrams)
  return { after: held(after).reservedGrams }
}

/** Two orders of one door, a carton each, on one weighed pallet. */
function sharedPallet(): TestFloor {
  const floor = packedFloor(pickList(), secondList(), load())
  floor.act('pick.claim', { pickListId: 'list-2' })
  floor.act('pick.confirm', { pickListId: 'list-2', lineNo: 1, quantity: 3, unitId: sscc(3) })
  weigh(floor, 3, 1_600)
  floor.act('pack.close', { unitId: sscc(3) })
  floor.act('pack.open', { unitId: sscc(2), kind: 'pallet', packaging: 'EURO' })
  for (const n of [1, 3]) floor.act('pack.nest', { unitId: sscc(n), parentId: sscc(2) })
  floor.act('pack.close', { unitId: sscc(2) })
  return floor
}
