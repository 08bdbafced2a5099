import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countLines, fitText, fitsBox, textWidthMm } from './label-text.ts'

test('wide letters take more room than narrow ones, in proportion to their size', () => {
  expect(textWidthMm('WWW', 2)).toBeGreaterThan(textWidthMm('iii', 2))
  expect(textWidthMm('Amsterdam', 4)).toBeCloseTo(textWidthMm('Amsterdam', 2) * 2)
})

test('words go to the next line whole', () => {
  const word = textWidthMm('Handels', 2)
  expect(countLines('Handels Handels', word * 1.5, 2)).toBe(2)
  expect(countLines('Handels Handels', word * 2.5, 2)).toBe(1)
  expect(countLines('Handels', word * 0.9, 2)).toBe(Infinity)
})

test('a text is as large as its box allows', () => {
  const box = { widthMm: 60, heightMm: 10 }
  const size = { minMm: 2, maxMm: 6 }
  expect(fitText('A', box, size)).toMatchObject({ text: 'A', fontMm: 6, maxLines: 1 })
  const longer = fitText('Koninklijke Nederlandse Maatschappij', box, size)
  expect(longer.text).toBe('Koninklijke Nederlandse Maatschappij')
  expect(longer.fontMm).toBeLessThan(6)
})

test('any text ends up inside its box, cut only where the smallest size does not fit', () => {
  const size = { minMm: 2, maxMm: 5 }
  const box = { widthMm: 40, heightMm: 9 }
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
  fc.assert(
    fc.property(text, (value) => {
      const fitted = fitText(value, box, size)
      expect(fitsBox(fitted.text, box, fitted.fontMm)).toBe(true)
      const isWhole = fitted.text === value
      expect(isWhole).toBe(fitsBox(value, box, size.minMm))
      expect(isWhole || fitted.text.endsWith('...')).toBe(true)
    }),
  )
})
