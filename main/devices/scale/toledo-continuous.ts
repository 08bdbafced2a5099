import { printableBytes } from '../fault.ts'
import { createFrameParser } from './frame-parser.ts'
import type { FrameStep } from './frame-parser.ts'
import { decimalOf, gramsOf } from './grams.ts'
import type { ScaleParser } from './scale-protocol.ts'
import type { ScaleUnit, TimelessReading } from './scale-reading.ts'

const STX = 0x02
const CR = 0x0d

/** `STX SWA SWB SWC weight(6) tare(6) CR`, then a check byte where the scale is set to send it. */
const FRAME_BYTES = 17

/** Digits after the point by the low three bits of SWA; the first two stand for tens and hundreds. */
const EXPONENT = [2, 1, 0, -1, -2, -3, -4, -5] as const

const NET = 0x01
const NEGATIVE = 0x02
const OUT_OF_RANGE = 0x04
const MOTION = 0x08
const KILOGRAMS = 0x10
const NOT_ZEROED = 0x40
const EXPANDED = 0x10

/** Frames in a row that must show the same way of ending before it is believed. */
const ENDINGS_NEEDED = 2

/** Wrong check bytes in a row after which the scale may have been set to send none. */
const WRONG_CHECKS_MAX = 3

/**
 * Toledo's continuous output. Whether a check byte follows is a setting of the scale: it is found out
 * from the first frames, of which nothing is taken, and from then on a frame that fails it is none.
 */
export function createToledoContinuousParser(): ScaleParser {
  const ending = createEnding()
  return createFrameParser({
    clear: ending.clear,
    step: (bytes) => step(bytes, ending),
  })
}

type Ending = {
  /** Null until it is known. */
  hasCheck: () => boolean | null
  /** What stood after a frame: its check byte, or the start of the next. */
  saw: (hasCheck: boolean) => void
  /** A check that should be there is right or not; after some that are not nothing is believed. */
  checked: (isRight: boolean) => void
  clear: () => void
}

function createEnding(): Ending {
  let believed: boolean | null = null
  let seen: boolean | null = null
  let times = 0
  let wrong = 0
  const clear = (): void => {
    believed = null
    seen = null
    times = 0
    wrong = 0
  }
  return {
    clear,
    checked: (isRight) => {
      wrong = isRight ? 0 : wrong + 1
      if (wrong >= WRONG_CHECKS_MAX) clear()
    },
    hasCheck: () => believed,
    saw: (hasCheck) => {
      times = hasCheck === seen ? times + 1 : 1
      seen = hasCheck
      if (times >= ENDINGS_NEEDED) believed = hasCheck
    },
  }
}

function step(bytes: Uint8Array, ending: Ending): FrameStep {
  const start = bytes.indexOf(STX)
  if (start !== 0) return { skip: start === -1 ? bytes.length : start }
  if (!mayBeFrame(bytes)) return { skip: 1 }
  if (bytes.length < FRAME_BYTES) return null
  const frame = bytes.subarray(0, FRAME_BYTES)
  const raw = printableBytes(frame)
  const reading = readFrame(frame, raw)
  if (reading === undefined) return { skip: 1 }
  if (ending.hasCheck() === false) return afterBareFrame(bytes, frame, reading, ending)
  const next = bytes[FRAME_BYTES]
  if (next === undefined) return null
  const isCheck = next === checkOf(frame)
  if (ending.hasCheck() === true) {
    ending.checked(isCheck)
    if (isCheck) return { take: FRAME_BYTES + 1, event: { kind: 'reading', reading } }
    // What follows may already be the next frame, so it stays.
    return { take: FRAME_BYTES, event: { kind: 'unread', code: 'checksum', raw } }
  }
  // A check byte that happens to be an STX is told from the next frame's by what stands behind it.
  const isEither = isCheck && next === STX
  const behind = bytes[FRAME_BYTES + 1]
  if (isEither && behind === undefined) return null
  const hasCheck = isEither ? behind === STX : isCheck
  if (hasCheck || next === STX) ending.saw(hasCheck)
  return { take: hasCheck ? FRAME_BYTES + 1 : FRAME_BYTES, event: { kind: 'alive', raw } }
}

/** Without a check byte a frame is taken at once; one that follows all the same is noticed. */
function afterBareFrame(
  bytes: Uint8Array,
  frame: Uint8Array,
  reading: TimelessReading,
  ending: Ending,
): FrameStep {
  const next = bytes[FRAME_BYTES]
  if (next !== undefined && next !== STX && next === checkOf(frame)) ending.saw(true)
  return { take: FRAME_BYTES, event: { kind: 'reading', reading } }
}

/** As far as the bytes go: status words have bit 5 and no bit 7, figures are figures, CR ends it. */
function mayBeFrame(bytes: Uint8Array): boolean {
  const known = bytes.subarray(1, FRAME_BYTES)
  return known.every((byte, at) => {
    if (at < 3) return byte >= 0x20 && byte < 0x80 && (byte & 0x20) !== 0
    if (at < 15) return byte === 0x20 || (byte >= 0x30 && byte <= 0x39)
    return byte === CR
  })
}

/** Makes the low seven bits of all bytes add up to nothing. */
function checkOf(frame: Uint8Array): number {
  const sum = frame.reduce((total, byte) => total + (byte & 0x7f), 0)
  return -sum & 0x7f
}

function readFrame(frame: Uint8Array, raw: string): TimelessReading | undefined {
  const [, a = 0, b = 0, c = 0] = frame
  const digits = Buffer.from(frame.subarray(4, 10)).toString('latin1').trim()
  if (!/^\d{0,6}$/.test(digits)) return undefined
  if (b & OUT_OF_RANGE) return { kind: b & NEGATIVE ? 'under' : 'over', raw }
  if (b & NOT_ZEROED) return { kind: 'fault', raw, needsZero: true }
  const unit = unitOf(b, c)
  if (unit === null || c & EXPANDED || digits === '') return { kind: 'fault', raw }
  if (b & NEGATIVE) return { kind: 'under', raw }
  const grams = gramsOf(decimalOf(digits, EXPONENT[a & 0x07] ?? 0), unit)
  if (grams === undefined) return undefined
  if (b & MOTION) return { kind: 'motion', grams, unit, raw }
  return { kind: 'stable', grams, unit, raw, ...(b & NET ? { isNet: true } : {}) }
}

function unitOf(b: number, c: number): ScaleUnit | null {
  switch (c & 0x07) {
    case 0:
      return b & KILOGRAMS ? 'kg' : 'lb'
    case 1:
      return 'g'
    case 2:
      return 't'
    case 3:
      return 'oz'
    default:
      return null
  }
}
