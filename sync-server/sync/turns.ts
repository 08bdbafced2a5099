/** Work that is let in so many at a time; the rest waits its turn, first come, first served. */
export type Turns = {
  /** Undefined when no turn came in time; `work` has not begun then. */
  take<T>(work: () => Promise<T>): Promise<T | undefined>
}

export function createTurns(options: {
  atOnce: number
  waitMsMax: number
  sleep: (durationMs: number) => Promise<void>
}): Turns {
  const { atOnce, waitMsMax, sleep } = options
  const waiting: Set<(isGranted: boolean) => void> = new Set()
  let running = 0

  function begin(): Promise<boolean> {
    if (running < atOnce) {
      running += 1
      return Promise.resolve(true)
    }
    return new Promise((resolve) => {
      waiting.add(resolve)
      void sleep(waitMsMax).then(() => {
        if (waiting.delete(resolve)) resolve(false)
      })
    })
  }

  /** Whoever waited longest takes the place over. */
  function end(): void {
    const [next] = waiting
    if (next === undefined) {
      running -= 1
      return
    }
    waiting.delete(next)
    next(true)
  }

  return {
    take: async (work) => {
      if (!(await begin())) return undefined
      try {
        return await work()
      } finally {
        end()
      }
    },
  }
}
