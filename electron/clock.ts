/** The shell's only timers; supervision takes them as an argument. */
export type Clock = {
  monotonicMs(): number
  /** Runs once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  after: (delayMs, run) => {
    // oxlint-disable-next-line no-restricted-globals -- this is the one real implementation
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
