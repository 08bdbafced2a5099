import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ScaleConfig } from '../device-config.ts'
import type { ScaleFace } from '../virtual/virtual-scale-pan.ts'
import { VirtualScalePan } from '../virtual/virtual-scale-pan.ts'
import { HID_REPORT_BYTES, scaleVoice } from '../virtual/virtual-scale-voices.ts'
import type { ScaleEvent, ScaleParser } from './scale-protocol.ts'
import { scaleProtocol } from './scale-protocols.ts'

type Settings = Pick<ScaleConfig, 'protocol' | 'mode' | 'unit'>

const ALL: readonly Settings[] = [
  { protocol: 'mt-sics' },
  { protocol: 'toledo-8217', unit: 'kg' },
  { protocol: 'nci' },
  { protocol: 'and' },
  { protocol: 'cas', mode: 'streamed' },
  { protocol: 'cas', mode: 'asked' },
  { protocol: 'toledo-continuous' },
  { protocol: 'sartorius' },
]

/** These carry a check, so that no change of any byte goes unseen. */
const CHECKED = ALL.filter(
  ({ protocol, mode }) => protocol === 'toledo-continuous' || mode === 'asked',
)

const QUESTIONS: Partial<Record<Settings['protocol'], string>> = {
  'mt-sics': 'SI',
  'toledo-8217': 'W',
  nci: 'W',
  sartorius: '\x1bP',
  cas: '\x11',
}

/** One frame as a scale of this kind with this load sends it. */
function frameOf({ protocol, mode }: Settings, grams: number, stable = true): Buffer {
  const voice = scaleVoice(protocol, mode)
  const pan = new VirtualScalePan(60_000)
  pan.load = { grams, stable }
  const face: ScaleFace = pan.face()
  const text = voice.frame?.(face) ?? voice.answer(QUESTIONS[protocol] ?? '', pan) ?? ''
  return Buffer.from(text, 'latin1')
}

const parserOf = (settings: Settings): ScaleParser => scaleProtocol(settings).createParser()

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

function numbersOf(events: ScaleEvent[]): number[] {
  return events.flatMap((event) => {
    if (event.kind !== 'reading' || !('grams' in event.reading)) return []
    return event.reading.grams === null ? [] : [event.reading.grams]
  })
}

/** What a line or frame means once its like was seen; formats of any width need to see it first. */
function readingOf(settings: Settings, frame: string, before = 3): ScaleEvent | undefined {
  const parser = parserOf(settings)
  for (let turn = 0; turn < before; turn += 1) parser.feed(bytes(frame))
  return parser.feed(bytes(frame)).at(0)
}

