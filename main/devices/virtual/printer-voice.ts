import { createBrotherJobs } from './brother-job.ts'
import { createEscposJobs } from './escpos-job.ts'
import type { PictureJobEvent, PictureJobs, PrintedPicture } from './picture-job.ts'
import { isBlocked } from './printer-condition.ts'
import type { PrinterCondition } from './printer-condition.ts'
import { createTsplJobs } from './tspl-job.ts'
import { createZplJobSplitter } from './zpl-job-splitter.ts'

export type VirtualLanguage = 'zpl' | 'tspl' | 'escpos' | 'brother-ql'

/** What came out of a printer: its own language's text, or dots. */
export type VirtualLabel =
  { kind: 'zpl'; zpl: string } | { kind: 'picture'; picture: PrintedPicture }

/** What a printer makes of its input. An `in-turn` question is answered behind the labels before it. */
export type VoiceEvent =
  | { kind: 'label'; label: VirtualLabel }
  | { kind: 'scrap'; label: VirtualLabel }
  | { kind: 'cancel' }
  | { kind: 'question'; isInTurn: boolean; answer: (condition: PrinterCondition) => Uint8Array }

/** How a virtual printer understands and speaks its language. */
export type PrinterVoice = {
  feed: (bytes: Uint8Array) => VoiceEvent[]
  isPartial: () => boolean
  /** What it says by itself when a label is out, or when its condition has changed; null for nothing. */
  unasked: (condition: PrinterCondition, isLabelOut: boolean) => Uint8Array | null
}

export function printerVoice(language: VirtualLanguage, dotsPerMm: number): PrinterVoice {
  switch (language) {
    case 'zpl':
      return zplVoice()
    case 'tspl':
      return pictureVoice(createTsplJobs({ dotsPerMm }), () => null)
    case 'escpos':
      return escPosVoice(createEscposJobs({ dotsPerMm }))
    default:
      return pictureVoice(createBrotherJobs(), (condition, isLabelOut) =>
        brotherStatus(condition, isLabelOut ? 1 : isBlocked(condition) ? 2 : 5),
      )
  }
}

function zplVoice(): PrinterVoice {
  const splitter = createZplJobSplitter()
  return {
    feed: (bytes) =>
      splitter.feed(bytes).map((event): VoiceEvent => {
        if (event.kind === 'label') return { kind: 'label', label: { kind: 'zpl', zpl: event.zpl } }
        if (event.kind === 'cancel-all') return { kind: 'cancel' }
        return { kind: 'question', isInTurn: false, answer: hostStatus }
      }),
    isPartial: () => splitter.isPartial(),
    unasked: () => null,
  }
}

function pictureVoice(jobs: PictureJobs, unasked: PrinterVoice['unasked']): PrinterVoice {
  return {
    feed: (bytes) => jobs.feed(bytes).map(voiceEvent),
    isPartial: () => jobs.isPartial(),
    unasked,
  }
}

/** Tells of changes by itself once it was asked to. */
function escPosVoice(jobs: PictureJobs): PrinterVoice {
  let tellsChanges = false
  const voice = pictureVoice(jobs, (condition) => (tellsChanges ? automatic(condition) : null))
  return {
    ...voice,
    feed: (bytes) =>
      jobs.feed(bytes).map((event) => {
        if (event.kind === 'status' && event.command === 'asb') tellsChanges = event.n !== 0
        return voiceEvent(event)
      }),
  }
}

function voiceEvent(event: PictureJobEvent): VoiceEvent {
  if (event.kind !== 'status') {
    return { kind: event.kind, label: { kind: 'picture', picture: event.label } }
  }
  const { command, n } = event
  const isInTurn = command === 'gs-r' || command === 'asb'
  return { kind: 'question', isInTurn, answer: (condition) => answerTo(command, n, condition) }
}

function answerTo(
  command: Extract<PictureJobEvent, { kind: 'status' }>['command'],
  n: number,
  condition: PrinterCondition,
): Uint8Array {
  switch (command) {
    case 'esc-q':
      return tsplByte(condition)
    case 'esc-s':
      return tsplFrame(condition)
    case 'dle-eot':
      return realTime(n, condition)
    case 'asb':
      return n === 0 ? new Uint8Array(0) : automatic(condition)
    case 'gs-r':
      return new Uint8Array([paperBits(condition)])
    default:
      return brotherStatus(condition, 0)
  }
}

