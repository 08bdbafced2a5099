import { gramsOf, scaleUnit } from './grams.ts'
import { createLineParser, shapeOf } from './line-parser.ts'
import type { ParsedLine } from './line-parser.ts'
import type { ScaleParser } from './scale-protocol.ts'
import type { TimelessReading } from './scale-reading.ts'

/** Everything an MT-SICS scale may say, by the first token of the line. */
export type MtSicsReply =
  | { token: 'S'; reading: TimelessReading }
  /** Alive, but cannot say a weight now: no stability in time, or it is busy. */
  | { token: 'S'; busy: true; raw: string }
  | { token: 'I4'; serial: string; raw: string }
  /** Zero, tare and the like: `A` and `S` mean done. */
  | { token: 'Z' | 'ZI' | 'T' | 'TI' | 'TA' | 'TAC'; status: string; raw: string }
  /** Syntax, transmission and logical errors. */
  | { token: 'ES' | 'ET' | 'EL'; raw: string }

/** Mettler Toledo's command set, which Kern, Ohaus, Btek and others speak too. */
export function createMtSicsParser(): ScaleParser {
  return createLineParser({ end: '\r\n', parse: parseLine })
}

/** Reads one line, without its end. Undefined for what is no MT-SICS line at all. */
export function parseMtSicsLine(line: string): MtSicsReply | undefined {
  const raw = line.trimEnd()
  const [token = '', ...rest] = raw.split(/ +/)
  switch (token) {
    case 'S':
      return parseWeight(raw, rest)
    case 'I4': {
      const serial = /^I4 A "([^"]*)"$/.exec(raw)?.[1]
      return serial === undefined ? undefined : { token, serial, raw }
    }
    case 'Z':
    case 'ZI':
    case 'T':
    case 'TI':
    case 'TA':
    case 'TAC': {
      const status = rest[0] ?? ''
      return /^[ASDI+-]$/.test(status) ? { token, status, raw } : undefined
    }
    case 'ES':
    case 'ET':
    case 'EL':
      return rest.length === 0 ? { token, raw } : undefined
    default:
      return undefined
  }
}

function parseLine(line: string): ParsedLine | undefined {
  const reply = parseMtSicsLine(line)
  if (reply === undefined) return undefined
  if (reply.token === 'S') {
    const reading: TimelessReading =
      'reading' in reply ? reply.reading : { kind: 'fault', raw: reply.raw }
    const event = { kind: 'reading' as const, reading }
    return 'grams' in reading ? { event, shape: shapeOf(reading.raw) } : { event }
  }
  const isError = reply.token === 'ES' || reply.token === 'ET' || reply.token === 'EL'
  return { event: { kind: isError ? 'refused' : 'aside', raw: reply.raw } }
}

function parseWeight(raw: string, rest: string[]): MtSicsReply | undefined {
  const [status, decimal, unitText, ...extra] = rest
  if (decimal === undefined) {
    if (status === '+') return { token: 'S', reading: { kind: 'over', raw } }
    if (status === '-') return { token: 'S', reading: { kind: 'under', raw } }
    return status === 'I' ? { token: 'S', busy: true, raw } : undefined
  }
  if ((status !== 'S' && status !== 'D') || extra.length > 0) return undefined
  const unit = unitText === undefined ? undefined : scaleUnit(unitText)
  // A weight in a unit nobody knows is trouble to be shown, never a number to be guessed at.
  if (unit === undefined) return { token: 'S', reading: { kind: 'fault', raw } }
  const grams = gramsOf(decimal, unit)
  if (grams === undefined) return undefined
  if (grams < 0) return { token: 'S', reading: { kind: 'under', raw } }
  return { token: 'S', reading: { kind: status === 'S' ? 'stable' : 'motion', grams, unit, raw } }
}
