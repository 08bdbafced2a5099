import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { gramsOf } from './grams.ts'

test.each([
  ['1.234', 'kg', 1_234],
  ['100.00', 'g', 100],
  ['0.0005', 'kg', 1],
  ['0.0004999', 'kg', 0],
  ['-0.010', 'kg', -10],
  ['-0.000', 'kg', 0],
  ['1', 'lb', 454],
  ['2.205', 'lb', 1_000],
  ['1', 'oz', 28],
  ['1500', 'mg', 2],
  ['8.', 'kg', 8_000],
] as const)('%s %s is %d g', (decimal, unit, grams) => {
  expect(gramsOf(decimal, unit)).toBe(grams)
})

test.each(['', '.', '1e3', '1,5', '--1', '1.2.3', '9999999E+19', '0x10', '9999999999999'])(
  '%j is no weight',
  (decimal) => {
    expect(gramsOf(decimal, 'kg')).toBeUndefined()
  },
)

test('kilograms with three decimals are exact, whatever a float would make of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (grams) => {
      const decimal = `${Math.trunc(grams / 1_000)}.${String(grams % 1_000).padStart(3, '0')}`
      expect(gramsOf(decimal, 'kg')).toBe(grams)
    }),
  )
})
