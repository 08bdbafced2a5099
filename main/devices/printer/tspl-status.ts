import { report, trouble } from './printer-report.ts'
import type { PrinterReport, PrinterTrouble } from './printer-report.ts'

const STX = 0x02
const ETX = 0x03

/** From `STX` to `ETX`: what it does, warning, printer's errors, errors of the media. */
const FRAME_BYTES = 6

/** Letters of the frame carry their bits in the low six, above `@`. */
const LETTER_BITS = 0x3f

/**
 * The one byte that answers `ESC ! ?`. It has no frame, so it is believed only when it stands alone:
 * more than one byte is somebody else's talk.
 */
export function readTsplStatusByte(heard: Uint8Array): PrinterReport | undefined {
  const [bits] = heard
  if (bits === undefined || heard.length !== 1) return undefined
  const has = (bit: number): boolean => (bits & (1 << bit)) !== 0
  const faults: PrinterTrouble[] = []
  if (has(0) || has(6)) faults.push(trouble('head-open'))
  if (has(2)) faults.push(trouble('paper-out'))
  if (has(3)) faults.push(trouble('ribbon-out'))
  if (has(1)) faults.push(trouble('jam'))
  if (has(7)) faults.push(trouble('overheat', 'The printer is too hot or has another error'))
  if (has(4)) faults.push(trouble('paused', 'The printer is paused'))
  return report({ faults, isIdle: !has(5) })
}

/** The framed answer to `ESC ! S`, wherever it stands in what was heard. */
export function readTsplStatusFrame(heard: Uint8Array): PrinterReport | undefined {
  for (let at = 0; at + FRAME_BYTES <= heard.length; at += 1) {
    const [start, doing, warning, errors, media, end] = heard.subarray(at, at + FRAME_BYTES)
    if (start !== STX || end !== ETX || doing === undefined) continue
    if (warning === undefined || errors === undefined || media === undefined) continue
    if ([doing, warning, errors, media].some((letter) => letter < 0x40 || letter > 0x7f)) continue
    return report({
      faults: [...mediaFaults(media & LETTER_BITS), ...printerFaults(errors & LETTER_BITS, doing)],
      warnings: (warning & 1) === 1 ? [trouble('paper-low')] : [],
      isIdle: doing === 0x40,
    })
  }
  return undefined
}

function mediaFaults(bits: number): PrinterTrouble[] {
  const faults: PrinterTrouble[] = []
  if ((bits & 0x20) !== 0) faults.push(trouble('head-open'))
  if ((bits & 0x01) !== 0) faults.push(trouble('paper-out'))
  if ((bits & 0x04) !== 0) faults.push(trouble('ribbon-out'))
  if ((bits & 0x02) !== 0) faults.push(trouble('jam'))
  if ((bits & 0x08) !== 0) faults.push(trouble('jam', 'The ribbon is jammed'))
  return faults
}

function printerFaults(bits: number, doing: number): PrinterTrouble[] {
  const faults: PrinterTrouble[] = []
  if ((bits & 0x08) !== 0) faults.push(trouble('cutter'))
  if ((bits & 0x03) !== 0) faults.push(trouble('overheat'))
  if ((bits & 0x10) !== 0) faults.push(trouble('buffer-full'))
  // A backquote is «paused» among what the printer does.
  if (doing === 0x60) faults.push(trouble('paused', 'The printer is paused'))
  return faults
}
