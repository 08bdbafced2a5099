import { expect, test } from 'vitest'
import { labelLines } from './label-lines.ts'

test('words stay whole where a line can hold them', () => {
  expect(labelLines('Vloeren Discount Amsterdam', 4, 40, 3)).toEqual([
    'Vloeren Discount',
    'Amsterdam',
  ])
  expect(labelLines('Short', 4, 40, 2)).toEqual(['Short'])
})

test('what does not fit ends in an ellipsis, and never in more lines than allowed', () => {
  const lines = labelLines('One two three four five six seven eight', 5, 20, 2)
  expect(lines).toHaveLength(2)
  expect(lines[1]?.endsWith('…')).toBe(true)
})

test('a word wider than its column is broken', () => {
  const lines = labelLines('ABCDEFGHIJKLMNOP', 5, 20, 9)
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.join('')).toBe('ABCDEFGHIJKLMNOP')
})

test('a text without a column is one line', () => {
  expect(labelLines('a b c d e f g h i j', 10, undefined)).toEqual(['a b c d e f g h i j'])
})