const said: readonly [Settings, string, object][] = [
  [{ protocol: 'mt-sics' }, 'S S     100.00 g\r\n', { kind: 'stable', grams: 100 }],
  [{ protocol: 'mt-sics' }, 'S S     -0.010 kg\r\n', { kind: 'under' }],
  [{ protocol: 'mt-sics' }, 'S I\r\n', { kind: 'fault' }],
  [{ protocol: 'toledo-8217', unit: 'kg' }, '\x0212.345\r', { kind: 'stable', grams: 12_345 }],
  [{ protocol: 'toledo-8217', unit: 'kg' }, '\x0212.345N\r', { kind: 'stable', isNet: true }],
  [{ protocol: 'toledo-8217', unit: 'lb' }, '\x02001.00\r', { kind: 'stable', grams: 454 }],
  [{ protocol: 'toledo-8217', unit: 'kg' }, '\x02001.00\r', { kind: 'fault' }],
  [{ protocol: 'toledo-8217', unit: 'kg' }, '\x02?\x41\r', { kind: 'motion', grams: null }],
  [{ protocol: 'toledo-8217', unit: 'kg' }, '\x02?\x49\r', { kind: 'motion', grams: null }],
  [{ protocol: 'toledo-8217', unit: 'kg' }, '\x02?\x43\r', { kind: 'over' }],
  [{ protocol: 'toledo-8217', unit: 'kg' }, '\x02?\x44\r', { kind: 'under' }],
  [{ protocol: 'toledo-8217', unit: 'kg' }, '\x02?\x48\r', { kind: 'fault', needsZero: true }],
  [{ protocol: 'nci' }, '\n02.205LB\r\nS00\r\x03', { kind: 'stable', grams: 1_000, unit: 'lb' }],
  [{ protocol: 'nci' }, '\n02.205lb\r\n00\r\x03', { kind: 'stable', grams: 1_000 }],
  [{ protocol: 'nci' }, '\n02.205LB\r\n10\r\x03', { kind: 'motion', grams: 1_000 }],
  [{ protocol: 'nci' }, '\n02.205LB\r\nS02\r\x03', { kind: 'over' }],
  [{ protocol: 'nci' }, '\nS10\r\x03', { kind: 'motion', grams: null }],
  [{ protocol: 'nci' }, '\nS01\r\x03', { kind: 'under' }],
  [{ protocol: 'nci' }, '\nS40\r\x03', { kind: 'fault' }],
  [{ protocol: 'nci' }, '\nS20\r\x03', { kind: 'stable', grams: 0 }],
  [{ protocol: 'and' }, 'ST,GS,+00018.000 kg\r\n', { kind: 'stable', grams: 18_000 }],
  [{ protocol: 'and' }, 'ST,+00123.45  g\r\n', { kind: 'stable', grams: 123, unit: 'g' }],
  [{ protocol: 'and' }, 'US,NT,+00018.000 kg\r\n', { kind: 'motion', grams: 18_000 }],
  [{ protocol: 'and' }, 'ST,NT,+00018.000 kg\r\n', { kind: 'stable', isNet: true }],
  [{ protocol: 'and' }, 'ST,GS,-00018.000 kg\r\n', { kind: 'under' }],
  [{ protocol: 'and' }, 'OL,+9999999E+19\r\n', { kind: 'over' }],
  [{ protocol: 'and' }, 'OL,-9999999E+19\r\n', { kind: 'under' }],
  [{ protocol: 'and' }, 'QT,+00000012 PC\r\n', { kind: 'fault' }],
  [{ protocol: 'and' }, 'ST,+00000.12 ct\r\n', { kind: 'fault' }],
  [{ protocol: 'and' }, 'S S     12.345 kg\r\n', { kind: 'stable', grams: 12_345 }],
  [{ protocol: 'cas' }, 'ST,GS,1\xe4,  12.345 kg\r\n', { kind: 'stable', grams: 12_345 }],
  [{ protocol: 'cas' }, 'ST,NT,1\xe4,  12.345 kg\r\n', { kind: 'stable', isNet: true }],
  [{ protocol: 'cas' }, 'ST,GS,  12.345kg\r\n', { kind: 'stable', grams: 12_345 }],
  [{ protocol: 'cas' }, 'OL,GS,1\xe4,         kg\r\n', { kind: 'over' }],
  [{ protocol: 'sartorius' }, '+   12.345 kg \r\n', { kind: 'stable', grams: 12_345 }],
  [{ protocol: 'sartorius' }, 'N     +   12.345 kg \r\n', { kind: 'stable', grams: 12_345 }],
  [{ protocol: 'sartorius' }, 'G#    +   12.345 kg \r\n', { kind: 'stable', grams: 12_345 }],
  [{ protocol: 'sartorius' }, 'T1    +   12.345 kg \r\n', { kind: 'fault' }],
  [{ protocol: 'sartorius' }, '+   12.345    \r\n', { kind: 'motion', grams: null }],
  [{ protocol: 'sartorius' }, '-   12.345 kg \r\n', { kind: 'under' }],
  [{ protocol: 'sartorius' }, '      H       \r\n', { kind: 'over' }],
  [{ protocol: 'sartorius' }, 'Stat        L     \r\n', { kind: 'under' }],
  [{ protocol: 'sartorius' }, '      Err 54  \r\n', { kind: 'fault' }],
  [{ protocol: 'hid-pos' }, '\x03\x04\x03\xfd\x39\x30', { kind: 'stable', grams: 12_345 }],
  [{ protocol: 'hid-pos' }, '\x04\x04\x0b\xff\x64\x00', { kind: 'stable', grams: 283, unit: 'oz' }],
  [{ protocol: 'hid-pos' }, '\x00\x03\x04\x02\x00\xf4\x01', { kind: 'stable', grams: 500 }],
  [{ protocol: 'hid-pos' }, '\x04\x02\x00\xf4\x01', { kind: 'stable', grams: 500 }],
  [{ protocol: 'hid-pos' }, '\x03\x03\x03\xfd\x39\x30', { kind: 'motion', grams: 12_345 }],
  [{ protocol: 'hid-pos' }, '\x03\x02\x00\x00\x00\x00', { kind: 'stable', grams: 0 }],
  [{ protocol: 'hid-pos' }, '\x03\x05\x03\xfd\x39\x30', { kind: 'under' }],
  [{ protocol: 'hid-pos' }, '\x03\x06\x03\xfd\x39\x30', { kind: 'over' }],
  [{ protocol: 'hid-pos' }, '\x03\x01\x03\xfd\x39\x30', { kind: 'fault' }],
  [{ protocol: 'hid-pos' }, '\x03\x08\x03\xfd\x39\x30', { kind: 'fault', needsZero: true }],
  [{ protocol: 'hid-pos' }, '\x03\x04\x05\xfd\x39\x30', { kind: 'fault' }],
]

