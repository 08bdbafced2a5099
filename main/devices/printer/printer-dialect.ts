import type { PrinterConfig } from '../device-config.ts'
import type { PrinterReport } from './printer-report.ts'

/** Something a printer answers. `read` is given all that was heard since, and may be asked again. */
export type PrinterQuestion = {
  bytes: Uint8Array
  /** Undefined while the answer has not come whole; never throws, whatever was heard. */
  read: (heard: Uint8Array) => PrinterReport | undefined
}

/**
 * How it becomes known that a label is out. `asking`: the questions may be asked while it prints, and
 * say when nothing is left, so many times in a row where it was never seen at work. `turn`: one question is answered in its turn, behind the label. `push`: the
 * printer must not be asked while it prints, and says by itself when it is done.
 */
export type PrinterEnding =
  { by: 'asking'; calmLooks: number } | { by: 'turn'; question: PrinterQuestion } | { by: 'push' }

/** What is particular to one printer language; everything else is the driver's. */
export type PrinterDialect = {
  language: PrinterConfig['language']
  /**
   * Ends what a cut job left half-written, and prints none of it. The job is null when it was of
   * another life of the host, and nothing of it is known.
   */
  cleanUp: (cutJob: Uint8Array | null) => Uint8Array
  /** Asked one after the other before a label; what they say is put together. */
  questions: readonly PrinterQuestion[]
  /** Asked when there is trouble, for its words; not every printer knows it. */
  details?: PrinterQuestion
  ending: PrinterEnding
  /** What the printer says unasked; never throws. */
  readPushed: (heard: Uint8Array) => PrinterReport[]
  /** In words for the person who must look, when a printer that should answer says nothing. */
  silence: string
}

/** Bytes of a picture or a code that a cut job of another life may still wait for. */
export const UNKNOWN_PAYLOAD_BYTES = 65_536
