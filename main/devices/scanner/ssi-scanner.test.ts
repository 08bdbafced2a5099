import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SCAN_BYTES_MAX } from './scan-parser.ts'
import type { ScanEvent } from './scan-parser.ts'
import { decodeSsi, encodeSsi, SSI } from './ssi-packet.ts'
import { createSsiScanner } from './ssi-scanner.ts'

const PROFILE = { suffix: '\r\n' }
const QR = 0x1c
const ACK = encodeSsi(SSI.ack)
const NAK = encodeSsi(SSI.nak, { data: [1] })

function decoded(text: string, more: { status?: number; type?: number } = {}): Uint8Array {
  const { status = 0, type = QR } = more
  return encodeSsi(SSI.decodeData, { source: 0, status, data: [type, ...Buffer.from(text)] })
}

function told(events: readonly ScanEvent[]): string[] {
  return events.flatMap((event) => {
    switch (event.kind) {
      case 'code':
        return [`${event.aim ?? ''}${event.text}`]
      case 'fault':
        return [`!${event.code}`]
      case 'answer':
        return [Buffer.compare(event.bytes, ACK) === 0 ? 'ACK' : 'NAK']
      default:
        return [event.isAccepted ? 'taken' : 'refused']
    }
  })
}

function readAll(chunks: readonly Uint8Array[]): string[] {
  const scanner = createSsiScanner(PROFILE)
  return told(chunks.flatMap((chunk) => scanner.feed(chunk, 0)))
}

const joined = (...pieces: Uint8Array[]) => new Uint8Array(Buffer.concat(pieces))
const bytes = (text: string) => new Uint8Array(Buffer.from(text))

test('packets are those of the maker’s manual', () => {
  expect(Array.from(encodeSsi(SSI.scanEnable))).toEqual([4, 0xe9, 4, 0, 0xff, 0x0f])
  expect(Array.from(encodeSsi(SSI.ack))).toEqual([4, 0xd0, 4, 0, 0xff, 0x28])
  expect(Array.from(encodeSsi(SSI.beep, { data: [1] }))).toEqual([5, 0xe6, 4, 0, 1, 0xff, 0x10])
})

test('a packet with one bit of it changed is none', () => {
  const packet = decoded('4006381333931')
  for (let at = 0; at < packet.length * 8; at += 1) {
    const changed = packet.map((byte, index) => (index === at >> 3 ? byte ^ (1 << (at & 7)) : byte))
    expect(decodeSsi(changed)).toBeNull()
  }
  expect(decodeSsi(packet)).toMatchObject({ opcode: SSI.decodeData, source: 0 })
})

test('every code is acknowledged, and the type says the symbology', () => {
  expect(readAll([decoded('4006381333931', { type: 0x0b })])).toEqual(['ACK', ']E04006381333931'])
  expect(readAll([decoded('LLCACK0', { type: 0x03 })])).toEqual(['ACK', ']C0LLCACK0'])
  expect(readAll([decoded('odd', { type: 0x77 })])).toEqual(['ACK', 'odd'])
})

test('a code in several packets is one code', () => {
  const pieces = [
    decoded('first ', { status: 2 }),
    decoded('second ', { status: 2 }),
    decoded('end'),
  ]
  expect(readAll(pieces)).toEqual(['ACK', 'ACK', 'ACK', ']Q0first second end'])
})

test('a damaged packet is asked for again, and comes once', () => {
  const packet = decoded('4006381333931')
  const damaged = packet.map((byte, index) => (index === 6 ? byte ^ 1 : byte))
  const again = decoded('4006381333931', { status: 1 })
  expect(readAll([damaged, again])).toEqual(['NAK', '!checksum', 'ACK', ']Q04006381333931'])
  expect(NAK).toHaveLength(7)
})

test('a packet whose acknowledgement was lost comes again and is no second item', () => {
  const again = decoded('A', { status: 1 })
  expect(readAll([decoded('A'), again, decoded('A')])).toEqual([
    'ACK',
    ']Q0A',
    'ACK',
    'ACK',
    ']Q0A',
  ])
})

test('a second item of the same code whose packet was damaged counts', () => {
  const damaged = decoded('A').map((byte, index) => (index === 5 ? byte ^ 1 : byte))
  const again = decoded('A', { status: 1 })
  expect(readAll([decoded('A'), damaged, again]).filter((one) => one === ']Q0A')).toHaveLength(2)
})

