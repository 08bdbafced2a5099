import { expect, test } from 'vitest'
import { isLabelVerified, liveCopy } from '../documents/unit.ts'
import { sscc } from '../testing/builders.ts'
import { codes, packedFloor, pickedFloor } from '../testing/test-floor.ts'

test('the live copy scanned back is verified', () => {
  const floor = pickedFloor()
  const copy = { unitId: sscc(1), copy: 1 }
  floor.act('label.print', { ...copy, printerId: 'p1', outcome: 'unknown' })
  expect(isLabelVerified(floor.unit())).toBe(false)
  expect(codes(floor.act('label.verify', copy))).toEqual([])
  expect(isLabelVerified(floor.unit())).toBe(true)
})

test('a label that can be scanned was printed, whatever its record says', () => {
  const floor = pickedFloor()
  floor.act('label.verify', { unitId: sscc(1), copy: 3 })
  expect(liveCopy(floor.unit())).toBe(3)
  expect(isLabelVerified(floor.unit())).toBe(true)
})

test('an older copy is superseded-copy and verifies nothing', () => {
  const floor = packedFloor()
  floor.act('label.print', { unitId: sscc(1), copy: 2, printerId: 'p1', outcome: 'printed' })
  const decision = floor.act('label.verify', { unitId: sscc(1), copy: 1 })
  expect(decision.breaks).toEqual([
    { code: 'superseded-copy', detail: { unitId: sscc(1), copy: 1, live: 2 } },
  ])
  expect(isLabelVerified(floor.unit())).toBe(false)
})

test('a void copy is superseded-copy even where no newer one exists', () => {
  const floor = packedFloor()
  floor.act('label.void', { unitId: sscc(1), copy: 1, reason: 'DAMAGED' })
  expect(codes(floor.act('label.verify', { unitId: sscc(1), copy: 1 }))).toEqual([
    'superseded-copy',
  ])
})

test('a unit nobody knows is reported', () => {
  const decision = pickedFloor().act('label.verify', { unitId: sscc(9), copy: 1 })
  expect(codes(decision)).toEqual(['unknown-reference'])
})
