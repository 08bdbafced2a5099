import { expect, test } from 'vitest'
import { isGs1Symbology, mayCarryLoadlineCode, splitAim } from './aim.ts'

test.each([
  [']C1011', ']C1', '011'],
  [']e0x', ']e0', 'x'],
  [']Q3', ']Q3', ''],
  ['ABC', null, 'ABC'],
  ['A]C1', null, 'A]C1'],
  [']', null, ']'],
  [']1A', null, ']1A'],
  ['', null, ''],
])('%j starts with the identifier %j', (raw, aim, text) => {
  expect(splitAim(raw)).toEqual({ aim, text })
})

test('case tells symbologies apart', () => {
  expect(isGs1Symbology(']e0')).toBe(true)
  expect(isGs1Symbology(']E0')).toBe(false)
  expect(isGs1Symbology(']c1')).toBe(false)
})

test('our own codes come from Code 128, Code 39, plain QR or a silent reader', () => {
  for (const aim of [null, ']C0', ']A0', ']A4', ']Q0', ']Q1', ']Q2']) {
    expect(mayCarryLoadlineCode(aim)).toBe(true)
  }
  for (const aim of [']C1', ']e0', ']d2', ']Q3', ']J1', ']E0', ']d1', ']I0']) {
    expect(mayCarryLoadlineCode(aim)).toBe(false)
  }
})
