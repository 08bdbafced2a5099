import type { Clock } from '../deps.ts'

/** Keys remembered at once; the one that failed first is forgotten for a new one. */
const KEYS_MAX = 10_000

export type AttemptLimit = {
  /** Seconds to wait, or 0 when another try is allowed. */
  secondsToWait(key: string): number
  noteFailure(key: string): void
  /** Takes one failure back: what was counted before it was tried has turned out well. */
  takeBack(key: string): void
}

/** Counts failures per key within a window that the first one opens. Memory is bounded; a restart forgets. */
export function createAttemptLimit(
  clock: Clock,
  { failuresMax, windowMs }: { failuresMax: number; windowMs: number },
): AttemptLimit {
  const failures = new Map<string, { count: number; until: number }>()
  return {
    secondsToWait(key) {
      const entry = failures.get(key)
      if (!entry || entry.until <= clock.now() || entry.count < failuresMax) return 0
      return Math.ceil((entry.until - clock.now()) / 1_000)
    },
    noteFailure(key) {
      const entry = failures.get(key)
      if (entry && entry.until > clock.now()) {
        entry.count += 1
        return
      }
      failures.delete(key)
      const [oldest] = failures.keys()
      if (failures.size >= KEYS_MAX && oldest !== undefined) failures.delete(oldest)
      failures.set(key, { count: 1, until: clock.now() + windowMs })
    },
    takeBack(key) {
      const entry = failures.get(key)
      if (entry && entry.count > 0) entry.count -= 1
    },
  }
}
