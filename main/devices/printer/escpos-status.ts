import { mergeReports, report, trouble } from './printer-report.ts'
import type { PrinterReport, PrinterTrouble } from './printer-report.ts'

/**
 * What an ESC/POS printer says, told apart by the bits that are fixed in each: an answer to `DLE EOT` is
 * `0xx1xx10`, an automatic status begins `0xx1xx00` and goes on with three of `0xx0xxxx`, and the answer
 * to `GS r 1` has nothing but its two pairs of equal paper bits.
 */
export type EscPosWord =
  | { kind: 'real-time'; bits: number }
  | { kind: 'automatic'; bytes: readonly [number, number, number, number] }
  | { kind: 'in-turn'; bits: number }

const AUTOMATIC_BYTES = 4
const IN_TURN_ANSWERS = new Set([0x00, 0x03, 0x0c, 0x0f])

/** Every whole word in what was heard; bytes that can be none of them are passed over. */
export function escPosWords(heard: Uint8Array): EscPosWord[] {
  const words: EscPosWord[] = []
  let at = 0
  while (at < heard.length) {
    const [first = 0, second = 0, third = 0, fourth = 0] = heard.subarray(at, at + AUTOMATIC_BYTES)
    if ((first & 0x93) === 0x10) {
      // Its rest has not come yet, and is not to be taken for something else.
      if (at + AUTOMATIC_BYTES > heard.length) break
      if ([second, third, fourth].every((byte) => (byte & 0x90) === 0)) {
        words.push({ kind: 'automatic', bytes: [first, second, third, fourth] })
        at += AUTOMATIC_BYTES
        continue
      }
    } else if ((first & 0x93) === 0x12) words.push({ kind: 'real-time', bits: first })
    else if (IN_TURN_ANSWERS.has(first)) words.push({ kind: 'in-turn', bits: first })
    at += 1
  }
  return words
}

/** The answer to `DLE EOT n`: the bits mean something else for each n. */
export function readRealTimeStatus(n: 1 | 2 | 3 | 4, heard: Uint8Array): PrinterReport | undefined {
  const answer = escPosWords(heard).find((word) => word.kind === 'real-time')
  return answer === undefined ? undefined : realTimeReport(n, answer.bits)
}

/** The answer to `GS r 1`: everything before it has been worked off. */
export function readInTurnStatus(heard: Uint8Array): PrinterReport | undefined {
  const answer = escPosWords(heard).find((word) => word.kind === 'in-turn')
  if (answer === undefined) return undefined
  return report({
    faults: (answer.bits & 0x0c) === 0 ? [] : [trouble('paper-out')],
    warnings: (answer.bits & 0x03) === 0 ? [] : [trouble('paper-low')],
  })
}

/** Every automatic status in what was heard, the newest last. */
export function readAutomaticStatus(heard: Uint8Array): PrinterReport[] {
  return escPosWords(heard).flatMap((word) =>
    word.kind === 'automatic' ? [automaticReport(word.bytes)] : [],
  )
}

function realTimeReport(n: 1 | 2 | 3 | 4, bits: number): PrinterReport {
  const has = (bit: number): boolean => (bits & (1 << bit)) !== 0
  const faults: PrinterTrouble[] = []
  const warnings: PrinterTrouble[] = []
  if (n === 1 && has(3)) faults.push(trouble('paused', 'The printer is offline'))
  if (n === 2 && has(2)) faults.push(trouble('head-open'))
  if (n === 2 && has(5)) faults.push(trouble('paper-out'))
  if (n === 3) faults.push(...errorFaults(has))
  if (n === 4 && (has(5) || has(6))) faults.push(trouble('paper-out'))
  if (n === 4 && (has(2) || has(3))) warnings.push(trouble('paper-low'))
  return report({ faults, warnings })
}

function automaticReport(bytes: readonly [number, number, number, number]): PrinterReport {
  const [state, errors, paper] = bytes
  const faults: PrinterTrouble[] = []
  if ((state & 0x20) !== 0) faults.push(trouble('head-open'))
  if ((paper & 0x0c) !== 0) faults.push(trouble('paper-out'))
  faults.push(...errorFaults((bit) => (errors & (1 << bit)) !== 0))
  if ((state & 0x08) !== 0) faults.push(trouble('paused', 'The printer is offline'))
  const warnings = (paper & 0x03) === 0 ? [] : [trouble('paper-low')]
  return mergeReports([report({ faults, warnings })])
}

/** The same bits in the answer to `DLE EOT 3` and in the automatic status. */
function errorFaults(has: (bit: number) => boolean): PrinterTrouble[] {
  const faults: PrinterTrouble[] = []
  if (has(3)) faults.push(trouble('cutter'))
  if (has(5)) faults.push(trouble('jam', 'The printer has an error: switch it off and on'))
  if (has(6)) faults.push(trouble('overheat'))
  return faults
}
