import type { Clock } from '../../clock.ts'
import type { TimelessReading } from './scale-reading.ts'

/** The same this often in a row, without a pause: such a scale speaks all the time, so its silence is trouble. */
export const STREAM_REPEATS = 5

/** A timer this late was kept waiting, and so were reports that came meanwhile. */
const LATE_TIMER_MS = 100

export type RestWatch = {
  feed: (reading: TimelessReading) => void
  /** The last reading was stable and so was the one before it, with the same weight. */
  isAtRest: () => boolean
  clear: () => void
}

/**
 * Tells whether what a scale said twice is at rest. A scale that tells of changes only never says a thing
 * twice: `restMs` of silence behind a stable reading say it once more for it, through `onRest`.
 */
export function watchRest(parts: {
  clock: Clock
  /** Null where a scale has to say it itself. */
  restMs: number | null
  onRest: (reading: TimelessReading) => void
}): RestWatch {
  const { clock, restMs } = parts
  let last: TimelessReading | null = null
  let isAtRest = false
  let lastAtMs = -Infinity
  let repeats = 0
  let cancel = (): void => {}

  function waitFor(reading: TimelessReading, quietMs: number): void {
    const dueAtMs = clock.monotonicMs() + quietMs
    cancel = clock.after(quietMs, () => {
      if (clock.monotonicMs() - dueAtMs > LATE_TIMER_MS) waitFor(reading, quietMs)
      else parts.onRest(reading)
    })
  }

  return {
    feed: (reading) => {
      cancel()
      const nowMs = clock.monotonicMs()
      const isQuick = restMs !== null && nowMs - lastAtMs < restMs
      if (repeats < STREAM_REPEATS) repeats = isQuick && last?.raw === reading.raw ? repeats + 1 : 0
      isAtRest =
        reading.kind === 'stable' && last?.kind === 'stable' && last.grams === reading.grams
      last = reading
      lastAtMs = nowMs
      const isSpeaker = repeats >= STREAM_REPEATS
      if (restMs !== null && reading.kind === 'stable' && !isAtRest && !isSpeaker) {
        waitFor(reading, restMs)
      }
    },
    isAtRest: () => isAtRest,
    clear: () => {
      cancel()
      last = null
      isAtRest = false
      lastAtMs = -Infinity
      repeats = 0
    },
  }
}
