/** Waits between attempts: 250 ms, doubled to 5 s, each ±20 % so that benches do not knock in step. */
export const BACK_OFF_FIRST_MS = 250
export const BACK_OFF_LAST_MS = 5_000
const JITTER = 0.2

/** How long to wait before attempt `attempt` (1 is the first retry); `random` gives 0 up to 1. */
export function backOffMs(attempt: number, random: () => number): number {
  const doubled = BACK_OFF_FIRST_MS * 2 ** Math.min(attempt - 1, 10)
  const capped = Math.min(doubled, BACK_OFF_LAST_MS)
  return Math.round(capped * (1 - JITTER + 2 * JITTER * random()))
}
