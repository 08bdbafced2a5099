import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TOLERANCE_GRAMS_MIN, expectedUnit, isWithinTolerance } from './tolerance.ts'

test('a unit weighs its goods and its packaging', () => {
  const contents = [
    { quantity: 3, weightGrams: 1_200 },
    { quantity: 1, weightGrams: 450 },
  ]
  const expected = expectedUnit({ contents, tareGrams: 250, scaleDivisionGrams: 5 })
  expect(expected.expectedGrams).toBe(4_300)
})

test('the parts of the tolerance add up as squares', () => {
  const contents = [{ quantity: 6, weightGrams: 1_000 }]
  // 0.5 % of 6 kg is 30 g, 5 % of 800 g is 40 g.
  const unit = { contents, tareGrams: 800, scaleDivisionGrams: 0 }
  expect(expectedUnit(unit).toleranceGrams).toBe(50)
  // √(30² + 40² + (1.5 · 20)²) is 58.3 g, rounded up.
  expect(expectedUnit({ ...unit, scaleDivisionGrams: 20 }).toleranceGrams).toBe(59)
})

test('a product’s own tolerance grows with the root of the quantity', () => {
  const contents = [{ quantity: 16, weightGrams: 1_000, weightToleranceGrams: 10 }]
  const unit = { contents, tareGrams: 0, scaleDivisionGrams: 0 }
  expect(expectedUnit(unit).toleranceGrams).toBe(40)
})

test('a packaging’s own tolerance takes the place of its share', () => {
  const unit = { contents: [], tareGrams: 25_000, scaleDivisionGrams: 0 }
  expect(expectedUnit(unit).toleranceGrams).toBe(1_250)
  expect(expectedUnit({ ...unit, packagingToleranceGrams: 100 }).toleranceGrams).toBe(100)
})

test('no tolerance is below its floor, whatever the goods weigh', () => {
  const contents = [{ quantity: 1, weightGrams: 3 }]
  const expected = expectedUnit({ contents, tareGrams: 10, scaleDivisionGrams: 1 })
  expect(expected).toEqual({ expectedGrams: 13, toleranceGrams: TOLERANCE_GRAMS_MIN })
})

test('it does not matter over how many lines the same goods are spread', () => {
  const half = fc.record({
    quantity: fc.integer({ min: 1, max: 500 }),
    weightGrams: fc.integer({ min: 0, max: 30_000 }),
    weightToleranceGrams: fc.option(fc.nat(500), { nil: undefined }),
  })
  fc.assert(
    fc.property(half, fc.nat(5_000), fc.nat(100), (content, tareGrams, scaleDivisionGrams) => {
      const rest = { tareGrams, scaleDivisionGrams }
      const twice = { ...content, quantity: content.quantity * 2 }
      const together = expectedUnit({ contents: [twice], ...rest })
      expect(expectedUnit({ contents: [content, content], ...rest })).toEqual(together)
    }),
  )
})

test('the edge of the tolerance is still inside', () => {
  const expected = { expectedGrams: 1_000, toleranceGrams: 20 }
  expect(isWithinTolerance(980, expected)).toBe(true)
  expect(isWithinTolerance(1_020, expected)).toBe(true)
  expect(isWithinTolerance(979, expected)).toBe(false)
  expect(isWithinTolerance(1_021, expected)).toBe(false)
})
