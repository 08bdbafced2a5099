import type { FaultCode } from '../fault.ts'

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
  const formatsInBuffer = Number(one[4])
  const labelsLeft = Number(two[8])
  if (!Number.isInteger(formatsInBuffer) || !Number.isInteger(labelsLeft)) return undefined
  return {
    paperOut: one[1] === '1',
    paused: one[2] === '1',
    bufferFull: one[5] === '1',
    partialFormat: one[7] === '1',
    overTemperature: one[11] === '1',
    headUp: two[2] === '1',
    ribbonOut: two[3] === '1',
    formatsInBuffer,
    labelsLeft,
  }
}

/** What keeps the printer from printing, the most pressing first; null when nothing does. */
export function troubleOf(status: HostStatus): { code: FaultCode; detail: string } | null {
  if (status.headUp) return { code: 'head-open', detail: 'The print head is open' }
  if (status.paperOut) return { code: 'paper-out', detail: 'The labels have run out' }
  if (status.ribbonOut) return { code: 'ribbon-out', detail: 'The ribbon has run out' }
  if (status.paused) return { code: 'paused', detail: 'The printer is paused' }
  if (status.overTemperature) return { code: 'overheat', detail: 'The print head is too hot' }
  if (status.bufferFull) return { code: 'buffer-full', detail: "The printer's memory is full" }
  return null
}

export function isIdle(status: HostStatus): boolean {
  return status.formatsInBuffer === 0 && status.labelsLeft === 0 && !status.partialFormat
}
