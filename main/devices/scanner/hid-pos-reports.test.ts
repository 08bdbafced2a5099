import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildSscc } from '#contract/barcode/sscc.ts'
import { parseUnitQr, unitQr } from '#contract/barcode/unit-qr.ts'
import { isUnitSignatureValid, signUnitText } from '../../labels/unit-signature.ts'
import { createHidPosReports, HID_DATA_MAX, HID_PIECE_GAP_MS } from './hid-pos-reports.ts'
import { SCAN_BYTES_MAX } from './scan-parser.ts'
import type { ScanEvent } from './scan-parser.ts'

const GS = '\u001D'

function report(text: string | Uint8Array, more: { aim?: string; isContinued?: boolean } = {}) {
  const data = typeof text === 'string' ? Buffer.from(text) : text
  const bytes = new Uint8Array(64)
  bytes.set([2, data.length, ...Buffer.from(more.aim ?? ']Q1', 'latin1'), ...data])
  bytes[63] = more.isContinued === true ? 1 : 0
  return bytes
}

/** A code of any length as a scanner sends it. */
function reports(text: string, aim = ']Q1'): Uint8Array[] {
  const bytes = Buffer.from(text)
  const starts = Array.from(
    { length: Math.max(1, Math.ceil(bytes.length / HID_DATA_MAX)) },
    (_, index) => index * HID_DATA_MAX,
  )
  return starts.map((at) =>
    report(new Uint8Array(bytes.subarray(at, at + HID_DATA_MAX)), {
      aim,
      isContinued: at + HID_DATA_MAX < bytes.length,
    }),
  )
}

function texts(events: readonly ScanEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind === 'code') return [`${event.aim ?? ''}${event.text}`]
    return event.kind === 'fault' ? [`!${event.code}`] : []
  })
}

function readAll(given: readonly Uint8Array[]): string[] {
  const parser = createHidPosReports()
  return texts(given.flatMap((bytes) => parser.feed(bytes, 0)))
}

test('a report is a code with its AIM id, and GS stays within it', () => {
  expect(readAll([report(`0109506000134352${GS}10A`, { aim: ']d2' })])).toEqual([
    `]d20109506000134352${GS}10A`,
  ])
})

test('a report without its id in front is the same, whatever its length byte', () => {
  for (const text of ['AB', 'A', 'x'.repeat(56)]) {
    expect(readAll([report(text).slice(1)])).toEqual([`]Q1${text}`])
  }
})

test('the length is trusted, not the zeros behind', () => {
  const bytes = report('4006381')
  bytes[1] = 5
  expect(readAll([bytes])).toEqual([']Q140063'])
})

test('a code of sixty bytes comes in two reports, and letters cut between them are whole', () => {
  const long = `${'x'.repeat(55)}Łódź`
  expect(reports(long)).toHaveLength(2)
  expect(readAll(reports(long))).toEqual([`]Q1${long}`])
})

test('bytes that are no UTF-8 are read one by one', () => {
  expect(readAll([report(new Uint8Array([0x47, 0x72, 0xfc, 0xdf]))])).toEqual([']Q1Grüß'])
})

test('[FAULT-18] a long code whose second report is lost is dropped after half a second', () => {
  const parser = createHidPosReports()
  const [first = new Uint8Array()] = reports('x'.repeat(60))
  expect(parser.feed(first, 1_000)).toEqual([])
  expect(parser.dueAt()).toBe(1_500)
  expect(parser.silence(1_499)).toEqual([])
  expect(texts(parser.silence(1_500))).toEqual(['!scan-unparsable'])
  expect(texts(parser.feed(report('NEXT'), 1_501))).toEqual([']Q1NEXT'])
})

test('[FAULT-18] at five scans a second the next code never joins one whose end was lost', () => {
  const [first = new Uint8Array(), end = new Uint8Array()] = reports('x'.repeat(60))
  for (const next of [report('NEXT'), end]) {
    const parser = createHidPosReports()
    parser.feed(first, 0)
    expect(texts(parser.feed(next, HID_PIECE_GAP_MS))).toEqual(['!scan-unparsable'])
    expect(texts(parser.feed(report('THIRD'), 2 * HID_PIECE_GAP_MS))).toEqual([']Q1THIRD'])
  }
  const parser = createHidPosReports()
  parser.feed(first, 0)
  expect(texts(parser.feed(end, HID_PIECE_GAP_MS - 1))).toEqual([`]Q1${'x'.repeat(60)}`])
})

test('[FAULT-18] a unit label that lost any of its reports is never a label', () => {
  const key = 'ab'.repeat(32)
  const fields = {
    unitId: buildSscc('38712345', 1),
    copy: 2,
    orderNumber: Array.from({ length: 12 }, (_, index) => `ORDER-2026-${index}`).join(','),
    name: 'Stichting Łódź '.repeat(6),
    address: '1011 AB Amsterdam',
  }
  const whole = unitQr(fields, (text) => signUnitText(key, text))
  const pieces = reports(whole)
  expect(pieces.length).toBeGreaterThan(4)
  const isLabel = (text: string): boolean => {
    const qr = parseUnitQr(text)
    return qr !== null && isUnitSignatureValid(key, qr.signedText, qr.signature)
  }
  expect(readAll(pieces).map((text) => isLabel(text.slice(3)))).toEqual([true])
  for (const lost of pieces.keys()) {
    const read = readAll(pieces.filter((_, index) => index !== lost))
    expect(read.filter((text) => isLabel(text.slice(3)))).toEqual([])
  }
})

