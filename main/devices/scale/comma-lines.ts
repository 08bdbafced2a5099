import { printableBytes } from '../fault.ts'
import { gramsOf, scaleUnit } from './grams.ts'
import { createLineParser, shapeOf } from './line-parser.ts'
import type { ParsedLine } from './line-parser.ts'
import { parseMtSicsLine } from './mt-sics.ts'
import type { ScaleParser } from './scale-protocol.ts'
import type { TimelessReading } from './scale-reading.ts'

/** Status, gross or net where it is said, CAS's id and lamps where they are sent, then the rest. */
const LINE = /^(ST|US|OL|QT),(?:(GS|NT|TR),)?(?:(?:..|.,.),)?([^,]*)$/

const WEIGHT = /^ *([+-]?) *(\d+\.?\d*) *([A-Za-z]{1,3}) *$/

/** Where CAS's id and lamps stand, of which the lamps always have their high bit set. */
const LAMPS = { from: 6, to: 9 }
/** How a command that changes something is answered. */
const ACK = '\x06'
const NAK = '\x15'

const COMMA = 0x2c
const DOT = 0x2e

/**
 * The lines of A&D, CAS indicators, Triner and many more ("format B"): `ST,GS,+00018.000 kg`. Overload is
 * `OL,+9999999E+19` and the like, whose digits are no number.
 */
export function createCommaLineParser(): ScaleParser {
  return createLineParser({ end: '\r\n', parse, tidy: withoutLamps })
}

function parse(line: string): ParsedLine | undefined {
  const raw = printableBytes(Buffer.from(line, 'latin1'))
  // A&D set to its "MT" mode answers as a Mettler does.
  if (line.startsWith('S ')) return parseAsMtSics(line)
  const [, status, mode, rest = ''] = LINE.exec(line) ?? []
  if (status === undefined) return line === ACK || line === NAK ? aside(raw) : undefined
  if (status === 'OL') return reading({ kind: /^ *-/.test(rest) ? 'under' : 'over', raw })
  // A count of pieces is no weight, and a tare is not what lies there.
  if (status === 'QT') return reading({ kind: 'fault', raw })
  if (mode === 'TR') return aside(raw)
  const [, sign, decimal = '', unitText = ''] = WEIGHT.exec(rest) ?? []
  if (sign === undefined) return undefined
  const unit = scaleUnit(unitText)
  if (unit === undefined) return reading({ kind: 'fault', raw })
  const grams = gramsOf(decimal, unit)
  if (grams === undefined) return undefined
  if (sign === '-' && grams !== 0) return reading({ kind: 'under', raw })
  const shape = shapeOf(line)
  if (status === 'US') return { ...reading({ kind: 'motion', grams, unit, raw }), shape }
  const net = mode === 'NT' ? { isNet: true } : {}
  return { ...reading({ kind: 'stable', grams, unit, raw, ...net }), shape }
}

function parseAsMtSics(line: string): ParsedLine | undefined {
  const reply = parseMtSicsLine(line)
  if (reply === undefined || !('reading' in reply)) return undefined
  const hasNumber = 'grams' in reply.reading
  return { ...reading(reply.reading), ...(hasNumber ? { shape: shapeOf(reply.reading.raw) } : {}) }
}

function withoutLamps(line: Uint8Array): Uint8Array {
  const { from, to } = LAMPS
  if (line[from - 1] !== COMMA || (line[to - 1] !== COMMA && line[to] !== COMMA)) return line
  return line.map((byte, at) => (at >= from && at < to && byte >= 0x80 ? DOT : byte))
}

function aside(raw: string): ParsedLine {
  return { event: { kind: 'aside', raw } }
}

function reading(found: TimelessReading): ParsedLine {
  return { event: { kind: 'reading', reading: found } }
}
