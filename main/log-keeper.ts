import { LOG_KEPT_MS } from '#contract/sync/limits.ts'
import type { LogStop } from '#contract/sync/log-trouble.ts'
import type { Bench } from './bench.ts'
import type { Clock } from './clock.ts'
import { LogDamagedError, noteDamage } from './store/log-damage.ts'
import type { LogStore } from './store/log-store.ts'
import { noteDisowned, noteStop, stopOf } from './store/log-stop.ts'
import { isDamage } from './store/sqlite-errors.ts'
import type { SyncState } from './sync/sync-state.ts'

/** How often old segments are looked for, and the pause between two slices while there are some. */
const PRUNE_LOOK_MS = 10 * 60 * 1_000
const PRUNE_PAUSE_MS = 1_000

/** What a bench says that may not record: which alert tells its operator why. */
const ALERTS = {
  forked: 'log-forked',
  'set-back': 'log-set-back',
  'pruned-past': 'log-damaged',
} as const satisfies Record<LogStop, string>

export type LogKeeperParts = {
  log: LogStore
  dataFolder: string
  bench: Bench
  clock: Clock
  syncState: () => SyncState
  isRefusalClosed: (refused: { id: string }) => boolean
  onTrouble: (text: string) => void
  /** Starts the host anew, which sets the log aside; undefined where nobody can. */
  restart: (() => void) | undefined
}

/**
 * Looks after a log while the bench works: proves the whole chain (LOG-6), prunes what is old and safe at
 * the office (LOG-4), and stops the recording at once when the log can't be built on any more.
 */
export class LogKeeper {
  readonly #parts: LogKeeperParts
  #seenSeq = 0
  #isStopped = false
  #cancel: () => void = () => undefined

  constructor(parts: LogKeeperParts) {
    this.#parts = parts
  }

  start(): void {
    const { log, bench } = this.#parts
    log.whenDamaged((error) => this.#damaged(error))
    const stop = stopOf(log)
    if (stop !== null) {
      this.#isStopped = true
      bench.stopRecording(ALERTS[stop])
    }
    this.#look(PRUNE_PAUSE_MS)
    void this.prove()
  }

  /** Proves the chain from its beginning, in slices between which the bench answers scans. */
  async prove(): Promise<void> {
    const { log, clock } = this.#parts
    try {
      await log.verifyAll(() => new Promise((resolve) => void clock.after(0, resolve)))
    } catch (error) {
      this.#damaged(error)
    }
  }

  /** The office will not go on with this log, or it can't go on with the office. Stays so over restarts. */
  stop(why: LogStop): void {
    if (this.#isStopped) return
    this.#isStopped = true
    const { log, bench, restart } = this.#parts
    bench.stopRecording(ALERTS[why])
    this.#note('the log has stopped', () => noteStop(log, why))
    if (why === 'pruned-past') restart?.()
  }

  /** So that a start with a new code may enrol this bench anew, and only then. */
  noteDisowned(isDisowned: boolean): void {
    const { log } = this.#parts
    this.#note('the office has forgotten this bench', () => noteDisowned(log, isDisowned))
  }

  close(): void {
    this.#isStopped = true
    this.#cancel()
  }

  /** The next start sets the log aside and goes on with a new one; nothing more is built on this one. */
  #damaged(error: unknown): void {
    const { bench, dataFolder, onTrouble, restart } = this.#parts
    onTrouble(String(error))
    if (this.#isStopped) return
    this.#isStopped = true
    bench.stopRecording('log-damaged')
    const isKnown = error instanceof LogDamagedError
    if (!isKnown && !isDamage(error)) return
    const reason = isKnown ? error.reason : 'page-unreadable'
    noteDamage(dataFolder, { reason, detail: String(error) })
    restart?.()
  }

  /** Where the disk is full, or the like; the office will say it again. */
  #note(what: string, write: () => void): void {
    try {
      write()
    } catch (error) {
      this.#parts.onTrouble(`could not be written: that ${what}: ${String(error)}`)
    }
  }

  #look(afterMs: number): void {
    this.#cancel = this.#parts.clock.after(afterMs, () => {
      if (this.#isStopped) return
      this.#look(this.#pruneWhenIdle() > 0 ? PRUNE_PAUSE_MS : PRUNE_LOOK_MS)
    })
  }

  /** A slice, unless something was recorded since the last look: it goes between two operators' scans. */
  #pruneWhenIdle(): number {
    const { log, clock, syncState, isRefusalClosed, onTrouble } = this.#parts
    const isIdle = log.lastSeq === this.#seenSeq
    this.#seenSeq = log.lastSeq
    if (!isIdle) return 1
    const before = new Date(clock.now() - LOG_KEPT_MS).toISOString()
    const { ackedSeq, durableSeq } = syncState()
    const throughSeq = Math.min(ackedSeq, durableSeq)
    try {
      return log.pruneOldest({ throughSeq, before, isRefusalClosed }) + log.pruneSideRows(before)
    } catch (error) {
      if (isDamage(error)) this.#damaged(error)
      else onTrouble(`old segments could not be pruned: ${String(error)}`)
      return 0
    }
  }
}
