import type { BenchView } from '#contract/rpc/bench-view.ts'
import { ageOf, countDown } from '../format/age.ts'
import { clockTime, isSameDay, weekday } from '../format/day.ts'
import type { Say } from '../text/text.ts'

/** How old something is: `12 s`, `3 min`, `2 days`. */
export function ageWords(fromMs: number, nowMs: number, say: Say): string {
  const age = ageOf(fromMs, nowMs)
  return say(`age.${age.unit}`, { count: age.count })
}

export type CutOffWords = { at: string; left: string; isSoon: boolean }

/** The next cut-off on the building's clock, and what is left until it; null where there is none. */
export function cutOffWords(
  bench: Pick<BenchView, 'nextCutOff' | 'timezone'>,
  nowMs: number,
  say: Say,
  language: string,
): CutOffWords | null {
  if (bench.nextCutOff === null) return null
  const { at, region } = bench.nextCutOff
  const atMs = Date.parse(at)
  const left = countDown(atMs, nowMs)
  const isToday = isSameDay(atMs, nowMs, bench.timezone)
  const day = isToday ? '' : `${weekday(atMs, bench.timezone, language)} `
  return {
    at: say('bar.cut-off', { time: day + clockTime(atMs, bench.timezone) }),
    left:
      left === null
        ? say('bar.cut-off.past', { region })
        : say('bar.cut-off.left', { region, left: leftWords(left, say) }),
    isSoon: left?.isSoon ?? true,
  }
}

function leftWords(left: { hours: number; minutes: number }, say: Say): string {
  if (left.hours === 0) return say('age.minutes', { count: left.minutes })
  if (left.hours >= 10) return say('age.hours', { count: left.hours })
  return say('age.hours-minutes', left)
}