test.each(said)('%o says %j: %o', (settings, frame, reading) => {
  expect(readingOf(settings, frame)).toMatchObject({ kind: 'reading', reading })
})

/** Frames of a CAS scale with the check byte that belongs to them. */
const casFrame = (data: string): string => {
  const check = [...bytes(data)].reduce((sum, byte) => sum ^ byte, 0)
  return `\x01\x02${data}${String.fromCharCode(check)}\x03\x04`
}

test.each([
  ['S 12.345kg', { kind: 'stable', grams: 12_345 }],
  ['U 12.345kg', { kind: 'motion', grams: 12_345 }],
  ['S-00.150kg', { kind: 'under' }],
  ['SF12.345kg', { kind: 'over' }],
  ['U       kg', { kind: 'motion', grams: null }],
  ['S 00.000kg', { kind: 'stable', grams: 0 }],
])('a CAS frame with %j is %o', (data, reading) => {
  const cas: Settings = { protocol: 'cas', mode: 'asked' }
  expect(readingOf(cas, casFrame(data), 0)).toMatchObject({ kind: 'reading', reading })
  const damaged = casFrame(data).replace('kg', 'kf')
  expect(readingOf(cas, damaged, 0)).toMatchObject({ kind: 'unread', code: 'checksum' })
})

test('a CAS scale that listens is told to send, and one that refuses is heard', () => {
  const parser = parserOf({ protocol: 'cas', mode: 'asked' })
  expect(parser.feed(bytes('\x06'))).toEqual([{ kind: 'send', bytes: Uint8Array.of(0x11) }])
  expect(parser.feed(bytes('\x15'))).toMatchObject([{ kind: 'refused' }])
})

/** A frame of Toledo's continuous output; b and c as the manual numbers their bits. */
const toledo = (a: number, b: number, c: number, digits: string, hasCheck = true): string => {
  const frame = `\x02${String.fromCharCode(0x20 | a, 0x20 | b, 0x20 | c)}${digits}     0\r`
  const sum = [...bytes(frame)].reduce((total, byte) => total + byte, 0)
  return hasCheck ? frame + String.fromCharCode(-sum & 0x7f) : frame
}

test.each([
  [toledo(5, 0x10, 0, ' 12345'), { kind: 'stable', grams: 12_345, unit: 'kg' }],
  [toledo(3, 0x10, 0, ' 12345'), { kind: 'stable', grams: 1_234_500 }],
  [toledo(1, 0x10, 0, '    12'), { kind: 'stable', grams: 120_000 }],
  [toledo(5, 0, 0, '  2205'), { kind: 'stable', grams: 1_000, unit: 'lb' }],
  [toledo(2, 0, 1, '   250'), { kind: 'stable', grams: 250, unit: 'g' }],
  [toledo(5, 0x11, 0, ' 12345'), { kind: 'stable', isNet: true }],
  [toledo(5, 0x18, 0, ' 12345'), { kind: 'motion', grams: 12_345 }],
  [toledo(5, 0x12, 0, ' 12345'), { kind: 'under' }],
  [toledo(5, 0x14, 0, ' 12345'), { kind: 'over' }],
  [toledo(5, 0x16, 0, ' 12345'), { kind: 'under' }],
  [toledo(5, 0x10, 4, ' 12345'), { kind: 'fault' }],
])('a continuous frame %j is %o', (frame, reading) => {
  const continuous: Settings = { protocol: 'toledo-continuous' }
  expect(readingOf(continuous, frame)).toMatchObject({ kind: 'reading', reading })
})

test('a check byte that looks like the start of the next frame is known all the same', () => {
  const frame = bytes(toledo(5, 0x10, 0, ' 77237'))
  expect(frame.at(-1)).toBe(0x02)
  const parser = parserOf({ protocol: 'toledo-continuous' })
  const events = [1, 2, 3, 4].map(() => numbersOf(parser.feed(frame)))
  expect(events).toEqual([[], [], [77_237], [77_237]])
})

test('a continuous output without check bytes is learned too, and nothing is taken before', () => {
  const parser = parserOf({ protocol: 'toledo-continuous' })
  const frame = bytes(toledo(5, 0x10, 0, ' 12345', false))
  const events = [1, 2, 3, 4].map(() => numbersOf(parser.feed(frame)))
  expect(events).toEqual([[], [], [12_345], [12_345]])
})

