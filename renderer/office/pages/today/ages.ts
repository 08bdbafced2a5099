import { ageOf, countDown } from '../../../format/age.ts'
import type { Say } from '../../text/text.ts'

/** How long something has lasted: `12 min`. */
export function ageWords(fromMs: number, nowMs: number, say: Say): string {
  const { unit, count } = ageOf(fromMs, nowMs)
  return say(`today.age.${unit}`, { count })
}

/** A length of time: `0 s`, `12 min`. */
export function lengthWords(durationMs: number, say: Say): string {
  return ageWords(0, durationMs, say)
}

/** What is left until then: `2 h 14 min`, rounded up, so that it is never more than was said. */
export function leftWords(atMs: number, nowMs: number, say: Say): string {
  const left = countDown(atMs, nowMs)
  if (left === null) return say('today.age.minutes', { count: 0 })
  const { hours, minutes } = left
  if (hours === 0) return say('today.age.minutes', { count: minutes })
  return say('today.age.hours-minutes', { hours, minutes })
}
