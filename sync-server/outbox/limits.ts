/** Longest that whoever sends a delivery has it: longer than a call and its record can take. */
export const LEASE_MS = 30_000

/** Failures of one event after which it is parked and a person decides. */
export const FAILURES_MAX = 3

/** A failed event waits up to this long, by how often it failed (full jitter). */
const RETRY_BASES_MS = [1_000, 10_000, 60_000] as const

/** Failures in a row, of any event, after which a webhook is paused. */
export const FAILURES_IN_ROW_MAX = 10

/** The first pause; each failed probe doubles it, up to the longest. */
export const PAUSE_BASE_MS = 60_000
export const PAUSE_MAX_MS = 3_600_000

/** Calls to one webhook at once. */
export const IN_FLIGHT_MAX = 4

/** Events on their way to a stream at once, each of another subject. */
export const STREAM_IN_FLIGHT_MAX = 64

/**
 * Requests one webhook gets within any minute: what it may get at once, and what comes back within
 * the minute.
 */
export const REQUESTS_PER_MINUTE_MAX = 600
export const BURST_MAX = 60
const TOKENS_PER_MS = (REQUESTS_PER_MINUTE_MAX - BURST_MAX) / 60_000

/**
 * How long an event waits after failing, from half its base up to all of it: spread, and never at once.
 * `random` is from 0 up to 1.
 */
export function retryAfterMs(failures: number, random: number): number {
  const base = RETRY_BASES_MS[Math.min(failures, RETRY_BASES_MS.length) - 1] ?? RETRY_BASES_MS[0]
  return Math.floor((base * (1 + random)) / 2)
}

/** How long a webhook is left alone; 0 while it isn't paused. */
export function pauseMs(failuresInRow: number): number {
  if (failuresInRow < FAILURES_IN_ROW_MAX) return 0
  // Doubling further would only leave the safe integers.
  const doublings = Math.min(failuresInRow - FAILURES_IN_ROW_MAX, 10)
  return Math.min(PAUSE_BASE_MS * 2 ** doublings, PAUSE_MAX_MS)
}

/** What a bucket holds after a while, never more than it can. */
export function refilled(tokens: number, elapsedMs: number): number {
  return Math.min(BURST_MAX, tokens + Math.max(0, elapsedMs) * TOKENS_PER_MS)
}
