import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ALL_WELL } from '../virtual/printer-condition.ts'
import type { PrinterCondition } from '../virtual/printer-condition.ts'
import { printerVoice } from '../virtual/printer-voice.ts'
import { brotherDialect } from './brother-dialect.ts'
import { escPosDialect } from './escpos-dialect.ts'
import { escPosWords, readRealTimeStatus } from './escpos-status.ts'
import type { PrinterDialect, PrinterQuestion } from './printer-dialect.ts'
import { mergeReports } from './printer-report.ts'
import type { PrinterReport } from './printer-report.ts'
import { tsplDialect } from './tspl-dialect.ts'
import { readTsplStatusByte, readTsplStatusFrame } from './tspl-status.ts'
import { zplDialect } from './zpl-dialect.ts'

const DIALECTS = [zplDialect, tsplDialect, escPosDialect, brotherDialect]

/** What a printer in this condition answers to the question. */
function answer(dialect: PrinterDialect, question: PrinterQuestion, condition: PrinterCondition) {
  const events = printerVoice(dialect.language, 8).feed(question.bytes)
  return Buffer.concat(
    events.flatMap((event) => (event.kind === 'question' ? [event.answer(condition)] : [])),
  )
}

function allQuestions(dialect: PrinterDialect): PrinterQuestion[] {
  const { questions, details, ending } = dialect
  return [
    ...questions,
    ...(details === undefined ? [] : [details]),
    ...(ending.by === 'turn' ? [ending.question] : []),
  ]
}

function ask(dialect: PrinterDialect, changes: Partial<PrinterCondition>): PrinterReport {
  const condition = { ...ALL_WELL, ...changes }
  return mergeReports(
    dialect.questions.map((question) => {
      const report = question.read(answer(dialect, question, condition))
      if (report === undefined) throw new Error(`${dialect.language} did not answer`)
      return report
    }),
  )
}

test.each(DIALECTS)('$language: a printer with nothing to do has no trouble', (dialect) => {
  expect(ask(dialect, {})).toMatchObject({ faults: [], warnings: [], isPartial: false })
})

const CONDITIONS = {
  'paper-out': { paper: 'out' },
  'head-open': { isHeadOpen: true },
  'ribbon-out': { isRibbonOut: true },
  jam: { isJammed: true },
  cutter: { isCutterStuck: true },
  overheat: { isHot: true },
  paused: { isPaused: true },
} as const

test.each([
  { dialect: zplDialect, codes: ['paper-out', 'head-open', 'ribbon-out', 'overheat', 'paused'] },
  { dialect: tsplDialect, codes: ['paper-out', 'head-open', 'ribbon-out', 'jam', 'paused'] },
  {
    dialect: escPosDialect,
    codes: ['paper-out', 'head-open', 'jam', 'cutter', 'overheat', 'paused'],
  },
  { dialect: brotherDialect, codes: ['paper-out', 'head-open', 'jam', 'cutter', 'paused'] },
] as const)('$dialect.language says what is wrong', ({ dialect, codes }) => {
  for (const code of codes) {
    expect(ask(dialect, CONDITIONS[code]).faults[0]?.code, code).toBe(code)
  }
})

test('the frame of a TSPL printer tells apart what its byte does not', () => {
  const frame = (condition: Partial<PrinterCondition>) => {
    const { details } = tsplDialect
    if (details === undefined) throw new Error('there is no such question')
    return details.read(answer(tsplDialect, details, { ...ALL_WELL, ...condition }))
  }
  expect(frame({ isCutterStuck: true })?.faults[0]?.code).toBe('cutter')
  expect(frame({ isHot: true })?.faults[0]?.code).toBe('overheat')
  expect(frame({ paper: 'low' })?.warnings[0]?.code).toBe('paper-low')
  expect(frame({})).toMatchObject({ faults: [], isIdle: true })
})

