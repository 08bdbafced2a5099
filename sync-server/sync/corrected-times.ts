import type { ActionClock } from '#contract/sync/envelope.ts'
import { instantOf } from '../deps.ts'

type BenchTime = { seq: number; occurredAt: string | null; clock: ActionClock | null }

/** The action before those, with the time that it was given. */
export type TimeBefore = { at: string; clock: ActionClock }

/**
 * When actions happened by the office's clock (TIME-1), for people to read: nothing is ordered or decided by
 * it. The rules, in this order:
 *
 * - The bench's time plus what it then took the office's clock to be ahead by.
 * - An estimate of that kind is trusted from the first action in a row that carries it; the ones after
 *   it with the same estimate and of the same boot follow by the clock that never jumps. So a clock that is
 *   set while the office is away moves nothing until the bench has estimated anew, however many batches
 *   it then sends.
 * - Nothing happened after it arrived.
 *
 * Null where the action could not be read.
 */
export function correctedTimes(
  actions: readonly BenchTime[],
  receivedMs: number,
  before: TimeBefore | null = null,
): Map<number, string | null> {
  const anchors = new Map<string, { atMs: number; monotonicMs: number }>()
  if (before !== null) follow(anchors, before.clock, Date.parse(before.at))
  const times = new Map<number, string | null>()
  for (const { seq, occurredAt, clock } of actions) {
    if (occurredAt === null) {
      times.set(seq, null)
      continue
    }
    const rawMs = Date.parse(occurredAt) + (clock?.offsetMs ?? 0)
    times.set(seq, inTime(clock === null ? rawMs : follow(anchors, clock, rawMs), receivedMs))
  }
  return times
}

function follow(
  anchors: Map<string, { atMs: number; monotonicMs: number }>,
  clock: ActionClock,
  rawMs: number,
): number {
  const key = `${clock.bootId}/${clock.offsetMs}`
  const anchor = anchors.get(key)
  if (anchor === undefined || clock.monotonicMs < anchor.monotonicMs) {
    anchors.set(key, { atMs: rawMs, monotonicMs: clock.monotonicMs })
    return rawMs
  }
  return anchor.atMs + clock.monotonicMs - anchor.monotonicMs
}

/** Bodies are only known to hold some instant and some numbers; a sum may be no time at all. */
function inTime(atMs: number, receivedMs: number): string {
  if (!Number.isFinite(atMs)) return instantOf(receivedMs)
  return instantOf(Math.max(0, Math.min(atMs, receivedMs)))
}