test('a scanner set to plain lines is read as well, whatever it sends first', () => {
  expect(readAll([bytes('A\r\n4006381333931\r\nŁódź\r\nÓ\r\n')])).toEqual([
    'A',
    '4006381333931',
    'Łódź',
    'Ó',
  ])
})

test('answers to commands are told apart', () => {
  const nak = encodeSsi(SSI.nak, { source: 0, data: [6] })
  expect(readAll([encodeSsi(SSI.ack, { source: 0 }), nak])).toEqual(['taken', 'refused'])
})

test('part of a packet is dropped after half a second, and the next one is read', () => {
  const scanner = createSsiScanner(PROFILE)
  expect(scanner.feed(decoded('LOST').slice(0, 5), 0)).toEqual([])
  expect(scanner.dueAt()).toBe(500)
  expect(told(scanner.silence(500))).toEqual(['!scan-unparsable'])
  expect(scanner.dueAt()).toBeNull()
  expect(told(scanner.feed(decoded('NEXT'), 600))).toEqual(['ACK', ']Q0NEXT'])
})

test('part of a long code is dropped after half a second and joins nothing', () => {
  const scanner = createSsiScanner(PROFILE)
  scanner.feed(decoded('half', { status: 2 }), 0)
  expect(told(scanner.feed(decoded('NEXT'), 600))).toEqual(['!scan-unparsable', 'ACK', ']Q0NEXT'])
})

const code = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((text) => !/[\p{Cc}\p{Cs}\uFEFF]/u.test(text))

test('packets cut at every byte and joined are the same codes', () => {
  fc.assert(
    fc.property(fc.array(code, { minLength: 1, maxLength: 4 }), (codes) => {
      const whole = joined(...codes.map((text) => decoded(text)))
      const expected = codes.flatMap((text) => ['ACK', `]Q0${text}`])
      expect(readAll([whole])).toEqual(expected)
      expect(readAll([...whole].map((byte) => new Uint8Array([byte])))).toEqual(expected)
      for (let cut = 0; cut <= whole.length; cut += 7) {
        expect(readAll([whole.slice(0, cut), whole.slice(cut)])).toEqual(expected)
      }
    }),
  )
})

test('lines cut at every byte and joined are the same codes', () => {
  fc.assert(
    fc.property(fc.array(code, { minLength: 1, maxLength: 4 }), (codes) => {
      const whole = bytes(codes.map((text) => `${text}\r\n`).join(''))
      expect(readAll([whole])).toEqual(codes)
      for (let cut = 0; cut <= whole.length; cut += 1) {
        expect(readAll([whole.slice(0, cut), whole.slice(cut)])).toEqual(codes)
      }
    }),
  )
})

test('among packets noise is never a code, whatever it is', () => {
  const sent = ['first', 'second', 'third']
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 3, maxLength: 3 }),
      (noise) => {
        const scanner = createSsiScanner(PROFILE)
        const events = scanner.feed(decoded('zero'), 0)
        for (const [index, text] of sent.entries()) {
          const at = (index + 1) * 1_000
          events.push(...scanner.feed(noise[index] ?? new Uint8Array(), at))
          // Half a second later nothing of it is left.
          events.push(...scanner.feed(decoded(text), at + 500))
        }
        const read = events.flatMap((event) => (event.kind === 'code' ? [event.text] : []))
        expect(read).toEqual(['zero', ...sent])
      },
    ),
  )
})

test('noise of any kind never throws and never grows', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 6 }), (chunks) => {
      const scanner = createSsiScanner(PROFILE)
      const events = chunks.flatMap((chunk) => scanner.feed(chunk, 0))
      const lengths = events.map((event) => (event.kind === 'code' ? event.raw.length : 0))
      expect(Math.max(0, ...lengths)).toBeLessThanOrEqual(SCAN_BYTES_MAX)
    }),
  )
})

test('a code without end is one fault', () => {
  const scanner = createSsiScanner(PROFILE)
  const piece = decoded('x'.repeat(240), { status: 2 })
  const events = Array.from({ length: 18 }, () => scanner.feed(piece, 0)).flat()
  expect(told(events).filter((one) => one !== 'ACK')).toEqual(['!garbage'])
})
