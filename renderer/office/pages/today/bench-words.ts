import { clockTime, isSameDay, weekday } from '../../../format/day.ts'
import type { BenchState } from '../../../station/floor/bench-state.ts'
import type { Say } from '../../text/text.ts'
import { ageWords } from './ages.ts'

type At = { say: Say; nowMs: number; timezone: string; language: string }

/** Why a bench is as it is, in the sentence that benches show too. */
export function benchWords(state: BenchState, at: At): string {
  const { say, nowMs } = at
  const { why, sinceMs, count, total, reference } = state
  const time = sinceMs === null ? '' : whenWords(sinceMs, at)
  return say(`floor.why.${why}`, {
    count,
    total,
    reference,
    time,
    since: sinceMs === null ? '' : say('floor.since', { time }),
    age: sinceMs === null ? '' : ageWords(sinceMs, nowMs, say),
  })
}

/** A time of today, and of any other day with its weekday. */
function whenWords(atMs: number, { nowMs, timezone, language }: At): string {
  const time = clockTime(atMs, timezone)
  const isToday = isSameDay(atMs, nowMs, timezone)
  return isToday ? time : `${weekday(atMs, timezone, language)} ${time}`
}
