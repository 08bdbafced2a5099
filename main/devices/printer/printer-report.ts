import type { FaultCode } from '../fault.ts'

export type PrinterTrouble = { code: FaultCode; detail: string }

/** What a printer says of itself, whatever its language. */
export type PrinterReport = {
  /** What keeps it from printing, the most pressing first. */
  faults: PrinterTrouble[]
  /** What will keep it from printing soon. */
  warnings: PrinterTrouble[]
  /** True when nothing it received waits or prints; null where the language doesn't say. */
  isIdle: boolean | null
  /** It waits for the rest of a label that was cut. */
  isPartial: boolean
  /** True when it says by itself that a label has come out. */
  saysDone: boolean
}

/** A person can do something about the first ones at once; the last ones often follow from others. */
const MOST_PRESSING_FIRST: readonly FaultCode[] = [
  'head-open',
  'paper-out',
  'ribbon-out',
  'jam',
  'cutter',
  'overheat',
  'partial-format',
  'buffer-full',
  'paused',
]

const DETAILS: Partial<Record<FaultCode, string>> = {
  'head-open': 'The print head or cover is open',
  'paper-out': 'The labels have run out',
  'paper-low': 'The labels are nearly used up',
  'ribbon-out': 'The ribbon has run out',
  jam: 'A label is jammed',
  cutter: 'The cutter is stuck',
  overheat: 'The print head is too hot',
  paused: 'The printer is paused or offline',
  'buffer-full': "The printer's memory is full",
}

/** A trouble in its usual words, or in others where the printer knows better. */
export function trouble(code: FaultCode, detail?: string): PrinterTrouble {
  return { code, detail: detail ?? DETAILS[code] ?? code }
}

export function report(parts: Partial<PrinterReport>): PrinterReport {
  return { faults: [], warnings: [], isIdle: null, isPartial: false, saysDone: false, ...parts }
}

/** Several answers of one printer as one; each trouble stands once, in the words it had first. */
export function mergeReports(reports: readonly PrinterReport[]): PrinterReport {
  const idle = reports.flatMap(({ isIdle }) => (isIdle === null ? [] : [isIdle]))
  return {
    faults: unique(reports.flatMap(({ faults }) => faults)).sort(byPressure),
    warnings: unique(reports.flatMap(({ warnings }) => warnings)),
    isIdle: idle.length === 0 ? null : idle.every(Boolean),
    isPartial: reports.some(({ isPartial }) => isPartial),
    saysDone: reports.some(({ saysDone }) => saysDone),
  }
}

function unique(troubles: readonly PrinterTrouble[]): PrinterTrouble[] {
  const firsts = new Map<FaultCode, PrinterTrouble>()
  for (const item of troubles) if (!firsts.has(item.code)) firsts.set(item.code, item)
  return [...firsts.values()]
}

function byPressure(a: PrinterTrouble, b: PrinterTrouble): number {
  return MOST_PRESSING_FIRST.indexOf(a.code) - MOST_PRESSING_FIRST.indexOf(b.code)
}
