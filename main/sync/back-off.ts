import { BACKOFF_BASE_MS, BACKOFF_MAX_MS } from '#contract/sync/limits.ts'

/** Full jitter below a doubling ceiling, so that a floor of benches does not call in step (PUSH-4). */
export function syncBackoffMs(failures: number, random: () => number): number {
  return random() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** Math.min(failures, 20))
}
