import type { ScannerConfig } from '../device-config.ts'

export type FeedbackKind = 'good' | 'bad' | 'attention'
export type ScannerProfile = ScannerConfig['profile']

/**
 * What makes a scanner beep or blink, by maker: Honeywell SYN BEL CR; Datalogic `B`, and `F` (three
 * beeps, scanning off) followed by `E` (scanning on again).
 */
const FEEDBACK_BYTES: Record<ScannerProfile, Partial<Record<FeedbackKind, readonly number[]>>> = {
  none: {},
  honeywell: { good: [0x16, 0x07, 0x0d] },
  zebra: {},
  cipherlab: {},
  datalogic: { good: [0x42], bad: [0x46, 0x45], attention: [0x46, 0x45] },
}

/** Null where this maker's scanners cannot say it; the bench's own sound says it in any case. */
export function feedbackBytes(profile: ScannerProfile, kind: FeedbackKind): Uint8Array | null {
  const bytes = FEEDBACK_BYTES[profile][kind]
  return bytes === undefined ? null : new Uint8Array(bytes)
}