function hostStatus(condition: PrinterCondition): Uint8Array {
  const flag = (isSet: boolean): string => (isSet ? '1' : '0')
  const waiting = String(condition.waiting).padStart(3, '0')
  const { paper, isPaused, isPartial, isHot, isHeadOpen, isRibbonOut } = condition
  const out = flag(paper === 'out')
  const lines = [
    `030,${out},${flag(isPaused)},1216,${waiting},0,0,${flag(isPartial)},000,0,0,${flag(isHot)}`,
    `001,0,${flag(isHeadOpen)},${flag(isRibbonOut)},1,2,6,0,00000000,1,000`,
    `1234,0`,
  ]
  return Buffer.from(lines.map((line) => `\u0002${line}\u0003\r\n`).join(''), 'latin1')
}

function tsplByte(condition: PrinterCondition): Uint8Array {
  return bits([
    [0, condition.isHeadOpen],
    [1, condition.isJammed],
    [2, condition.paper === 'out'],
    [3, condition.isRibbonOut],
    [4, condition.isPaused],
    [5, condition.waiting > 0],
    [7, condition.isHot || condition.isCutterStuck],
  ])
}

function tsplFrame(condition: PrinterCondition): Uint8Array {
  const letter = (pairs: [number, boolean][]): number => 0x40 | (bits(pairs)[0] ?? 0)
  const doing = condition.isPaused ? 0x60 : condition.waiting > 0 ? 0x50 : 0x40
  const errors = letter([
    [0, condition.isHot],
    [3, condition.isCutterStuck],
  ])
  const media = letter([
    [0, condition.paper === 'out'],
    [1, condition.isJammed],
    [2, condition.isRibbonOut],
    [5, condition.isHeadOpen],
  ])
  const warning = letter([[0, condition.paper === 'low']])
  return new Uint8Array([2, doing, warning, errors, media, 3, 13, 10])
}

/** `0xx1xx10`, with bits of its own for each question. */
function realTime(n: number, condition: PrinterCondition): Uint8Array {
  const fixed: [number, boolean][] = [
    [1, true],
    [4, true],
  ]
  const own: Record<number, [number, boolean][]> = {
    1: [[3, isBlocked(condition)]],
    2: [
      [2, condition.isHeadOpen],
      [5, condition.paper === 'out'],
      [6, condition.isJammed || condition.isCutterStuck || condition.isHot],
    ],
    3: [
      [3, condition.isCutterStuck],
      [5, condition.isJammed],
      [6, condition.isHot],
    ],
    4: [
      [2, condition.paper !== 'ok'],
      [3, condition.paper !== 'ok'],
      [5, condition.paper === 'out'],
      [6, condition.paper === 'out'],
    ],
  }
  return bits([...fixed, ...(own[n] ?? [])])
}

function automatic(condition: PrinterCondition): Uint8Array {
  const state = bits([
    [3, isBlocked(condition)],
    [4, true],
    [5, condition.isHeadOpen],
  ])
  const errors = bits([
    [3, condition.isCutterStuck],
    [5, condition.isJammed],
    [6, condition.isHot],
  ])
  return Buffer.concat([state, errors, new Uint8Array([paperBits(condition), 0])])
}

function paperBits({ paper }: PrinterCondition): number {
  return (paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0)
}

/** Kinds: 0 an answer, 1 a label is out, 2 an error, 5 a notice. */
function brotherStatus(condition: PrinterCondition, kind: number): Uint8Array {
  const status = new Uint8Array(32)
  status.set([0x80, 0x20, 0x42, 0x30])
  const [errors = 0] = bits([
    [1, condition.paper === 'out'],
    [2, condition.isCutterStuck],
    [4, condition.isPaused],
  ])
  const [moreErrors = 0] = bits([
    [4, condition.isHeadOpen],
    [6, condition.isJammed],
    [7, condition.isHot],
  ])
  status.set([errors, moreErrors, 62, 0x0a], 8)
  status.set([kind, condition.waiting > 0 ? 1 : 0], 18)
  return status
}

function bits(pairs: readonly (readonly [number, boolean])[]): Uint8Array {
  return new Uint8Array([pairs.reduce((sum, [bit, isSet]) => sum | (isSet ? 1 << bit : 0), 0)])
}
