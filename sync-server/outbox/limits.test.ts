import { expect, test } from 'vitest'
import {
  BURST_MAX,
  FAILURES_IN_ROW_MAX,
  PAUSE_BASE_MS,
  PAUSE_MAX_MS,
  pauseMs,
  refilled,
  REQUESTS_PER_MINUTE_MAX,
  retryAfterMs,
} from './limits.ts'

test('a failed event waits half its base at least, and longer after each failure', () => {
  expect([1, 2, 3, 4].map((failures) => retryAfterMs(failures, 0.5))).toEqual([
    750, 7_500, 45_000, 45_000,
  ])
  expect(retryAfterMs(1, 0)).toBe(500)
  expect(retryAfterMs(2, 0.999)).toBeLessThan(10_000)
})

test('a webhook is paused from the tenth failure in a row on, each time for longer, never for days', () => {
  expect(pauseMs(FAILURES_IN_ROW_MAX - 1)).toBe(0)
  expect(pauseMs(FAILURES_IN_ROW_MAX)).toBe(PAUSE_BASE_MS)
  expect(pauseMs(FAILURES_IN_ROW_MAX + 1)).toBe(2 * PAUSE_BASE_MS)
  expect(pauseMs(FAILURES_IN_ROW_MAX + 10_000)).toBe(PAUSE_MAX_MS)
})

test('no minute has more requests than it may, however they are spread', () => {
  expect(refilled(0, 60_000)).toBe(BURST_MAX)
  expect(refilled(BURST_MAX, 60_000)).toBe(BURST_MAX)
  expect(refilled(5, -1_000)).toBe(5)
  let tokens = BURST_MAX
  let sent = 0
  for (let second = 0; second < 60; second += 1) {
    tokens = refilled(tokens, second === 0 ? 0 : 1_000)
    sent += Math.floor(tokens)
    tokens -= Math.floor(tokens)
  }
  expect(sent).toBeLessThanOrEqual(REQUESTS_PER_MINUTE_MAX)
  expect(sent).toBeGreaterThan(REQUESTS_PER_MINUTE_MAX * 0.9)
})
