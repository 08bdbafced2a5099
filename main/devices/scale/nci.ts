import { printableBytes } from '../fault.ts'
import { gramsOf, scaleUnit } from './grams.ts'
import { createLineParser } from './line-parser.ts'
import type { ParsedLine } from './line-parser.ts'
import type { ScaleParser } from './scale-protocol.ts'
import type { TimelessReading } from './scale-reading.ts'

/** `LF weight CR LF status CR` up to the ETX; under ECR the status has an S and may stand alone. */
const ANSWER = /(?:\n([^\r\n]{1,14})\r)?\n(S?)([0-?p-\x7f]{2,3})\r$/

const WEIGHT = /^ *(-?) *(\d*\.?\d+|\d+\.) *([A-Za-z]{1,2})$/

/** First status byte, then second; each is 0x30 and its bits. */
const MOTION = 0x01
const AT_ZERO = 0x02
const MEMORY_ERROR = 0x0c
const UNDER = 0x01
const OVER = 0x02
const ROM_OR_CALIBRATION = 0x0c

/** NCI, general and ECR: Weigh-Tronix, Salter Brecknell, Ohaus. `W CR` asks. */
export function createNciParser(): ScaleParser {
  return createLineParser({ end: '\x03', parse })
}

function parse(line: string): ParsedLine | undefined {
  const raw = printableBytes(Buffer.from(line, 'latin1'))
  if (/\?\r$|\r\?\n$/.test(line) && !ANSWER.test(line)) return { event: { kind: 'refused', raw } }
  const [, weight, , status] = ANSWER.exec(line) ?? []
  if (status === undefined) return undefined
  const [first, second] = [status.charCodeAt(0), status.charCodeAt(1)]
  if (second & OVER) return reading({ kind: 'over', raw })
  if (second & UNDER) return reading({ kind: 'under', raw })
  if (first & MEMORY_ERROR || second & ROM_OR_CALIBRATION) return reading({ kind: 'fault', raw })
  const isMoving = (first & MOTION) !== 0
  if (weight === undefined) {
    if (isMoving) return reading({ kind: 'motion', grams: null, unit: null, raw })
    if (first & AT_ZERO) return reading({ kind: 'stable', grams: 0, unit: 'g', raw })
    return { event: { kind: 'alive', raw } }
  }
  return parseWeight(weight, isMoving, raw)
}

function parseWeight(text: string, isMoving: boolean, raw: string): ParsedLine | undefined {
  const [, sign, decimal = '', unitText = ''] = WEIGHT.exec(text) ?? []
  if (sign === undefined) return undefined
  const unit = scaleUnit(unitText)
  if (unit === undefined) return reading({ kind: 'fault', raw })
  const grams = gramsOf(decimal.replace(/^\./, '0.'), unit)
  if (grams === undefined) return undefined
  if (sign === '-' && grams !== 0) return reading({ kind: 'under', raw })
  const kind = isMoving ? 'motion' : 'stable'
  // The width of the whole field and its unit; the status before the ETX has its own.
  return { ...reading({ kind, grams, unit, raw }), shape: `${text.length}${unitText}` }
}

function reading(found: TimelessReading): ParsedLine {
  return { event: { kind: 'reading', reading: found } }
}
