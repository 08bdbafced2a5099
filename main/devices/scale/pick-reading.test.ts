import { expect, test } from 'vitest'
import { pickReading } from './pick-reading.ts'
import type { ScaleReading } from './scale-reading.ts'

const stable = (at: number, grams: number): ScaleReading => ({
  at,
  kind: 'stable',
  grams,
  unit: 'kg',
  raw: `${grams}`,
})
const moving = (at: number): ScaleReading => ({
  at,
  kind: 'motion',
  grams: null,
  unit: null,
  raw: '?',
})

test('the scale that something lies on counts, whichever spoke last', () => {
  expect(pickReading([stable(1, 3_000), stable(2, 0)])).toMatchObject({ grams: 3_000 })
  expect(pickReading([stable(2, 3_000), stable(1, 0)])).toMatchObject({ grams: 3_000 })
  expect(pickReading([stable(2, 0), moving(1)])).toMatchObject({ kind: 'motion' })
})

test('of two loaded scales the one that moves counts, so that nothing is closed by the other', () => {
  expect(pickReading([moving(1), stable(2, 300_000)])).toMatchObject({ kind: 'motion' })
  expect(pickReading([stable(1, 3_000), stable(2, 4_000)])).toMatchObject({ grams: 4_000 })
})

test('without a load the last word counts, and without a scale nothing does', () => {
  expect(pickReading([stable(1, 0), stable(2, 0)])).toMatchObject({ at: 2 })
  expect(pickReading([])).toBeNull()
})

test('a broken scale beside it keeps nobody from weighing, and alone it is shown', () => {
  const broken: ScaleReading = { at: 9, kind: 'fault', raw: 'Err 54' }
  expect(pickReading([stable(1, 3_000), broken])).toMatchObject({ grams: 3_000 })
  expect(pickReading([broken])).toEqual(broken)
})
