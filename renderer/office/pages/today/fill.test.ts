import { expect, test } from 'vitest'
import { fillOf, tighterOf } from './fill.ts'
import { ordersLink } from './links.ts'

const ROOM = { maxWeightGrams: 1_000, maxVolumeCm3: 4_000 }

test('something is as full as the measure by which it is fuller', () => {
  expect(fillOf(ROOM, { weightGrams: 500, volumeCm3: 3_000 })).toBe(0.75)
  expect(tighterOf(ROOM, { weightGrams: 500, volumeCm3: 3_000 })).toBe('volume')
  expect(fillOf(ROOM, { weightGrams: 900, volumeCm3: 3_000 })).toBe(0.9)
  expect(tighterOf(ROOM, { weightGrams: 900, volumeCm3: 3_000 })).toBe('weight')
})

test('more than full is said as more than full, and where there is no room anything is too much', () => {
  expect(fillOf(ROOM, { weightGrams: 1_120, volumeCm3: 0 })).toBe(1.12)
  const none = { maxWeightGrams: 0, maxVolumeCm3: 0 }
  expect(fillOf(none, { weightGrams: 1, volumeCm3: 0 })).toBeGreaterThan(1)
  expect(fillOf(none, { weightGrams: 0, volumeCm3: 0 })).toBe(0)
})

test('a number leads to exactly its orders', () => {
  const states = ['DELIVERED', 'COMPLETED'] as const
  expect(ordersLink({ states, from: '2026-03-10', to: '2026-03-10' })).toBe(
    '~/orders?states=DELIVERED,COMPLETED&from=2026-03-10&to=2026-03-10',
  )
  expect(ordersLink({ states: ['PACKED'] })).toBe('~/orders?states=PACKED')
})
