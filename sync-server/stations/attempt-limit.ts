import type { Clock } from '../deps.ts'

const WINDOW_MS = 60_000
const ADDRESSES_MAX = 10_000

/** Counts failures per address within a minute. Memory is bounded; a restart forgets. */
export function createAttemptLimit(clock: Clock, failuresMax: number) {
  const failures = new Map<string, { count: number; until: number }>()
  return {
    /** Seconds to wait, or 0 when another try is allowed. */
    secondsToWait(address: string): number {
      const entry = failures.get(address)
      if (!entry || entry.until <= clock.now() || entry.count < failuresMax) return 0
      return Math.ceil((entry.until - clock.now()) / 1_000)
    },
    noteFailure(address: string): void {
      const entry = failures.get(address)
      if (entry && entry.until > clock.now()) {
        entry.count += 1
        return
      }
      if (failures.size >= ADDRESSES_MAX) failures.clear()
      failures.set(address, { count: 1, until: clock.now() + WINDOW_MS })
    },
  }
}
