import type { Claim } from '../documents/pick-list.ts'

/** True while another station's lease on a list or load still runs (LEASE-1). */
export function isLeasedElsewhere(
  claim: Claim | null,
  context: { stationId: string; now: string },
): boolean {
  if (claim === null || claim.stationId === context.stationId) return false
  return claim.leaseUntil > context.now
}
