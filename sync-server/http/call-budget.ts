import type { Clock } from '../deps.ts'

/** Keys remembered at once; the one that called longest ago is forgotten for a new one. */
const KEYS_MAX = 10_000

export type CallBudget = {
  /** Takes one call; answers how many seconds to wait where none is left, and 0 where it may go on. */
  spend(key: string): number
}

/**
 * A token bucket per key: `callsMax` at once, and `perSecond` in the long run. Memory is bounded; a restart
 * forgets, and so does each office instance for itself.
 */
export function createCallBudget(
  clock: Clock,
  { callsMax, perSecond }: { callsMax: number; perSecond: number },
): CallBudget {
  const buckets = new Map<string, { left: number; atMs: number }>()
  return {
    spend(key) {
      const nowMs = clock.now()
      const { left, atMs } = buckets.get(key) ?? { left: callsMax, atMs: nowMs }
      const earned = (Math.max(0, nowMs - atMs) / 1_000) * perSecond
      const filled = Math.min(callsMax, left + earned)
      const isAllowed = filled >= 1
      // Set anew, so that the map's first key is the one that called longest ago.
      buckets.delete(key)
      const [oldest] = buckets.keys()
      if (buckets.size >= KEYS_MAX && oldest !== undefined) buckets.delete(oldest)
      buckets.set(key, { left: isAllowed ? filled - 1 : filled, atMs: nowMs })
      return isAllowed ? 0 : Math.ceil((1 - filled) / perSecond)
    },
  }
}
