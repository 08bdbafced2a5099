import { printableBytes } from '../fault.ts'
import { decimalOf, gramsOf } from './grams.ts'
import type { ScaleEvent, ScaleParser } from './scale-protocol.ts'
import type { ScaleUnit, TimelessReading } from './scale-reading.ts'

/** Report ids that carry a weight; makers use either. */
const DATA_REPORTS: readonly (number | undefined)[] = [3, 4]

/** Status, unit, power of ten, and sixteen bits of weight. */
const DATA_BYTES = 5

/** Units by their number in the usage tables; taels, carats and the like are nobody's cartons. */
const UNITS: Readonly<Record<number, ScaleUnit>> = {
  1: 'mg',
  2: 'g',
  3: 'kg',
  8: 't',
  11: 'oz',
  12: 'lb',
}

/** Powers of ten that a scale may have; anything beyond is a broken report. */
const EXPONENT_MIN = -6
const EXPONENT_MAX = 3

/**
 * USB HID POS scales (usage page 0x8D). One report is one chunk: with its id or without, and on some
 * systems behind a zero. The weight has no sign, which only the status tells.
 */
export function createHidScaleParser(): ScaleParser {
  let lastLength: number | null = null
  return {
    feed: (report) => {
      const event = read(report)
      // Half a report would be one without its id: a length counts once it came twice.
      const isUsual = report.length === lastLength
      lastLength = report.length
      if (event.kind !== 'reading' || isUsual) return [event]
      return [{ kind: 'alive', raw: printableBytes(report) }]
    },
    clear: () => {
      lastLength = null
    },
  }
}

function read(report: Uint8Array): ScaleEvent {
  const raw = printableBytes(report)
  const data = dataOf(report)
  if (data === undefined) return { kind: 'aside', raw }
  const reading = readData(data, raw)
  if (reading === undefined) return { kind: 'unread', code: 'garbage', raw }
  return { kind: 'reading', reading }
}

function dataOf(report: Uint8Array): Uint8Array | undefined {
  if (report.length === DATA_BYTES) return report
  const at = report[0] === 0 && report.length > DATA_BYTES + 1 ? 1 : 0
  if (!DATA_REPORTS.includes(report[at])) return undefined
  return report.length < at + 1 + DATA_BYTES ? undefined : report.subarray(at + 1)
}

function readData(data: Uint8Array, raw: string): TimelessReading | undefined {
  const [status = 0, unitNumber = 0, scaling = 0, low = 0, high = 0] = data
  switch (status) {
    case 2:
      // At zero the number says nothing, and some scales then name no unit.
      return { kind: 'stable', grams: 0, unit: UNITS[unitNumber] ?? 'g', raw }
    case 3:
    case 4: {
      const unit = UNITS[unitNumber]
      if (unit === undefined) return { kind: 'fault', raw }
      const exponent = (scaling << 24) >> 24
      if (exponent < EXPONENT_MIN || exponent > EXPONENT_MAX) return undefined
      const grams = gramsOf(decimalOf(String(low + high * 256), exponent), unit)
      if (grams === undefined) return undefined
      return { kind: status === 4 ? 'stable' : 'motion', grams, unit, raw }
    }
    case 5:
      return { kind: 'under', raw }
    case 6:
      return { kind: 'over', raw }
    case 8:
      return { kind: 'fault', raw, needsZero: true }
    case 1:
    case 7:
      return { kind: 'fault', raw }
    default:
      return undefined
  }
}
