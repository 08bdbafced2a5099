import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineScanner } from './line-scanner.ts'
import type { LineEvent, LineProfile } from './line-scanner.ts'

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding))

const CRLF: LineProfile = { suffix: '\r\n' }

function texts(events: LineEvent[]): string[] {
  return events.map((event) => (event.kind === 'code' ? event.text : `!${event.code}`))
}

function scanAll(chunks: Uint8Array[], profile: LineProfile = CRLF): string[] {
  const scanner = createLineScanner(profile)
  return texts(chunks.flatMap((chunk) => scanner.feed(chunk, 0)))
}

test('a code cut at every byte is the same code', () => {
  const whole = bytes(']C1010950600013435210ŁOT\u001D17261231\r\nLLCACK0\r\n')
  for (let cut = 0; cut <= whole.length; cut += 1) {
    expect(scanAll([whole.slice(0, cut), whole.slice(cut)])).toEqual([
      ']C1010950600013435210ŁOT\u001D17261231',
      'LLCACK0',
    ])
  }
  expect(scanAll([...whole].map((byte) => new Uint8Array([byte])))).toHaveLength(2)
})

test('several codes in one chunk all come out, in order, repeats too', () => {
  expect(scanAll([bytes('a\r\nb\r\nb\rc\n')])).toEqual(['a', 'b', 'b', 'c'])
})

test('any printable text comes through whatever the chunks are', () => {
  const code = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
    .filter((text) => !/[\p{Cc}\p{Cs}\uFEFF]/u.test(text))
  fc.assert(
    fc.property(
      fc.array(code, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
      (codes, size) => {
        const whole = bytes(codes.map((text) => `${text}\r\n`).join(''))
        const chunks: Uint8Array[] = []
        for (let at = 0; at < whole.length; at += size) chunks.push(whole.slice(at, at + size))
        expect(scanAll(chunks)).toEqual(codes)
      },
    ),
  )
})

test('noise of any kind never throws and never grows', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 6 }), (chunks) => {
      for (const text of scanAll(chunks)) expect(text.length).toBeLessThanOrEqual(4_096)
    }),
  )
})

test('half a code is dropped after half a second and never joins the next one', () => {
  const scanner = createLineScanner(CRLF)
  expect(scanner.feed(bytes('87123'), 1_000)).toEqual([])
  expect(scanner.dueAt()).toBe(1_500)
  expect(scanner.silence(1_499)).toEqual([])
  expect(texts(scanner.silence(1_500))).toEqual(['!scan-unparsable'])
  expect(scanner.dueAt()).toBeNull()
  expect(texts(scanner.feed(bytes('4006381333931\r\n'), 1_600))).toEqual(['4006381333931'])
})

test('a late chunk drops the stale half even when no timer ran', () => {
  const scanner = createLineScanner(CRLF)
  scanner.feed(bytes('87123'), 0)
  expect(texts(scanner.feed(bytes('4006381333931\r\n'), 700))).toEqual([
    '!scan-unparsable',
    '4006381333931',
  ])
})

test('silence ends a code only where the scanner is set so', () => {
  const scanner = createLineScanner({ suffix: '\r\n', endBySilence: true })
  expect(scanner.feed(bytes('4006381333931'), 0)).toEqual([])
  expect(texts(scanner.silence(49))).toEqual([])
  expect(texts(scanner.silence(50))).toEqual(['4006381333931'])
})

test('a megabyte without an end is one fault, and the next code is read', () => {
  const scanner = createLineScanner(CRLF)
  const events = [
    ...scanner.feed(bytes('x'.repeat(1_000_000)), 0),
    ...scanner.feed(bytes('\r\n4006381333931\r\n'), 1),
  ]
  expect(texts(events)).toEqual(['!garbage', '4006381333931'])
})

test('text that is no UTF-8 is read byte by byte', () => {
  expect(scanAll([bytes('Gr\u00FC\u00DF\r\n', 'latin1')])).toEqual(['Gr\u00FC\u00DF'])
})

test.each(['\u0000', '\t', '\u001B', '\u007F', '\u0085'])(
  'a control character %j is a fault',
  (mark) => {
    expect(scanAll([bytes(`40063${mark}81\r\n`)])).toEqual(['!scan-unparsable'])
  },
)

test('the prefix is taken off, and a code without it is a fault', () => {
  const profile: LineProfile = { suffix: '\r', prefix: '\u0002' }
  expect(scanAll([bytes('\u0002abc\rdef\r')], profile)).toEqual(['abc', '!scan-unparsable'])
})
