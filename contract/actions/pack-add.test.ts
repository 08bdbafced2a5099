import { expect, test } from 'vitest'
import { orderOnList, pickLine, pickList, secondList, sscc, unit } from '../testing/builders.ts'
import { codes, packedFloor, TestFloor } from '../testing/test-floor.ts'

const oak = { unitId: sscc(1), pickListId: 'list-1', lineNo: 1, quantity: 2 }
const picked = pickList({ lines: [pickLine({ picked: 4 })] })

test('goods already picked go into the unit and nowhere else', () => {
  const floor = new TestFloor(picked, unit())
  const decision = floor.act('pack.add', oak)
  expect(codes(decision)).toEqual([])
  expect(floor.unit().contents).toMatchObject([{ sku: 'OAK-14-NAT', quantity: 2 }])
  expect(floor.list()).toEqual(picked)
  expect(decision.effects).toEqual([])
})

test('goods that were never picked are recorded and reported', () => {
  const floor = new TestFloor(picked, unit())
  floor.act('pack.add', { ...oak, quantity: 4 })
  const decision = floor.act('pack.add', { ...oak, quantity: 1 })
  expect(decision.breaks).toMatchObject([{ detail: { what: 'picked goods' } }])
  expect(floor.unit().contents).toMatchObject([{ quantity: 5 }])
})

test('goods put into a closed unit count as packed, and unit-closed', () => {
  const floor = packedFloor()
  expect(codes(floor.act('pack.add', oak))).toEqual(['unit-closed', 'unknown-reference'])
  expect(floor.line().packed).toBe(6)
})

test("goods of a cancelled order, or of another order than the carton's, are reported", () => {
  const cancelled = pickList({ ...picked, orders: [orderOnList({ status: 'CANCELLED' })] })
  expect(codes(new TestFloor(cancelled, unit()).act('pack.add', oak))).toEqual(['order-cancelled'])
  const second = secondList()
  const floor = new TestFloor(
    picked,
    { ...second, lines: second.lines.map((line) => ({ ...line, picked: 3 })) },
    unit(),
  )
  floor.act('pack.add', oak)
  expect(codes(floor.act('pack.add', { ...oak, pickListId: 'list-2' }))).toEqual(['wrong-load'])
})

test('a list, line or unit nobody knows is reported and changes nothing', () => {
  const floor = new TestFloor(picked, unit())
  const before = floor.working()
  expect(codes(floor.act('pack.add', { ...oak, pickListId: 'x' }))).toEqual(['unknown-reference'])
  expect(codes(floor.act('pack.add', { ...oak, lineNo: 9 }))).toEqual(['unknown-reference'])
  expect(codes(floor.act('pack.add', { ...oak, unitId: sscc(9) }))).toEqual(['unknown-reference'])
  expect(floor.working()).toEqual(before)
})
