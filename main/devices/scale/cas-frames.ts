import { printableBytes } from '../fault.ts'
import { createFrameParser } from './frame-parser.ts'
import type { FrameStep } from './frame-parser.ts'
import { gramsOf, scaleUnit } from './grams.ts'
import type { ScaleEvent, ScaleParser } from './scale-protocol.ts'
import type { TimelessReading } from './scale-reading.ts'

const SOH = 0x01
const STX = 0x02
const ETX = 0x03
const EOT = 0x04
const ACK = 0x06
const NAK = 0x15

/** Asks for the weight, once the scale has said that it listens. */
const DC1 = Uint8Array.of(0x11)

/** `SOH STX status sign weight(6) unit(2) check ETX EOT` */
const FRAME_BYTES = 15
const DATA = { from: 2, to: 12 }
const CHECK_AT = 12

/**
 * CAS PD, SW and AP, and Dibal after them: `ENQ` is answered by `ACK`, `DC1` by a frame. Dibal says
 * `00.000` when overloaded and blanks when it moves; zero is never a weight to act on, and blanks are none.
 */
export function createCasFrameParser(): ScaleParser {
  return createFrameParser({ step })
}

function step(bytes: Uint8Array): FrameStep {
  const start = bytes.findIndex((byte) => byte === SOH || byte === ACK || byte === NAK)
  if (start !== 0) return { skip: start === -1 ? bytes.length : start }
  if (bytes[0] === ACK) return { take: 1, event: { kind: 'send', bytes: DC1 } }
  if (bytes[0] === NAK) return { take: 1, event: { kind: 'refused', raw: 'NAK' } }
  if (bytes.length > 1 && bytes[1] !== STX) return { skip: 1 }
  if (bytes.length < FRAME_BYTES) return null
  if (bytes[FRAME_BYTES - 2] !== ETX || bytes[FRAME_BYTES - 1] !== EOT) return { skip: 1 }
  return { take: FRAME_BYTES, event: readFrame(bytes.subarray(0, FRAME_BYTES)) }
}

function readFrame(bytes: Uint8Array): ScaleEvent {
  const data = bytes.subarray(DATA.from, DATA.to)
  const check = data.reduce((sum, byte) => sum ^ byte, 0)
  const raw = printableBytes(bytes)
  if (check !== bytes[CHECK_AT]) return { kind: 'unread', code: 'checksum', raw }
  const text = Buffer.from(data).toString('latin1')
  const reading = readData(text, raw)
  if (reading === undefined) return { kind: 'unread', code: 'garbage', raw }
  return { kind: 'reading', reading }
}

function readData(text: string, raw: string): TimelessReading | undefined {
  const [, status, sign, field = '', unitText = ''] =
    /^([SU])([ +F-])(.{6})(.{2})$/.exec(text) ?? []
  if (status === undefined) return undefined
  if (sign === 'F') return { kind: 'over', raw }
  const unit = scaleUnit(unitText)
  if (unit === undefined) return { kind: 'fault', raw }
  if (field.trim() === '') return { kind: 'motion', grams: null, unit: null, raw }
  const isNegative = sign === '-' || field.trim().startsWith('-')
  const grams = gramsOf(field.trim().replace(/^-/, ''), unit)
  if (grams === undefined) return undefined
  if (isNegative) return { kind: 'under', raw }
  return { kind: status === 'S' ? 'stable' : 'motion', grams, unit, raw }
}
