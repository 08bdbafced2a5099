import type { Unit } from '#contract/documents/unit.ts'
import { LabelDocument } from '#contract/label/label-document.ts'
import type { PrintHold } from '#contract/rpc/print-job-view.ts'
import type { PrintTrouble } from '#contract/rpc/print-order.ts'
import type { PrinterConfig } from '../devices/device-config.ts'
import { isWaiting } from './print-job-moves.ts'
import type { WaitingJob } from './print-jobs.ts'

export type LabelPrinter = Pick<
  PrinterConfig,
  'id' | 'name' | 'language' | 'dpi' | 'widthMm' | 'heightMm'
>

/** A label that waited longer than this does not come out by itself: the carton may be long gone. */
export const PRINT_EXPIRY_MS = 30 * 60_000

/** Rolls of one size differ this much from what the printer was told. */
const SIZE_TOLERANCE_MM = 0.5

/** A bar drawn this much wider or narrower than meant may not be read any more. */
const MODULE_DEVIATION_MAX = 0.2

const MM_PER_INCH = 25.4

/**
 * A label waits too long by the wall clock, which goes on while the machine sleeps. A clock that was set
 * back says nothing about how long, so a job from the future is asked about as well.
 */
export function isExpired(since: string, nowMs: number): boolean {
  return Math.abs(nowMs - Date.parse(since)) > PRINT_EXPIRY_MS
}

/**
 * What the unit says of a copy that nothing was sent of. `void`: it must never come out. `copy-exists`:
 * this very number was scanned, or printed elsewhere, and twins could not be told apart.
 */
export function unitVerdict(unit: Unit | undefined, copy: number): 'void' | 'copy-exists' | null {
  if (unit === undefined) return null
  const { lastCopy, voidedThrough } = unit.label
  const isGone = unit.status === 'open' || unit.status === 'dropped' || unit.status === 'departed'
  if (isGone || lastCopy > copy || voidedThrough >= copy) return 'void'
  return lastCopy === copy ? 'copy-exists' : null
}

/** Why a label can't come out of a printer of this size and density; null where it can. */
export function printerTrouble(
  document: LabelDocument,
  printer: Pick<LabelPrinter, 'widthMm' | 'heightMm' | 'dpi'>,
): PrintTrouble | null {
  const isSize =
    Math.abs(document.widthMm - printer.widthMm) <= SIZE_TOLERANCE_MM &&
    Math.abs(document.heightMm - printer.heightMm) <= SIZE_TOLERANCE_MM
  if (!isSize) return 'other-size'
  const isCoarse = document.elements.some((element) => {
    if (element.kind === 'text' || element.kind === 'line') return false
    const dots = (element.moduleMm * printer.dpi) / MM_PER_INCH
    return Math.abs(Math.max(1, Math.round(dots)) / dots - 1) > MODULE_DEVIATION_MAX
  })
  return isCoarse ? 'too-coarse' : null
}

/** The label of a job, or null for what is none. */
export function labelOf(job: { document: string }): LabelDocument | null {
  try {
    const read = LabelDocument.safeParse(JSON.parse(job.document))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** Why a job waits though nothing of it was sent; null where it only waits for its turn, or not at all. */
export function holdOf(
  job: WaitingJob,
  about: {
    printers: readonly LabelPrinter[]
    since: string
    nowMs: number
    unit: Unit | undefined
    /** Asked for only where nothing else holds it. */
    label: () => LabelDocument | null
  },
): PrintHold | null {
  if (!isWaiting(job.state)) return null
  const printer = about.printers.find(({ id }) => id === job.printerId)
  if (printer === undefined) return 'no-printer'
  if (unitVerdict(about.unit, job.copy) === 'copy-exists') return 'copy-exists'
  if (isExpired(about.since, about.nowMs)) return 'expired'
  const label = about.label()
  // The bars were laid out for this printer, or for one they were found to fit.
  if (label !== null && printerTrouble(label, printer) === 'other-size') return 'other-size'
  return job.state === 'held' ? 'printer' : null
}
