import { expect, test } from 'vitest'
import { pickLine, pickList, sscc, unit } from '../testing/builders.ts'
import { codes, packedFloor, TestFloor } from '../testing/test-floor.ts'

const oak = { unitId: sscc(1), pickListId: 'list-1', lineNo: 1, quantity: 2 }

test('remove restores the unit as it was before the add, and the goods stay picked', () => {
  const list = pickList({ lines: [pickLine({ picked: 4 })] })
  const floor = new TestFloor(list, unit({ orderNumbers: ['LL-000001'] }))
  const before = floor.working()
  floor.act('pack.add', oak)
  expect(codes(floor.act('pack.remove', oak))).toEqual([])
  expect(floor.working()).toEqual(before)
  expect(floor.line().picked).toBe(4)
})

test('out of a closed unit they are no longer packed, and unit-closed', () => {
  const floor = packedFloor()
  expect(codes(floor.act('pack.remove', oak))).toEqual(['unit-closed'])
  expect(floor.line()).toMatchObject({ picked: 4, packed: 2 })
  expect(floor.steps().at(-1)).toBe('PACKED>PICKED')
})

test('more than is inside is reported, and only what is there comes out', () => {
  const floor = packedFloor()
  floor.act('pack.reopen', { unitId: sscc(1), reason: 'UNDO' })
  const decision = floor.act('pack.remove', { ...oak, quantity: 7 })
  expect(decision.breaks).toMatchObject([{ detail: { what: 'packed goods', unitId: sscc(1) } }])
  expect(floor.unit().contents.map((content) => content.lineNo)).toEqual([2])
})

test('a list, line or unit nobody knows is reported', () => {
  const floor = packedFloor()
  expect(codes(floor.act('pack.remove', { ...oak, unitId: sscc(9) }))).toEqual([
    'unknown-reference',
  ])
  expect(codes(floor.act('pack.remove', { ...oak, pickListId: 'x' }))).toEqual([
    'unknown-reference',
  ])
  expect(codes(floor.act('pack.remove', { ...oak, lineNo: 9 }))).toEqual(['unknown-reference'])
})
