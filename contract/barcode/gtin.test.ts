import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendCheckDigit } from './check-digit.ts'
import { normalizeGtin } from './gtin.ts'

test.each([
  ['96385074', '00000096385074'],
  ['036000291452', '00036000291452'],
  ['9506000134352', '09506000134352'],
  ['19506000134359', '19506000134359'],
])('%s is the article %s', (text, expected) => {
  expect(normalizeGtin(text)).toBe(expected)
})

test.each(['9506000134353', '950600013435', '9506000134352 ', '1234567', '', '95060001343520'])(
  '%j is no article number',
  (text) => {
    expect(normalizeGtin(text)).toBeNull()
  },
)

test('an article is the same whichever symbol it was read from', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{11}$/), (body) => {
      const upc = appendCheckDigit(body)
      expect(normalizeGtin(`0${upc}`)).toBe(normalizeGtin(upc))
      expect(normalizeGtin(`00${upc}`)).toBe(normalizeGtin(upc))
    }),
  )
})
