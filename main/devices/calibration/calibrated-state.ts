import type { ScannerProfileView } from '#contract/rpc/scanner-profile.ts'
import type { DeviceState } from '../supervise-link.ts'
import { SCANNER_TROUBLE_WORDS } from './calibrate-scanners.ts'

type Shown = { state: DeviceState; detail: string }

/** A scanner's state with what its calibration says: one that must be set otherwise needs a person. */
export function calibratedState(
  linked: Shown,
  profile: ScannerProfileView | null,
): Shown & { profile?: ScannerProfileView } {
  if (profile === null) return linked
  const waits = 'Scan the second code of the calibration sheet'
  const trouble = profile.state === 'waiting' ? null : profile.trouble
  const detail =
    profile.state === 'waiting' ? waits : trouble === null ? '' : SCANNER_TROUBLE_WORDS[trouble]
  if (detail === '' || linked.state !== 'ready') return { ...linked, profile }
  return { state: 'attention', detail, profile }
}
