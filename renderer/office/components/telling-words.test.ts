import { expect, test } from 'vitest'
import { tellingWords } from './telling-words.ts'

test('words that show a wrong guess are those with letters beyond ASCII, each once', () => {
  expect(tellingWords('Café;Oak;"Büchner, Café"\nCafé', 3)).toEqual(['Café', 'Büchner'])
  expect(tellingWords('a\u00e9 b\u00e9 c\u00e9', 2)).toEqual(['a\u00e9', 'b\u00e9'])
  expect(tellingWords('Oak plank', 3)).toEqual([])
})
