import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendCheckCharacter, checkCharacter, hasValidCheckCharacter } from './mod-37-36.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const body = fc.stringMatching(/^[0-9A-Z]{1,30}$/)

test('the check character of a published example (Global Release Identifier) is right', () => {
  expect(checkCharacter('A12425GABC1234002')).toBe('M')
  expect(hasValidCheckCharacter('A12425GABC1234002M')).toBe(true)
})

test('a text with its check character appended verifies', () => {
  fc.assert(
    fc.property(body, (text) => {
      expect(hasValidCheckCharacter(appendCheckCharacter(text))).toBe(true)
    }),
  )
})

test('every single wrong character is found', () => {
  fc.assert(
    fc.property(body, fc.nat(), fc.integer({ min: 1, max: 35 }), (text, at, shift) => {
      const good = appendCheckCharacter(text)
      const position = at % good.length
      const wrong = ALPHABET.charAt((ALPHABET.indexOf(good.charAt(position)) + shift) % 36)
      const bad = good.slice(0, position) + wrong + good.slice(position + 1)
      expect(hasValidCheckCharacter(bad)).toBe(false)
    }),
  )
})

test('at any place exactly one pair of neighbours may change places unseen, of 630', () => {
  for (const before of ALPHABET) {
    let unseen = 0
    for (const left of ALPHABET) {
      for (const right of ALPHABET) {
        const check = checkCharacter(`LLB${before}${left}${right}7`)
        const swapped = `LLB${before}${right}${left}7${check}`
        if (left < right && hasValidCheckCharacter(swapped)) unseen += 1
      }
    }
    expect(unseen).toBe(1)
  }
})

test.each(['', 'A', 'abc', 'LLB-1', 'LLB 1', 'É1'])('%j is no checked text', (text) => {
  expect(hasValidCheckCharacter(text)).toBe(false)
})
