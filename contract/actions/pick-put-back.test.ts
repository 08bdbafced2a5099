import { expect, test } from 'vitest'
import { load, orderOnList, pickLine, pickList, sscc } from '../testing/builders.ts'
import { codes, loadedFloor, packedFloor, pickedFloor, TestFloor } from '../testing/test-floor.ts'

const oak = { pickListId: 'list-1', lineNo: 1, quantity: 2 }

test('put-back restores line, unit and stock as they were before the pick', () => {
  const floor = new TestFloor(pickList({ lines: [pickLine({ singleLot: true })] }))
  floor.act('pick.claim', { pickListId: 'list-1' })
  floor.act('pack.open', { unitId: sscc(1), kind: 'carton', orderNumber: 'LL-000001' })
  const before = floor.working()
  floor.act('pick.confirm', { ...oak, lot: 'A1', unitId: sscc(1) })
  expect(codes(floor.act('pick.put-back', { ...oak, unitId: sscc(1) }))).toEqual([])
  expect(floor.working()).toEqual(before)
  expect(floor.stock()).toEqual({ onHand: 0, reserved: 0, picked: 0 })
})

test('an order that was PICKED is in progress again', () => {
  const floor = pickedFloor()
  floor.act('pick.put-back', { ...oak, unitId: sscc(1) })
  expect(floor.steps().at(-1)).toBe('PICKED>IN_PROGRESS')
  expect(floor.line().picked).toBe(2)
})

test('the newest lot comes out first', () => {
  const floor = new TestFloor()
  floor.act('pick.confirm', { ...oak, lot: 'A1', unitId: sscc(1) })
  floor.act('pick.confirm', { ...oak, quantity: 1, lot: 'B2', unitId: sscc(1) })
  floor.act('pick.put-back', { ...oak, unitId: sscc(1) })
  expect(floor.unit().contents).toMatchObject([{ lot: 'A1', quantity: 1 }])
})

test('goods of a cancelled order are released now that they are back', () => {
  const floor = new TestFloor(
    pickList({
      orders: [orderOnList({ status: 'CANCELLED' })],
      lines: [pickLine({ picked: 3 })],
    }),
  )
  const decision = floor.act('pick.put-back', oak)
  expect(decision.effects[0]).toMatchObject({ ledger: 'RELEASED', reservedDelta: -2 })
})

test('goods of an order that goes on stay reserved for it', () => {
  const decision = pickedFloor().act('pick.put-back', oak)
  expect(decision.effects[0]).toMatchObject({ ledger: 'RETURNED', reservedDelta: 0 })
})

test('taken out of a closed unit they are no longer packed, and unit-closed', () => {
  const floor = packedFloor()
  expect(codes(floor.act('pick.put-back', { ...oak, unitId: sscc(1) }))).toEqual(['unit-closed'])
  expect(floor.line()).toMatchObject({ picked: 2, packed: 2 })
  expect(floor.status()).toBe('IN_PROGRESS')
})

test('out of the closed carton of a cancelled order they go back as asked, and the carton is dropped', () => {
  const orders = [orderOnList({ status: 'CANCELLED' })]
  const floor = packedFloor(pickList({ orders }), load())
  const back = { ...oak, unitId: sscc(1) }
  expect(codes(floor.act('pick.put-back', { ...back, quantity: 4 }))).toEqual([])
  expect(floor.unit().status).toBe('closed')
  expect(codes(floor.act('pick.put-back', { ...back, lineNo: 2 }))).toEqual([])
  expect(floor.unit()).toMatchObject({ status: 'dropped', contents: [] })
  expect(floor.promised()).toEqual({ grams: 0, cm3: 0 })
})

test('a carton of a cancelled order that stands on a load must come off it first: unit-closed', () => {
  const floor = loadedFloor(pickList({ orders: [orderOnList({ status: 'CANCELLED' })] }), load())
  expect(codes(floor.act('pick.put-back', { ...oak, unitId: sscc(1) }))).toEqual(['unit-closed'])
})

test('taken out of a shipped unit they are on the books again', () => {
  const floor = loadedFloor()
  floor.act('load.confirm', { loadId: 'load-1' })
  floor.act('pick.put-back', { ...oak, unitId: sscc(1) })
  expect(floor.line()).toMatchObject({ picked: 2, packed: 2, loaded: 2 })
  expect(floor.stock()).toEqual({ onHand: -2, reserved: -2, picked: 0 })
})

test('[FACT-1] more than was picked goes below zero and is reported', () => {
  const floor = new TestFloor()
  expect(codes(floor.act('pick.put-back', oak))).toEqual(['unknown-reference'])
  expect(floor.line().picked).toBe(-2)
})

test('a unit that nobody knows, or that holds fewer, is reported', () => {
  const floor = pickedFloor()
  const lost = floor.act('pick.put-back', { ...oak, unitId: sscc(9) })
  expect(lost.breaks).toMatchObject([{ detail: { what: 'unit', id: sscc(9) } }])
  floor.act('pick.confirm', { ...oak, unitId: sscc(2) })
  const fewer = floor.act('pick.put-back', { ...oak, quantity: 3, unitId: sscc(2) })
  expect(fewer.breaks).toMatchObject([{ detail: { what: 'packed goods', unitId: sscc(2) } }])
})
