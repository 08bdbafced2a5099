/** The first wait after a lost connection. */
export const RECONNECT_FIRST_MS = 250

/** No wait is longer: a host that comes back is found within this time. */
export const RECONNECT_MAX_MS = 4000

/** How long to wait before attempt number `attempt`, counted from 0. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(RECONNECT_MAX_MS, RECONNECT_FIRST_MS * 2 ** Math.min(attempt, 10))
}
