import { expect, test } from 'vitest'
import { gramsOfKilograms } from './kilograms.ts'

test('every gram up to ten tonnes comes back from its kilograms', () => {
  for (let grams = 0; grams <= 10_000_000; grams += 1) {
    if (gramsOfKilograms(grams / 1_000) !== grams) throw new Error(String(grams))
  }
  expect(gramsOfKilograms('2.005')).toBe(2_005)
  expect(gramsOfKilograms('1.001')).toBe(1_001)
})

test('what is no number yet is no weight', () => {
  for (const typed of ['', '-', '.', 'kilo']) expect(gramsOfKilograms(typed)).toBe('')
  expect(gramsOfKilograms('2.')).toBe(2_000)
})
