/** Time for everything in the host: what the wall says, what has passed, and what is due later. */
export type Clock = {
  /** UTC milliseconds since 1970; jumps when somebody sets the machine's clock. */
  now: () => number
  /** Milliseconds that only ever grow, for measuring how long something took. */
  monotonicMs: () => number
  /** Runs `run` once after `ms`; the answer cancels it, and may be called at any time. */
  after: (ms: number, run: () => void) => () => void
}

/** The one real clock of the process; everything else is handed this or a manual one. */
export const systemClock: Clock = {
  // oxlint-disable-next-line no-restricted-properties -- this is the one place
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms, run) => {
    // oxlint-disable-next-line no-restricted-globals -- this is the one place
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
