import { trouble } from './printer-report.ts'
import type { PrinterTrouble } from './printer-report.ts'

/** What a ZPL printer says of itself in answer to `~HS`. */
export type HostStatus = {
  paperOut: boolean
  paused: boolean
  bufferFull: boolean
  partialFormat: boolean
  overTemperature: boolean
  headUp: boolean
  ribbonOut: boolean
  /** Labels received and not begun. */
  formatsInBuffer: number
  /** Labels of the running batch still to come. */
  labelsLeft: number
}

const STX = String.fromCharCode(2)
const ETX = String.fromCharCode(3)
const FIRST_LINE_FIELDS = 12
const SECOND_LINE_FIELDS = 11

/** Fields that are believed, by their place in each line; an empty one would pass for zero. */
const FLAGS = { one: [1, 2, 5, 7, 11], two: [2, 3] } as const
const COUNT = /^\d{1,8}$/

/**
 * Reads the answer to `~HS`: lines between STX and ETX, of which the first two say what we need.
 * Undefined until both have come whole, so it can be asked again after every chunk.
 */
export function parseHostStatus(text: string): HostStatus | undefined {
  const frames = text
    .split(STX)
    .slice(1)
    .filter((frame) => frame.includes(ETX))
    .map((frame) => frame.slice(0, frame.indexOf(ETX)).split(','))
    .map((fields) => fields.map((field) => field.trim()))
  const first = frames.findIndex((fields) => fields.length === FIRST_LINE_FIELDS)
  const one = frames[first]
  const two = frames[first + 1]
  if (one === undefined || two?.length !== SECOND_LINE_FIELDS) return undefined
  const flags = [...FLAGS.one.map((at) => one[at]), ...FLAGS.two.map((at) => two[at])]
  const counts = [one[4] ?? '', two[8] ?? '']
  if (!flags.every((flag) => flag === '0' || flag === '1')) return undefined
  if (!counts.every((count) => COUNT.test(count))) return undefined
  return {
    paperOut: one[1] === '1',
    paused: one[2] === '1',
    bufferFull: one[5] === '1',
    partialFormat: one[7] === '1',
    overTemperature: one[11] === '1',
    headUp: two[2] === '1',
    ribbonOut: two[3] === '1',
    formatsInBuffer: Number(counts[0]),
    labelsLeft: Number(counts[1]),
  }
}

/** What keeps the printer from printing, the most pressing first. */
export function troublesOf(status: HostStatus): PrinterTrouble[] {
  const troubles: PrinterTrouble[] = []
  if (status.headUp) troubles.push(trouble('head-open'))
  if (status.paperOut) troubles.push(trouble('paper-out'))
  if (status.ribbonOut) troubles.push(trouble('ribbon-out'))
  if (status.overTemperature) troubles.push(trouble('overheat'))
  if (status.bufferFull) troubles.push(trouble('buffer-full'))
  if (status.paused) troubles.push(trouble('paused', 'The printer is paused'))
  return troubles
}

export function isIdle(status: HostStatus): boolean {
  return status.formatsInBuffer === 0 && status.labelsLeft === 0 && !status.partialFormat
}
