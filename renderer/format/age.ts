export type Age = { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number }

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How long ago in the largest unit that gives a whole number; a clock set back is "0 seconds". */
export function ageOf(fromMs: number, nowMs: number): Age {
  const ms = Math.max(0, nowMs - fromMs)
  if (ms < MINUTE_MS) return { unit: 'seconds', count: Math.floor(ms / 1000) }
  if (ms < HOUR_MS) return { unit: 'minutes', count: Math.floor(ms / MINUTE_MS) }
  if (ms < DAY_MS) return { unit: 'hours', count: Math.floor(ms / HOUR_MS) }
  return { unit: 'days', count: Math.floor(ms / DAY_MS) }
}

export type CountDown = { hours: number; minutes: number; isSoon: boolean }

/** Below this a cut-off is shown in the warning colour. */
export const CUT_OFF_SOON_MS = 30 * MINUTE_MS

/** What is left until `atMs`, rounded up to minutes so that "0 min" means gone; null once it is past. */
export function countDown(atMs: number, nowMs: number): CountDown | null {
  const left = atMs - nowMs
  if (left <= 0) return null
  const minutes = Math.ceil(left / MINUTE_MS)
  return {
    hours: Math.floor(minutes / 60),
    minutes: minutes % 60,
    isSoon: left <= CUT_OFF_SOON_MS,
  }
}
