import type { Claim } from '../documents/pick-list.ts'

/** True while another station's lease on a list or load still runs (LEASE-1). */
export function isLeasedElsewhere(
  claim: Claim | null,
  context: { stationId: string; now: string },
): boolean {
  if (claim === null || claim.stationId === context.stationId) return false
  return claim.leaseUntil > context.now
}

/** The claim that a station gets now; one whose lease ended by it is remembered. */
export function claimFor(
  before: Claim | null,
  { stationId, leaseUntil }: { stationId: string; leaseUntil: string },
): Claim {
  if (before === null || before.stationId === stationId) {
    return before?.endedOf === undefined
      ? { stationId, leaseUntil }
      : { stationId, leaseUntil, endedOf: before.endedOf }
  }
  return { stationId, leaseUntil, endedOf: before.stationId }
}
