import { array, assert, constantFrom, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { badgeMask, maskBadges } from './badge-mask.ts'

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

test.each([
  ['LLBABCDEF123', 'LLB*********'],
  [']C0LLBABCDEF123', ']C0LLB*********'],
  ['llbabc', 'llb***'],
  ['half LLBABC and LLCACK0', 'half LLB*** and LLCACK0'],
  ['ROLLB100', 'ROLLB100'],
  ['4006381333931', '4006381333931'],
])('the secret of a badge in %s is starred and nothing else', (text, masked) => {
  expect(maskBadges(text)).toBe(masked)
})

test('bytes are starred as the text is, wherever they are cut', () => {
  const text = array(
    constantFrom('LLBABCDEF\r\n', ']C0LLB123\r\n', 'ROLLB9\r', '\u0002', 'L', 'LL', ']Q1', 'x '),
    { maxLength: 12 },
  )
  assert(
    property(text, array(nat(40), { maxLength: 8 }), (parts, cuts) => {
      const whole = parts.join('')
      const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort(
        (a, b) => a - b,
      )
      const mask = badgeMask()
      const pieces = places.slice(1).map((end, index) => {
        return Buffer.from(mask(bytesOf(whole.slice(places[index], end)))).toString('latin1')
      })
      const atOnce = Buffer.from(badgeMask()(bytesOf(whole))).toString('latin1')
      expect(pieces.join('')).toBe(atOnce)
      expect(atOnce).not.toMatch(/(?:^|[^0-9A-Za-z]|\].[0-9])(?:LLBABC|LLB123)/)
    }),
  )
})
