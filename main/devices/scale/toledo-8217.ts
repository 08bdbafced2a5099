import { printableBytes } from '../fault.ts'
import { gramsOf } from './grams.ts'
import { createLineParser } from './line-parser.ts'
import type { ParsedLine } from './line-parser.ts'
import type { ScaleParser } from './scale-protocol.ts'
import type { TimelessReading } from './scale-reading.ts'

const STX = '\x02'

/** Six characters with the point where the unit has it; the frame itself names no unit. */
const WEIGHT = {
  kg: /^([ \d]\d\.\d{3})(N?)$/,
  lb: /^([ \d]{2}\d\.\d{2})(N?)$/,
} as const

const MOTION = 0x01
const OVER = 0x02
const UNDER = 0x04
const OUTSIDE_ZERO = 0x08
const ALWAYS = 0x40

/**
 * Toledo 8217, the checkout scale: `W` is answered by `STX weight CR` at rest, by `STX ? status CR`
 * otherwise. The point tells kilograms from pounds; where it does not fit `unit`, there is no number.
 */
export function createToledo8217Parser(unit: 'kg' | 'lb'): ScaleParser {
  return createLineParser({ end: '\r', parse: (line) => parse(line, unit) })
}

function parse(line: string, unit: 'kg' | 'lb'): ParsedLine | undefined {
  const start = line.lastIndexOf(STX)
  if (start === -1) return undefined
  const frame = line.slice(start + 1)
  const raw = printableBytes(Buffer.from(frame, 'latin1'))
  const status = /^\?([\x40-\x7f])$/.exec(frame)?.[1]
  if (status !== undefined) return parseStatus(status.charCodeAt(0), raw)
  // The confidence test's result, and the echo that a probe switches on.
  if (/^[@A-Z]$/.test(frame)) return { event: { kind: 'aside', raw } }
  const [, decimal, net] = WEIGHT[unit].exec(frame) ?? []
  if (decimal === undefined) {
    const isOtherUnit = WEIGHT.kg.test(frame) || WEIGHT.lb.test(frame)
    return isOtherUnit ? reading({ kind: 'fault', raw }) : undefined
  }
  const grams = gramsOf(decimal.trim(), unit)
  if (grams === undefined) return undefined
  return reading({ kind: 'stable', grams, unit, raw, ...(net === 'N' ? { isNet: true } : {}) })
}

function parseStatus(bits: number, raw: string): ParsedLine {
  if (bits & OVER) return reading({ kind: 'over', raw })
  if (bits & UNDER) return reading({ kind: 'under', raw })
  // Whatever moves is outside of zero, too: only a load at rest tells that zero is missing.
  if (bits & MOTION) return reading({ kind: 'motion', grams: null, unit: null, raw })
  if (bits & OUTSIDE_ZERO) return reading({ kind: 'fault', raw, needsZero: true })
  // Nothing is wrong and still there is no weight: the scale did not know the command.
  return bits === ALWAYS ? { event: { kind: 'refused', raw } } : reading({ kind: 'fault', raw })
}

function reading(found: TimelessReading): ParsedLine {
  return { event: { kind: 'reading', reading: found } }
}
