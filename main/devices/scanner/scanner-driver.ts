import type { DriverParts } from '../driver-parts.ts'
import type { LinkState } from '../supervise-link.ts'
import type { ScanDump } from './burst-guard.ts'
import type { FeedbackKind } from './scanner-feedback.ts'

/** One complete code from one scanner; `aim` is the reader's word on the symbology, taken off the text. */
export type Scan = { scannerId: string; text: string; aim: string | null; at: number }

export type ScannerDriver = {
  state: () => LinkState
  /** False where this scanner cannot do it, or is not connected. */
  feedback: (kind: FeedbackKind) => Promise<boolean>
  close: () => Promise<void>
}

export type ScannerParts = DriverParts & {
  onScan: (scan: Scan) => void
  /** A memory that was emptied; nothing of it was handed to `onScan`. */
  onDump: (dump: ScanDump) => void
}
