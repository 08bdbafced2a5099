import { addDays, instantOf, localTime } from '#contract/orders/local-time.ts'

/** A daily run that should have happened by now: the local day it belongs to, and its instant. */
export type DueRun = { day: string; dueAt: string }

/**
 * The last time a daily job at `time` (HH:MM) in `timezone` was due, today's or yesterday's. Runs
 * missed before that one are not made up for: the last covers what they left.
 */
export function lastDueRun(nowMs: number, time: string, timezone: string): DueRun {
  const today = localTime(nowMs, timezone).day
  const todays = instantOf(today, time, timezone)
  const day = nowMs >= todays ? today : addDays(today, -1)
  return { day, dueAt: new Date(instantOf(day, time, timezone)).toISOString() }
}
