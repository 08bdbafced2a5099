import { expect, test } from 'vitest'
import { isLabelVerified, liveCopy } from '../documents/unit.ts'
import { sscc } from '../testing/builders.ts'
import { codes, packedFloor } from '../testing/test-floor.ts'

const first = { unitId: sscc(1), copy: 1, reason: 'UNREADABLE' }

test('a void copy is live no more, until a newer one is printed', () => {
  const floor = packedFloor()
  expect(codes(floor.act('label.void', first))).toEqual([])
  expect(liveCopy(floor.unit())).toBe(0)
  expect(isLabelVerified(floor.unit())).toBe(false)
  floor.act('label.print', { unitId: sscc(1), copy: 2, printerId: 'p1', outcome: 'printed' })
  expect(liveCopy(floor.unit())).toBe(2)
})

test("a copy still in the printer's queue is void before it comes out", () => {
  const floor = packedFloor()
  floor.act('label.void', { ...first, copy: 2 })
  floor.act('label.print', { unitId: sscc(1), copy: 2, printerId: 'p1', outcome: 'printed' })
  expect(liveCopy(floor.unit())).toBe(0)
})

test('voiding an older copy leaves a newer void as it is', () => {
  const floor = packedFloor()
  floor.act('label.void', { ...first, copy: 3 })
  floor.act('label.void', first)
  expect(floor.unit().label.voidedThrough).toBe(3)
})

test('a unit nobody knows is reported', () => {
  const decision = packedFloor().act('label.void', { ...first, unitId: sscc(9) })
  expect(codes(decision)).toEqual(['unknown-reference'])
})
