import { printableBytes } from '../fault.ts'
import { gramsOf, scaleUnit } from './grams.ts'
import { createLineParser } from './line-parser.ts'
import type { ParsedLine } from './line-parser.ts'
import type { ScaleParser } from './scale-protocol.ts'
import type { TimelessReading } from './scale-reading.ts'

/** Sign, blank, eight places, blank, three for the unit: sixteen characters with CR LF. */
const VALUE = /^([+\- ]) ([ \d.]{8}) (.{3})$/

/** The long form has six more before it, which name the value: net of a tare, if any, or gross. */
const ID = 6
const WEIGHT_IDS = /^(?:|[NG]#?)$/
const SHORT = 14

const STATUS = /^ *(?:Stat)? *(HH?|LL?|C|CC|--|OFF|Err +\d+) *$/

/** Sartorius balances and what follows them. The unit is left blank while the load moves. */
export function createSartoriusParser(): ScaleParser {
  return createLineParser({ end: '\r\n', parse })
}

function parse(line: string): ParsedLine | undefined {
  const raw = printableBytes(Buffer.from(line, 'latin1'))
  const status = STATUS.exec(line)?.[1]
  if (status !== undefined) return readStatus(status, raw)
  if (line.length !== SHORT && line.length !== SHORT + ID) return undefined
  const id = line.length === SHORT ? '' : line.slice(0, ID).trim()
  if (!/^[A-Z#0-9]*$/i.test(id)) return undefined
  // A tare, a count or a target is not what lies there.
  if (!WEIGHT_IDS.test(id)) return reading({ kind: 'fault', raw })
  const [, sign, field = '', unitText = ''] = VALUE.exec(line.slice(-SHORT)) ?? []
  if (sign === undefined) return undefined
  const decimal = field.trim()
  const unit = scaleUnit(unitText)
  if (unitText.trim() === '') {
    return gramsOf(decimal, 'g') === undefined
      ? undefined
      : reading({ kind: 'motion', grams: null, unit: null, raw })
  }
  if (unit === undefined) return reading({ kind: 'fault', raw })
  const grams = gramsOf(decimal, unit)
  if (grams === undefined) return undefined
  if (sign === '-' && grams !== 0) return reading({ kind: 'under', raw })
  return reading({ kind: 'stable', grams, unit, raw })
}

function readStatus(status: string, raw: string): ParsedLine {
  if (status.startsWith('H')) return reading({ kind: 'over', raw })
  if (status.startsWith('L')) return reading({ kind: 'under', raw })
  if (status === '--') return reading({ kind: 'motion', grams: null, unit: null, raw })
  return reading({ kind: 'fault', raw })
}

function reading(found: TimelessReading): ParsedLine {
  return { event: { kind: 'reading', reading: found } }
}