test('a TSPL byte is believed only when it stands alone', () => {
  expect(readTsplStatusByte(Uint8Array.of(0x04))?.faults[0]?.code).toBe('paper-out')
  expect(readTsplStatusByte(Uint8Array.of(0x04, 0x0d))).toBeUndefined()
  expect(readTsplStatusByte(new Uint8Array(0))).toBeUndefined()
})

test('an automatic status between an ESC/POS question and its answer is told apart', () => {
  const heard = Uint8Array.of(0x18, 0x00, 0x0c, 0x00, 0x11, 0x12)
  expect(escPosWords(heard).map(({ kind }) => kind)).toEqual(['automatic', 'real-time'])
  expect(escPosDialect.readPushed(heard)[0]?.faults[0]?.code).toBe('paper-out')
  expect(readRealTimeStatus(4, heard)?.faults).toEqual([])
  // A byte without the fixed bits is no answer, whatever it would say.
  for (const byte of [0x00, 0x60, 0x7f, 0x81, 0x92, 0xff]) {
    expect(readRealTimeStatus(4, Uint8Array.of(byte))).toBeUndefined()
  }
})

test.each(DIALECTS)(
  '$language: an answer cut anywhere is none, and garbage is passed over',
  (dialect) => {
    for (const question of allQuestions(dialect)) {
      const whole = answer(dialect, question, ALL_WELL)
      const report = question.read(whole)
      expect(report).toBeDefined()
      for (let cut = 0; cut < whole.length; cut += 1) {
        // Once it is taken for an answer, the rest changes nothing.
        expect([undefined, report]).toContainEqual(question.read(whole.subarray(0, cut)))
      }
      expect(question.read(whole.subarray(0, 0))).toBeUndefined()
    }
  },
)

test.each(DIALECTS)('$language: whatever is heard, nothing throws', (dialect) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (heard) => {
      for (const question of allQuestions(dialect)) expect(() => question.read(heard)).not.toThrow()
      expect(() => dialect.readPushed(heard)).not.toThrow()
    }),
  )
})

test.each([zplDialect, brotherDialect])(
  '$language: an answer within garbage is the answer, or none',
  (dialect) => {
    const [question] = dialect.questions
    if (question === undefined) throw new Error('nothing is asked')
    const whole = answer(dialect, question, { ...ALL_WELL, paper: 'out' })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (a, b) => {
        const report = question.read(Buffer.concat([a, whole, b]))
        expect([undefined, 'paper-out']).toContain(report?.faults[0]?.code)
      }),
    )
  },
)

test('a TSPL frame within garbage is found', () => {
  const heard = Uint8Array.of(0x02, 0x41, 0x02, 0x40, 0x40, 0x40, 0x60, 0x03, 0x0d, 0x0a)
  expect(readTsplStatusFrame(heard)?.faults[0]?.code).toBe('head-open')
})

test.each(DIALECTS)('$language: what ends a cut job prints nothing of it', (dialect) => {
  const voice = printerVoice(dialect.language, 8)
  const begun = {
    zpl: '^XA^FO50,50^A0N,40,40^FDhalf a la',
    tspl: 'SIZE 40 mm,20 mm\r\nCLS\r\nTEXT 8,8,"3",0,1,1,"x"\r\nPRINT 1,1',
    escpos: 'half a la',
    'brother-ql':
      '\u001B@\u001Biz\u008E\u000A>\u0000\u0008\u0000\u0000\u0000\u0000\u0000g\u0000Zhalf',
  }[dialect.language]
  const cut = Buffer.from(begun, 'latin1')
  voice.feed(cut)
  expect(voice.isPartial() || dialect.language === 'escpos').toBe(true)
  const labels = voice.feed(dialect.cleanUp(cut)).filter(({ kind }) => kind === 'label')
  const isCancelled = dialect.language === 'zpl'
  expect(labels.length).toBe(isCancelled ? 1 : 0)
  expect(voice.isPartial()).toBe(false)
})
