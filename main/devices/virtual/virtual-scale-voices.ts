import type { ScaleProtocolName } from '../device-config.ts'
import { mtSicsVoice } from './virtual-mt-sics.ts'
import { shownNumber } from './virtual-scale-pan.ts'
import type { ScaleFace, VirtualScalePan } from './virtual-scale-pan.ts'

/** How a scale of one protocol speaks; text is one character a byte. */
export type ScaleVoice = {
  /** What ends a command; null where every byte is one. */
  commandEnd: '\r\n' | '\r' | null
  /** Null for silence. */
  answer: (command: string, pan: VirtualScalePan) => string | null
  /** What it says by itself, over and over; null for a scale that waits to be asked. */
  frame: ((face: ScaleFace) => string) | null
  /** What it says when it is switched on; null for nothing. */
  hello: string | null
}

export function scaleVoice(protocol: ScaleProtocolName, mode?: 'asked' | 'streamed'): ScaleVoice {
  switch (protocol) {
    case 'mt-sics':
      return mtSicsVoice
    case 'toledo-8217':
      return { commandEnd: null, answer: answerToledo, frame: null, hello: null }
    case 'nci':
      return asked('\r', 'W', nciAnswer)
    case 'and':
      return mode === 'asked' ? asked('\r\n', 'Q', andLine) : streaming(andLine)
    case 'cas':
      return mode === 'asked'
        ? { commandEnd: null, answer: answerCas, frame: null, hello: null }
        : streaming(casLine)
    case 'toledo-continuous':
      return streaming(toledoFrame)
    case 'sartorius':
      return mode === 'streamed' ? streaming(sartoriusLine) : asked('\r\n', '\x1bP', sartoriusLine)
    default:
      return streaming(hidReport)
  }
}

/** One report of a USB HID POS scale, which a test's link hands on one at a time. */
export const HID_REPORT_BYTES = 6

type Frame = (face: ScaleFace) => string

function asked(commandEnd: '\r\n' | '\r', question: string, frame: Frame): ScaleVoice {
  const answer = (command: string, pan: VirtualScalePan): string | null => {
    if (command === 'Z') pan.zero()
    if (command === 'T') pan.tare()
    return command === question ? frame(pan.face()) : null
  }
  return { commandEnd, answer, frame: null, hello: null }
}

function streaming(frame: Frame): ScaleVoice {
  return { commandEnd: '\r\n', answer: () => null, frame, hello: null }
}

function answerToledo(command: string, pan: VirtualScalePan): string | null {
  switch (command) {
    case 'W':
      return toledoAnswer(pan.face())
    case 'Z':
      pan.zero()
      return null
    case 'T':
      pan.tare()
      return null
    case 'C':
      pan.clearTare()
      return null
    case 'A':
    case 'B':
      return '\x02@\r'
    default:
      return /[A-Z]/.test(command) ? '\x02?\x40\r' : null
  }
}

function toledoAnswer(face: ScaleFace): string {
  const status = { stable: 0, motion: 0x01, over: 0x02, under: 0x04, 'below-zero': 0x04 }[face.kind]
  if (status !== 0) return `\x02?${String.fromCharCode(0x40 | status)}\r`
  const number = shownNumber(face, face.unit === 'kg' ? 3 : 2).padStart(6, '0')
  return `\x02${number}${face.isNet ? 'N' : ''}\r`
}

function nciAnswer(face: ScaleFace): string {
  const bits = { stable: '00', motion: '10', over: '02', under: '01', 'below-zero': '01' }[
    face.kind
  ]
  if (bits !== '00') return `\nS${bits}\r\x03`
  const status = face.grams === 0 ? '20' : '00'
  return `\n${shownNumber(face, 3).padStart(6, '0')}${face.unit.toUpperCase()}\r\nS${status}\r\x03`
}

function andLine(face: ScaleFace): string {
  if (face.kind === 'over') return 'OL,+9999999E+19\r\n'
  if (face.kind === 'under') return 'OL,-9999999E+19\r\n'
  const head = `${face.kind === 'motion' ? 'US' : 'ST'},${face.isNet ? 'NT' : 'GS'}`
  return `${head},${signOf(face)}${shownNumber(face, 3).padStart(9, '0')} ${face.unit}\r\n`
}

function casLine(face: ScaleFace): string {
  const isOut = face.kind === 'over' || face.kind === 'under'
  const status = isOut ? 'OL' : face.kind === 'motion' ? 'US' : 'ST'
  const sign = signOf(face) === '-' ? '-' : ' '
  const number = isOut ? ' '.repeat(7) : shownNumber(face, 3).padStart(7)
  const minus = face.kind === 'under' ? '-' : sign
  return `${status},${face.isNet ? 'NT' : 'GS'},1\xe4,${minus}${number} ${face.unit}\r\n`
}

/** `ENQ` is answered by `ACK`, `DC1` by a frame; overload is a zero, as Dibal has it. */
function answerCas(command: string, pan: VirtualScalePan): string | null {
  if (command === '\x05') return '\x06'
  if (command !== '\x11') return null
  const face = pan.face()
  const isStill = face.kind !== 'motion'
  const sign = face.kind === 'below-zero' || face.kind === 'under' ? '-' : ' '
  const number = face.kind === 'over' ? '00.000' : shownNumber(face, 3).padStart(6, '0')
  const data = `${isStill ? 'S' : 'U'}${sign}${isStill ? number : ' '.repeat(6)}${face.unit}`
  const check = bytesOf(data).reduce((sum, byte) => sum ^ byte, 0)
  return `\x01\x02${data}${String.fromCharCode(check)}\x03\x04`
}

function toledoFrame(face: ScaleFace): string {
  const isOut = face.kind === 'over' || face.kind === 'under'
  const isNegative = face.kind === 'under' || face.kind === 'below-zero'
  const b =
    0x20 |
    (face.isNet ? 0x01 : 0) |
    (isNegative ? 0x02 : 0) |
    (isOut ? 0x04 : 0) |
    (face.kind === 'motion' ? 0x08 : 0) |
    (face.unit === 'kg' ? 0x10 : 0)
  const digits = shownNumber(face, 3).replace('.', '').slice(-6).padStart(6)
  const frame = `\x02\x2d${String.fromCharCode(b)}\x20${digits}     0\r`
  const sum = bytesOf(frame).reduce((total, byte) => total + (byte & 0x7f), 0)
  return frame + String.fromCharCode(-sum & 0x7f)
}

function sartoriusLine(face: ScaleFace): string {
  if (face.kind === 'over') return `${'      H'.padEnd(14)}\r\n`
  if (face.kind === 'under') return `${'      L'.padEnd(14)}\r\n`
  const unit = face.kind === 'motion' ? '   ' : face.unit.padEnd(3)
  return `${signOf(face)} ${shownNumber(face, 3).padStart(8)} ${unit}\r\n`
}

function hidReport(face: ScaleFace): string {
  const isZero = face.kind === 'stable' && face.grams === 0
  const status = isZero
    ? 2
    : { stable: 4, motion: 3, over: 6, under: 5, 'below-zero': 5 }[face.kind]
  const [unit, decimals, scaling] = face.unit === 'kg' ? [3, 3, 0xfd] : [12, 2, 0xfe]
  const value = Number(shownNumber(face, decimals).replace('.', '')) & 0xffff
  return String.fromCharCode(3, status, unit, scaling, value & 0xff, value >> 8)
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

function signOf(face: ScaleFace): '+' | '-' {
  return face.grams < 0 ? '-' : '+'
}
