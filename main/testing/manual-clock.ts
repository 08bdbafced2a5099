import type { Clock } from '../clock.ts'

export type ManualClock = Clock & {
  /** Moves time on, running what falls due in order of its time, then of its making. */
  advance: (ms: number) => void
  /** Time passes while the process is busy: what falls due runs only at the next `advance`. */
  stall: (ms: number) => void
  /** How many timers wait; a test that ends with some has left something running. */
  waiting: () => number
  /** Milliseconds until the next timer falls due; null when none waits. */
  nextDueMs: () => number | null
}

/** A clock that stands still until a test moves it. */
export function manualClock(startMs = 0): ManualClock {
  let elapsedMs = 0
  let made = 0
  const timers = new Map<number, { dueMs: number; run: () => void }>()

  function nextDue(limitMs: number): [number, { dueMs: number; run: () => void }] | undefined {
    return [...timers]
      .filter(([, timer]) => timer.dueMs <= limitMs)
      .sort(([a, left], [b, right]) => left.dueMs - right.dueMs || a - b)[0]
  }

  return {
    now: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    after: (ms, run) => {
      const id = (made += 1)
      timers.set(id, { dueMs: elapsedMs + Math.max(0, ms), run })
      return () => void timers.delete(id)
    },
    advance: (ms) => {
      const targetMs = elapsedMs + ms
      for (let due = nextDue(targetMs); due !== undefined; due = nextDue(targetMs)) {
        const [id, timer] = due
        timers.delete(id)
        elapsedMs = Math.max(elapsedMs, timer.dueMs)
        timer.run()
      }
      elapsedMs = targetMs
    },
    stall: (ms) => {
      elapsedMs += ms
    },
    waiting: () => timers.size,
    nextDueMs: () => {
      const due = [...timers.values()].map(({ dueMs }) => dueMs)
      return due.length === 0 ? null : Math.max(0, Math.min(...due) - elapsedMs)
    },
  }
}
