import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendCheckDigit, checkDigit, hasValidCheckDigit } from './check-digit.ts'

const digits = fc.stringMatching(/^\d{1,17}$/)

test.each([
  ['9638507', '4', 'EAN-8'],
  ['03600029145', '2', 'UPC-A'],
  ['950600013435', '2', 'EAN-13'],
  ['0950600013435', '2', 'GTIN-14'],
  ['10614141234567890', '8', 'SSCC-18'],
])('the check digit of %s is %s (%s)', (body, expected) => {
  expect(checkDigit(body)).toBe(expected)
  expect(hasValidCheckDigit(body + expected)).toBe(true)
})

test('a number with its check digit appended verifies', () => {
  fc.assert(
    fc.property(digits, (body) => {
      expect(hasValidCheckDigit(appendCheckDigit(body))).toBe(true)
    }),
  )
})

test('every single wrong digit is found', () => {
  fc.assert(
    fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
      const good = appendCheckDigit(body)
      const position = at % good.length
      const wrong = String((Number(good[position]) + shift) % 10)
      const bad = good.slice(0, position) + wrong + good.slice(position + 1)
      expect(hasValidCheckDigit(bad)).toBe(false)
    }),
  )
})

test.each(['', '7', '95060001343 2', '950600013435a', '９５０６'])(
  '%j is no checked number',
  (text) => {
    expect(hasValidCheckDigit(text)).toBe(false)
  },
)

test('a check digit is made of digits only', () => {
  expect(() => checkDigit('12a')).toThrow(RangeError)
  expect(() => checkDigit('')).toThrow(RangeError)
})
