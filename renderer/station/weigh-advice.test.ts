import { expect, test } from 'vitest'
import { BAR_RIGHT_SHARE, barPosition, shownGrams, weighAdvice } from './weigh-advice.ts'

const unit = { expectedGrams: 42_100, toleranceGrams: 210 }

function stable(grams: number) {
  return { state: 'stable' as const, grams }
}

test('a stable weight within tolerance is right, at the very edge too', () => {
  expect(weighAdvice(stable(42_100), unit)).toEqual({ kind: 'right' })
  expect(weighAdvice(stable(42_310), unit)).toEqual({ kind: 'right' })
  expect(weighAdvice(stable(42_311), unit)).toEqual({ kind: 'heavy', byGrams: 211 })
  expect(weighAdvice(stable(41_000), unit)).toEqual({ kind: 'light', byGrams: 1100 })
})

test('next to nothing on the scale means the unit is not on it', () => {
  expect(weighAdvice(stable(0), unit)).toEqual({ kind: 'empty' })
  expect(weighAdvice(stable(4000), unit)).toEqual({ kind: 'empty' })
})

test('a moving, overloaded, faulty or missing scale never judges a number', () => {
  for (const state of ['motion', 'over', 'under', 'fault', 'absent'] as const) {
    expect(weighAdvice({ state, grams: 42_100 }, unit)).toEqual({ kind: state })
  }
  expect(weighAdvice({ state: 'stable', grams: null }, unit)).toEqual({ kind: 'fault' })
})

test('only a live reading has a number to show', () => {
  expect(shownGrams(stable(10))).toBe(10)
  expect(shownGrams({ state: 'motion', grams: 12 })).toBe(12)
  expect(shownGrams({ state: 'over', grams: 99_999 })).toBeNull()
  expect(shownGrams({ state: 'fault', grams: 5 })).toBeNull()
})

test('the pointer is in the middle when right and stays on the bar when far off', () => {
  expect(barPosition(42_100, unit)).toBe(0.5)
  expect(barPosition(42_100 + 210, unit)).toBeCloseTo(0.5 + BAR_RIGHT_SHARE / 2)
  expect(barPosition(0, unit)).toBe(0)
  expect(barPosition(90_000, unit)).toBe(1)
})
