import { hash } from 'node:crypto'
import { SCOPE_CHECK_INTERVAL_MS } from '#contract/sync/limits.ts'
import { scopeText } from '#contract/sync/scope-hash.ts'
import { ASLEEP, type Rest } from './lane.ts'
import type { SyncCore } from './sync-parts.ts'

/** Checks are spread by this share of their interval, so that a floor does not ask in step. */
const CHECK_SPREAD = 0.2

/** On a busy floor the head moves on while the office answers: tried again after this at the earliest. */
const NEXT_TRY_MS = 20_000

/** A scope that stays different after a reset is a fault of somebody's: it is reset ever more rarely. */
const DOUBLINGS_MAX = 6

/**
 * Compares what this station holds with what the office says it should (PULL-4), at the same place of
 * the feed. What differs has drifted: the cache is read anew, while the bench goes on with what it has.
 */
export class ScopeLane {
  readonly #core: SyncCore
  #dueMs: number
  #differedInARow = 0
  #resets = 0

  constructor(core: SyncCore) {
    this.#core = core
    const { clock, feed, random } = core.parts
    // A cache that is known to lack something is compared as soon as the pull stands at the head.
    const firstMs = feed.wasDamagedAtOpen ? 0 : SCOPE_CHECK_INTERVAL_MS * random()
    this.#dueMs = clock.monotonicMs() + firstMs
  }

  /** How often the cache was found to differ and was read anew. */
  get resets(): number {
    return this.#resets
  }

  /** Runs when it is due and the pull stands at the head, which is when the pull lane wakes it. */
  async turn(): Promise<Rest> {
    const { connection, parts } = this.#core
    const waitMs = this.#dueMs - parts.clock.monotonicMs()
    if (waitMs > 0) return { until: 'due', ms: waitMs }
    const held = parts.feed.settled
    if (!connection.isOnline || connection.quietMs > 0 || held === null) return ASLEEP
    const answer = await parts.office.scope({ epoch: held.epoch })
    if (this.#core.isClosed) return ASLEEP
    if (!answer.ok) {
      connection.failed('scope', answer.failure)
      return this.#restFor(SCOPE_CHECK_INTERVAL_MS)
    }
    connection.succeeded('scope')
    const { epoch, head, hash: expected } = answer.value
    const isHere = (cursor?: number, of?: string) => cursor === held.cursor && of === held.epoch
    const now = parts.feed.settled
    if (!isHere(now?.cursor, now?.epoch) || !isHere(head, epoch)) return this.#restFor(NEXT_TRY_MS)
    const entries = parts.scopeEntries()
    const own = hash('sha256', scopeText(entries), 'hex')
    if (own === expected) this.#differedInARow = 0
    else this.#readAnew(entries.length, answer.value)
    const doublings = Math.min(Math.max(0, this.#differedInARow - 1), DOUBLINGS_MAX)
    return this.#restFor(SCOPE_CHECK_INTERVAL_MS * 2 ** doublings)
  }

  #readAnew(held: number, { documents, epoch }: { documents: number; epoch: string }): void {
    const { parts } = this.#core
    this.#differedInARow += 1
    this.#resets += 1
    parts.onTrouble(
      `what this bench holds differs from the office’s (${held} documents, there ${documents}) and is read anew`,
    )
    parts.feed.reset(epoch)
    this.#core.wake('pull')
  }

  #restFor(ms: number): Rest {
    const { clock, random } = this.#core.parts
    const spreadMs = ms * (1 + (random() - 0.5) * CHECK_SPREAD)
    this.#dueMs = clock.monotonicMs() + spreadMs
    return { until: 'due', ms: spreadMs }
  }
}
