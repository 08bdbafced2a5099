import { expect, test } from 'vitest'
import { liveCopy } from '../documents/unit.ts'
import { sscc } from '../testing/builders.ts'
import { codes, pickedFloor } from '../testing/test-floor.ts'

const print = { unitId: sscc(1), copy: 1, printerId: 'p1', outcome: 'printed' } as const

test('the newest copy is the live one, also when nobody knows if it came out', () => {
  const floor = pickedFloor()
  expect(liveCopy(floor.unit())).toBe(0)
  floor.act('label.print', print)
  expect(liveCopy(floor.unit())).toBe(1)
  floor.act('label.print', { ...print, copy: 2, outcome: 'unknown', reason: 'UNREADABLE' })
  expect(liveCopy(floor.unit())).toBe(2)
})

test('a late record of an older copy does not bring that copy back', () => {
  const floor = pickedFloor()
  floor.act('label.print', { ...print, copy: 2 })
  floor.act('label.print', print)
  expect(floor.unit().label.lastCopy).toBe(2)
})

test('a unit nobody knows is reported', () => {
  const decision = pickedFloor().act('label.print', { ...print, unitId: sscc(9) })
  expect(codes(decision)).toEqual(['unknown-reference'])
})