test.each(ALL)('[FAULT-13] %o cut at every byte, or joined, says the same', (settings) => {
  const transcript = Buffer.concat([1_000, 12_345, 0, 999].map((grams) => frameOf(settings, grams)))
  const whole = parserOf(settings).feed(transcript)
  expect(whole.filter((event) => event.kind === 'unread')).toEqual([])
  for (let cut = 0; cut <= transcript.length; cut += 1) {
    const parser = parserOf(settings)
    const parts = [transcript.subarray(0, cut), transcript.subarray(cut)]
    expect(parts.flatMap((part) => parser.feed(part))).toEqual(whole)
  }
  const parser = parserOf(settings)
  expect([...transcript].flatMap((byte) => parser.feed(Uint8Array.of(byte)))).toEqual(whole)
})

const gramsArray = fc.array(fc.integer({ min: 0, max: 59_999 }), { minLength: 2, maxLength: 6 })

test.each(ALL)('%o reads back whatever a scale can show', (settings) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 59_999 }), (grams) => {
      const parser = parserOf(settings)
      const frame = frameOf(settings, grams)
      const events = [1, 2, 3, 4].flatMap(() => parser.feed(frame))
      expect(numbersOf(events.slice(-1))).toEqual([grams])
    }),
  )
})

test.each(ALL)(
  '[FAULT-13] garbage and lost bytes make no weight of %o that was not sent',
  (settings) => {
    // A byte in place of another is the same in every format without a check.
    const none = fc.constant(0)
    const damage = fc.oneof(
      fc.record({
        at: fc.nat(),
        lost: fc.integer({ min: 1, max: 5 }),
        added: fc.constant(bytes('')),
      }),
      fc.record({ at: fc.nat(), lost: none, added: fc.uint8Array({ minLength: 1, maxLength: 6 }) }),
    )
    fc.assert(
      fc.property(gramsArray, damage, (weights, { at, lost, added }) => {
        const transcript = Buffer.concat(
          weights.flatMap((grams) => [frameOf(settings, grams), frameOf(settings, grams)]),
        )
        const place = at % transcript.length
        const damaged = Buffer.concat([
          transcript.subarray(0, place),
          added,
          transcript.subarray(place + lost),
        ])
        const numbers = numbersOf(parserOf(settings).feed(damaged))
        expect(numbers.filter((grams) => !weights.includes(grams))).toEqual([])
      }),
      { numRuns: 300 },
    )
  },
)

test.each(CHECKED)('a changed byte anywhere is no other weight of %o', (settings) => {
  fc.assert(
    fc.property(gramsArray, fc.nat(), fc.nat(255), (weights, at, byte) => {
      const good = frameOf(settings, weights[0] ?? 0)
      const transcript = Buffer.concat([
        good,
        good,
        ...weights.map((one) => frameOf(settings, one)),
      ])
      transcript[at % transcript.length] = byte
      const numbers = numbersOf(parserOf(settings).feed(transcript))
      expect(numbers.filter((grams) => !weights.includes(grams))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test.each([...ALL, { protocol: 'hid-pos' } as const])(
  'noise is never a weight of %o',
  (settings) => {
    const noise = fc.array(fc.uint8Array({ maxLength: HID_REPORT_BYTES - 2 }), { maxLength: 30 })
    fc.assert(
      fc.property(noise, (chunks) => {
        const parser = parserOf(settings)
        expect(numbersOf(chunks.flatMap((chunk) => parser.feed(chunk)))).toEqual([])
      }),
    )
  },
)

test('half a HID report is not one without its id', () => {
  const parser = parserOf({ protocol: 'hid-pos' })
  const report = Uint8Array.of(4, 2, 3, 0xfd, 0, 0)
  const events = [report, report, report.subarray(0, 5), report].flatMap((one) => parser.feed(one))
  expect(numbersOf(events).filter((grams) => grams !== 0)).toEqual([])
})

test.each(ALL)(
  '[FAULT-13] a megabyte without an end is little memory and soon over: %o',
  (settings) => {
    const parser = parserOf(settings)
    const events = parser.feed(new Uint8Array(1_000_000).fill(0x31))
    expect(JSON.stringify(events).length).toBeLessThan(10_000_000)
    const frame = frameOf(settings, 1_234)
    const after = [1, 2, 3, 4, 5].flatMap(() => parser.feed(frame))
    expect(numbersOf(after).at(-1)).toBe(1_234)
  },
)
