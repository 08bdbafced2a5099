import { expect, test } from 'vitest'
import { keyed, load, pickList, sscc, unit } from '../testing/builders.ts'
import { TestFloor } from '../testing/test-floor.ts'
import { Overlay } from './overlay.ts'

const below = new TestFloor(pickList(), load(), unit())

test('what is changed lies over what is below, which stays as it was', () => {
  const overlay = new Overlay(below)
  overlay.apply([keyed(unit({ status: 'closed' }))])
  expect(overlay.get('unit', sscc(1))?.status).toBe('closed')
  expect(below.unit().status).toBe('open')
  expect(overlay.get('load', 'load-1')).toBe(below.load())
})

test('the newest body counts, in the place of the first change', () => {
  const overlay = new Overlay(below)
  overlay.apply([keyed(unit({ tareGrams: 1 })), keyed(load())])
  overlay.apply([keyed(unit({ tareGrams: 2 }))])
  expect(overlay.changes()).toEqual([keyed(unit({ tareGrams: 2 })), keyed(load())])
})

test('documents of one id and two kinds are two', () => {
  const overlay = new Overlay(below)
  overlay.apply([keyed(load({ id: 'same' })), keyed(pickList({ id: 'same' }))])
  expect(overlay.get('load', 'same')?.number).toBe('LD-000001')
  expect(overlay.get('pick-list', 'same')?.code).toBe('LLP0000014')
  expect(overlay.changedOf('load').map((change) => change.id)).toEqual(['same'])
})

test('cleared, it shows what is below', () => {
  const overlay = new Overlay(below)
  overlay.apply([keyed(unit({ status: 'closed' }))])
  overlay.clear()
  expect(overlay.changes()).toEqual([])
  expect(overlay.get('unit', sscc(1))?.status).toBe('open')
})
