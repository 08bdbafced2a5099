import type { PrinterDialect } from './printer-dialect.ts'
import { UNKNOWN_PAYLOAD_BYTES } from './printer-dialect.ts'
import { readTsplStatusByte, readTsplStatusFrame } from './tspl-status.ts'

const ESC = 0x1b

/** `BITMAP x,y,width in bytes,height,mode,` and then so many bytes, whatever they are. */
const BITMAP = /BITMAP\s*\d+\s*,\s*\d+\s*,\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,/gi

/** TSC's language, also of Gprinter, Xprinter and others: `ESC ! ?` is answered whatever it does. */
export const tsplDialect: PrinterDialect = {
  language: 'tspl',
  cleanUp: tsplCleanUp,
  questions: [{ bytes: new Uint8Array([ESC, 0x21, 0x3f]), read: readTsplStatusByte }],
  details: { bytes: new Uint8Array([ESC, 0x21, 0x53]), read: readTsplStatusFrame },
  // It says that it prints, not that it still reads a picture, so a calm answer may come too early.
  ending: { by: 'asking', calmLooks: 6 },
  readPushed: () => [],
  silence: 'The printer does not answer: check that it is on and ready',
}

/**
 * A quotation mark spoils a `PRINT` that was cut before its line end, so that it prints nothing; line
 * ends fill up a picture that still waits for bytes and mean nothing elsewhere; `CLS` forgets it all.
 */
function tsplCleanUp(cutJob: Uint8Array | null): Uint8Array {
  const fill = '\r\n'.repeat(Math.ceil(largestBitmap(cutJob) / 2) + 1)
  return new TextEncoder().encode(`"${fill}CLS\r\n`)
}

function largestBitmap(cutJob: Uint8Array | null): number {
  if (cutJob === null) return UNKNOWN_PAYLOAD_BYTES
  const sizes = [...Buffer.from(cutJob).toString('latin1').matchAll(BITMAP)].map(
    ([, width, height]) => Number(width) * Number(height),
  )
  // No picture of a job is larger than the job.
  return Math.min(
    cutJob.length,
    sizes.reduce((most, size) => Math.max(most, size), 0),
  )
}
