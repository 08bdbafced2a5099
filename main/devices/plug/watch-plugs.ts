import type { Clock } from '../../clock.ts'

/** A poll rather than events: it needs no driver of its own, and is the truth on every system. */
export const PLUG_POLL_MS = 2_000

/** Looks in a row without a device before its link is closed: one look may fall into a reset. */
export const LOOKS_WITHOUT_MAX = 2

export type PlugWatch = {
  /** Runs whenever something new is plugged in; a hint that waiting is over. */
  onPlugged: (run: () => void) => () => void
  /** Runs once when a device that was there is gone. */
  onGone: (key: string, run: () => void) => () => void
  close: () => void
}

/** Watches what is there, by any keys; `look` answers null when it could not look. */
export function watchPlugs(options: {
  look: () => Promise<string[] | null>
  clock: Clock
}): PlugWatch {
  const plugged = new Set<() => void>()
  const watched = new Map<() => void, { key: string; missed: number }>()
  let known: Set<string> | null = null
  let isClosed = false
  let cancelPoll = (): void => {}

  function news(keys: Set<string>): void {
    const before = known
    known = keys
    const isNew = before !== null && [...keys].some((key) => !before.has(key))
    for (const [run, watch] of watched) {
      watch.missed = keys.has(watch.key) ? 0 : watch.missed + 1
      if (watch.missed < LOOKS_WITHOUT_MAX) continue
      watched.delete(run)
      run()
    }
    if (isNew) for (const run of plugged) run()
  }

  async function look(): Promise<void> {
    const keys = await options.look()
    if (isClosed) return
    if (keys !== null) news(new Set(keys))
    cancelPoll = options.clock.after(PLUG_POLL_MS, () => void look())
  }

  void look()
  return {
    onPlugged: (run) => {
      plugged.add(run)
      return () => void plugged.delete(run)
    },
    onGone: (key, run) => {
      watched.set(run, { key, missed: 0 })
      return () => void watched.delete(run)
    },
    close: () => {
      isClosed = true
      cancelPoll()
    },
  }
}
