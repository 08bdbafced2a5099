import type { Clock } from './clock.ts'

/** First wait after a crash; doubled with every further one. */
export const HOST_BACKOFF_FIRST_MS = 250
/** A bench must not stand still for longer than this because its host fell over. */
export const HOST_BACKOFF_MAX_MS = 10_000
/** A host that ran this long was healthy: the next crash starts again at the first wait. */
export const HOST_HEALTHY_MS = 30_000
/** The host closes its databases within this time or is left to the operating system. */
export const HOST_STOP_TIMEOUT_MS = 5_000

export type HostChild = {
  onSpawn(listener: () => void): void
  onExit(listener: (code: number | null) => void): void
  kill(): void
}

export type HostSupervision<Child extends HostChild> = {
  /** The host that runs now, or null while it is being started. */
  running(): Child | null
  stop(): Promise<void>
}

/**
 * Keeps one station host alive.
 *
 * `starting` ends in `running` when the process exists, or in `waiting` when it could not be started.
 * `running` ends in `waiting` when the process goes away, whatever its exit code: nobody but us ends it.
 * `waiting` ends in `starting` after a back-off. `stop` ends every state for good.
 */
export function superviseHost<Child extends HostChild>(options: {
  fork: () => Child
  clock: Clock
  /** Called for every new host; windows that had a port to the last one need another. */
  onRunning: (child: Child) => void
  log: (line: string) => void
}): HostSupervision<Child> {
  const { clock, log } = options
  let child: Child | null = null
  let isRunning = false
  let isStopping = false
  let backoffMs = HOST_BACKOFF_FIRST_MS
  let cancelRestart = () => {}
  let onStopped = () => {}

  function start() {
    let forked: Child
    try {
      forked = options.fork()
    } catch (error) {
      log(`station host could not be started: ${String(error)}`)
      restartLater()
      return
    }
    child = forked
    const startedAt = clock.monotonicMs()
    forked.onSpawn(() => {
      if (child !== forked || isStopping) return
      isRunning = true
      options.onRunning(forked)
    })
    forked.onExit((code) => {
      if (child !== forked) return
      child = null
      isRunning = false
      if (isStopping) {
        onStopped()
        return
      }
      if (clock.monotonicMs() - startedAt >= HOST_HEALTHY_MS) backoffMs = HOST_BACKOFF_FIRST_MS
      log(`station host ended with code ${String(code)}; next start in ${backoffMs} ms`)
      restartLater()
    })
  }

  function restartLater() {
    cancelRestart = clock.after(backoffMs, start)
    backoffMs = Math.min(backoffMs * 2, HOST_BACKOFF_MAX_MS)
  }

  start()
  return {
    running: () => (isRunning ? child : null),
    stop: () => {
      isStopping = true
      cancelRestart()
      const last = child
      if (last === null) return Promise.resolve()
      return new Promise((resolve) => {
        const cancel = clock.after(HOST_STOP_TIMEOUT_MS, resolve)
        onStopped = () => {
          cancel()
          resolve()
        }
        last.kill()
      })
    },
  }
}
