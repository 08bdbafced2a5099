import { mergeReports, report, trouble } from './printer-report.ts'
import type { PrinterReport, PrinterTrouble } from './printer-report.ts'

/** Every status of a Brother QL has this many bytes and this beginning. */
const STATUS_BYTES = 32
const BEGINNING = [0x80, 0x20, 0x42] as const

const DONE = 1
const PHASE_CHANGE = 6

/** Every whole status in what was heard, in its order: answers, and what the printer says by itself. */
export function readBrotherStatuses(heard: Uint8Array): PrinterReport[] {
  const statuses: PrinterReport[] = []
  let at = 0
  while (at + STATUS_BYTES <= heard.length) {
    const bytes = heard.subarray(at, at + STATUS_BYTES)
    if (BEGINNING.every((byte, index) => bytes[index] === byte)) {
      statuses.push(statusReport(bytes))
      at += STATUS_BYTES
    } else at += 1
  }
  return statuses
}

function statusReport(bytes: Uint8Array): PrinterReport {
  const [errors = 0, moreErrors = 0] = bytes.subarray(8, 10)
  const [kind = 0, phase = 0] = bytes.subarray(18, 20)
  return mergeReports([
    report({
      faults: [...firstErrors(errors), ...secondErrors(moreErrors)],
      // Phase 1 is «printing»; the end of a label is told before the phase goes back to 0.
      isIdle: kind !== PHASE_CHANGE && phase === 0,
      saysDone: kind === DONE,
    }),
  ])
}

function firstErrors(bits: number): PrinterTrouble[] {
  const faults: PrinterTrouble[] = []
  if ((bits & 0x01) !== 0) faults.push(trouble('paper-out', 'There is no label roll'))
  if ((bits & 0x02) !== 0) faults.push(trouble('paper-out'))
  if ((bits & 0x04) !== 0) faults.push(trouble('cutter'))
  if ((bits & 0x10) !== 0) faults.push(trouble('paused', 'The printer is in use'))
  if ((bits & 0x20) !== 0) faults.push(trouble('paused', 'The printer is switched off'))
  return faults
}

function secondErrors(bits: number): PrinterTrouble[] {
  const faults: PrinterTrouble[] = []
  if ((bits & 0x10) !== 0) faults.push(trouble('head-open'))
  if ((bits & 0x01) !== 0) faults.push(trouble('paper-out', 'The label roll is not the right one'))
  if ((bits & 0x40) !== 0) faults.push(trouble('jam', 'The labels do not feed'))
  if ((bits & 0x80) !== 0) faults.push(trouble('jam', 'The printer has an error: switch it off'))
  if ((bits & 0x04) !== 0) faults.push(trouble('partial-format', 'A label was not understood'))
  return faults
}
