import { z } from 'zod'

/** Keyboard layouts that a scanner may be set to. */
export const KeyboardLayout = z.enum(['us', 'de', 'fr'])
export type KeyboardLayout = z.infer<typeof KeyboardLayout>

/** What keeps a scanner from being trusted with every code. */
export const ScannerTrouble = z.enum(['unknown-layout', 'separator-lost', 'no-suffix'])
export type ScannerTrouble = z.infer<typeof ScannerTrouble>

/** What two scans of the calibration sheet found out about one scanner. */
export const ScannerProfile = z.object({
  /** UTC. */
  foundAt: z.iso.datetime(),
  /** Null for a scanner that is no keyboard. */
  layout: KeyboardLayout.nullable(),
  /** Capital and small letters come the other way round: the scanner counts on a Caps Lock. */
  isCapsInverted: z.boolean(),
  /** The separator of GS1 codes arrives, is lost, or arrives as another character. */
  separator: z.enum(['kept', 'lost', 'mapped']),
  /** What it arrives as, where it is `mapped`. */
  separatorText: z.string().length(1).nullable(),
  /** What stands before every code; empty for nothing. */
  prefix: z.string().max(8),
  /** The key behind every code; null for a scanner that is no keyboard. */
  suffix: z.enum(['enter', 'tab', 'none']).nullable(),
  sendsAim: z.boolean(),
  /** How fast keys must come, where this scanner is slower than others. */
  keyAverageMs: z.number().nullable(),
  trouble: ScannerTrouble.nullable(),
})
export type ScannerProfile = z.infer<typeof ScannerProfile>

/** A scanner's profile as a panel shows it; `waiting` for the second code of the sheet. */
export const ScannerProfileView = z.union([
  ScannerProfile.extend({ state: z.literal('found') }),
  z.object({ state: z.literal('waiting') }),
])
export type ScannerProfileView = z.infer<typeof ScannerProfileView>
