import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineSplitter } from './line-splitter.ts'

function lines(chunks: Uint8Array[], end = '\r\n', maxBytes = 64): string[] {
  const splitter = createLineSplitter({ end, maxBytes })
  return chunks
    .flatMap((chunk) => splitter.feed(chunk))
    .map((event) =>
      event.kind === 'line'
        ? Buffer.from(event.bytes).toString('latin1')
        : `dropped ${event.droppedBytes}`,
    )
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

test('CR, LF and CR LF all end a line, and none makes an empty one', () => {
  expect(lines([bytes('a\r\nb\rc\n\n\r\nd\r\n')])).toEqual(['a', 'b', 'c', 'd'])
})

test('another end must come exactly', () => {
  expect(lines([bytes('a$b$$c$$$')], '$$')).toEqual(['a$b', 'c'])
})

test('a line beyond the limit is dropped to its end, once, and the next one is whole', () => {
  expect(lines([bytes('x'.repeat(1_000)), bytes('\r\nnext\r\n')])).toEqual(['dropped 1000', 'next'])
  expect(lines([bytes(`${'x'.repeat(1_000)}$$next$$`)], '$$')).toEqual(['dropped 1000', 'next'])
  expect(lines([bytes(`${'x'.repeat(64)}\r\n`)])).toEqual(['x'.repeat(64)])
})

test('where the bytes are cut makes no difference', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z$\r\n]{0,90}$/), { maxLength: 6 }),
      fc.array(fc.nat(500), { maxLength: 8 }),
      fc.constantFrom('\r\n', '$$'),
      (parts, cuts, end) => {
        const whole = bytes(parts.join(end) + end)
        const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort(
          (a, b) => a - b,
        )
        const chunks = places.slice(1).map((to, index) => whole.slice(places[index], to))
        expect(lines(chunks, end)).toEqual(lines([whole], end))
      },
    ),
  )
})
