import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildSscc, formatSscc, isSscc } from './sscc.ts'

test('a serial behind its prefix becomes eighteen checked digits', () => {
  expect(buildSscc('38712345', 1)).toBe('387123450000000012')
  expect(buildSscc('106141412345', 67_890)).toBe('106141412345678908')
})

test('every serial of a range is an SSCC of its own', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{7,12}$/), fc.nat(99_999), (prefix, serial) => {
      const unitId = buildSscc(prefix, serial)
      expect(isSscc(unitId)).toBe(true)
      expect(unitId.slice(0, -1)).toBe(prefix + String(serial).padStart(17 - prefix.length, '0'))
    }),
  )
})

test.each([
  ['38712345', 1_000_000_000],
  ['38712345', -1],
  ['38712345', 1.5],
  ['387', 1],
  ['3871234567890', 1],
])('a serial that does not fit is refused: %s %d', (prefix, serial) => {
  expect(() => buildSscc(prefix, serial)).toThrow(RangeError)
})

test.each(['387123450000000013', '38712345000000001', '00387123450000000012', ''])(
  '%j is no SSCC',
  (text) => {
    expect(isSscc(text)).toBe(false)
  },
)

test('people read an SSCC in its parts', () => {
  expect(formatSscc('387123450000000012', '8712345')).toBe('(00) 3 8712345 000000001 2')
  expect(formatSscc('387123450000000012')).toBe('(00) 3 8712 3450 0000 0001 2')
  expect(formatSscc('387123450000000012', '999')).toBe('(00) 3 8712 3450 0000 0001 2')
})