test('[FAULT-18] the next code never joins a lost one, late or of another symbology', () => {
  const [first = new Uint8Array()] = reports('x'.repeat(60))
  const late = createHidPosReports()
  late.feed(first, 0)
  expect(texts(late.feed(report('NEXT'), 500))).toEqual(['!scan-unparsable', ']Q1NEXT'])

  expect(readAll([first, report('NEXT', { aim: ']C0' })])).toEqual(['!scan-unparsable', ']C0NEXT'])
})

test('[FAULT-18] the same long code scanned again at once is no code of both', () => {
  const [first = new Uint8Array(), second = new Uint8Array()] = reports('x1'.repeat(30))
  expect(readAll([first, first, second, report('NEXT')])).toEqual(['!scan-unparsable', ']Q1NEXT'])
})

test('a damaged report within a long code takes the whole code with it', () => {
  const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = reports(
    Array.from({ length: 150 }, (_, index) => index % 10).join(''),
  )
  const damaged = second.map((byte, index) => (index === 1 ? 200 : byte))
  expect(readAll([first, damaged, third, report('NEXT')])).toEqual([
    '!garbage',
    '!scan-unparsable',
    ']Q1NEXT',
  ])
})

test('a damaged first report takes the rest of its code with it, and a status report none', () => {
  const [first = new Uint8Array(), second = new Uint8Array()] = reports('x1'.repeat(30))
  const damaged = first.map((byte, index) => (index === 2 ? 0 : byte))
  expect(readAll([damaged, second, report('NEXT')])).toEqual(['!garbage', ']Q1NEXT'])
  expect(readAll([new Uint8Array(64).fill(3), report('NEXT')])).toEqual(['!garbage', ']Q1NEXT'])
})

test.each([
  ['too long', report('A').map((byte, index) => (index === 1 ? 57 : byte))],
  ['no AIM id', report('A', { aim: '000' })],
  ['half an AIM id', report('A', { aim: ']Q\0' })],
  ['another report', new Uint8Array(64).fill(4)],
  ['cut short', report('A').slice(0, 40)],
  ['empty', new Uint8Array()],
])('a report that is %s is counted and told once', (_name, bytes) => {
  const parser = createHidPosReports()
  const told = [bytes, bytes, bytes].flatMap((one) => parser.feed(one, 0))
  expect(texts(told)).toEqual(['!garbage'])
  expect(parser.garbageCount()).toBe(3)
})

test('a code without end is one fault, and nothing of it is kept', () => {
  const parser = createHidPosReports()
  const piece = (index: number) =>
    report(`${index}`.padStart(HID_DATA_MAX, 'x'), { isContinued: true })
  const events = Array.from({ length: 20_000 }, (_, index) => parser.feed(piece(index), 0)).flat()
  expect(texts(events)).toEqual(['!garbage'])
  expect(texts(parser.feed(report('END'), 0))).toEqual([])
  expect(texts(parser.feed(report('NEXT'), 0))).toEqual([']Q1NEXT'])
})

const code = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
  .filter((text) => !/[\p{Cc}\p{Cs}\uFEFF]/u.test(text))

test('any codes come through, one after the other, with noise between them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(code, fc.constantFrom(']Q1', ']C0', ']d2')), { maxLength: 6 }),
      fc.uint8Array({ maxLength: 70 }).filter((noise) => !noise.includes(0x5d) && noise[0] !== 2),
      (codes, noise) => {
        const given = codes.flatMap(([text, aim]) => [...reports(text, aim), noise])
        const unique = codes.filter(([text]) => !repeatsItself(text))
        fc.pre(unique.length === codes.length)
        const read = readAll(given).filter((text) => !text.startsWith('!'))
        expect(read).toEqual(codes.map(([text, aim]) => `${aim}${text}`))
      },
    ),
  )
})

test('whatever is lost of a long code, nothing wrong comes out and the memory is bounded', () => {
  fc.assert(
    fc.property(code, fc.nat({ max: 3 }), fc.uint8Array({ maxLength: 64 }), (text, at, noise) => {
      const whole = reports(text.repeat(2))
      const parser = createHidPosReports()
      const given = whole.map((one, index) => (index === at ? noise : one))
      const events = given.flatMap((one) => parser.feed(one, 0))
      const lengths = events.map((event) => (event.kind === 'code' ? event.raw.length : 0))
      expect(Math.max(0, ...lengths)).toBeLessThanOrEqual(SCAN_BYTES_MAX)
      const isWhole = at >= whole.length && !repeatsItself(text.repeat(2))
      expect(texts(events).includes(`]Q1${text.repeat(2)}`)).toBe(isWhole)
      // What is left of it is over at the latest when it has been quiet.
      expect(texts(parser.feed(report('NEXT', { aim: ']C0' }), 1_000)).at(-1)).toBe(']C0NEXT')
    }),
  )
})

test('reports of any bytes never throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 40 }), (given) => {
      const parser = createHidPosReports()
      for (const [index, bytes] of given.entries()) {
        for (const event of parser.feed(bytes, index * 40)) {
          expect(['code', 'fault']).toContain(event.kind)
        }
      }
    }),
  )
})

/** Its second piece is the first once more, which is refused as a code scanned again. */
function repeatsItself(text: string): boolean {
  const bytes = Buffer.from(text)
  const first = bytes.subarray(0, HID_DATA_MAX)
  return reports(text).some(
    (_, index) =>
      index > 0 && first.equals(bytes.subarray(index * HID_DATA_MAX, (index + 1) * HID_DATA_MAX)),
  )
}
