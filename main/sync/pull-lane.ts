import { POLL_INTERVAL_MS, PULL_LIMIT_MAX } from '#contract/sync/limits.ts'
import type { PullAnswer } from '#contract/sync/envelope.ts'
import { AGAIN, ASLEEP, type Rest } from './lane.ts'
import { handRefusals } from './refusals.ts'
import { stopSetBackLog } from './set-back.ts'
import type { SyncCore } from './sync-parts.ts'
import { inNewEpoch, type SyncState, writeSyncState } from './sync-state.ts'

/** A page that a slow network does not carry in one call's time is asked for smaller, down to this. */
const PULL_LIMIT_MIN = 100

/**
 * Reads the feed to its head, page by page; woken by a push's answer, a poke, or its poll. Polls are
 * spread over 15 to 30 seconds, so that a floor of benches does not ask in step (POKE-1).
 */
export class PullLane {
  readonly #core: SyncCore
  #limit = PULL_LIMIT_MAX
  /** How often the feed began anew since the head was last reached. */
  #startedOver = 0
  #lastSyncAt: number | null = null
  #survived: { epoch: string; seq: number } | null = null
  #shownForgotten = ''

  constructor(core: SyncCore) {
    this.#core = core
  }

  get lastSyncAt(): number | null {
    return this.#lastSyncAt
  }

  async turn(): Promise<Rest> {
    const { connection, clockOffset, parts } = this.#core
    if (connection.quietMs > 0) return { until: 'due', ms: connection.quietMs }
    const asked = parts.feed.next
    const told = this.#core.state
    const departure = clockOffset.depart()
    // A cache that was lost knows no epoch; the log does.
    const epoch = asked.epoch === '' ? told.epoch : asked.epoch
    const answer = await parts.office.pull({ ...asked, epoch, limit: this.#limit })
    if (this.#core.isClosed) return ASLEEP
    if (!answer.ok) {
      // What an office says no to, or has no time for, would only be asked for more often.
      if (answer.failure.kind === 'unreachable' || answer.failure.kind === 'too-large') {
        this.#limit = Math.max(PULL_LIMIT_MIN, Math.floor(this.#limit / 2))
      }
      return connection.failed('pull', answer.failure)
    }
    this.#limit = Math.min(PULL_LIMIT_MAX, this.#limit * 2)
    clockOffset.take(departure, answer.value.serverTime)
    const { next } = parts.feed
    // The feed was started over while this page was on its way.
    if (next.cursor !== asked.cursor || next.epoch !== asked.epoch) return AGAIN
    this.#core.reads = answer.value.reads
    this.#noteForgotten(answer.value, told)
    return this.#take(answer.value, asked, told)
  }

  #take(page: PullAnswer, asked: { cursor: number; epoch: string }, told: SyncState): Rest {
    const { connection, parts } = this.#core
    this.#noteProcessed(page)
    this.#noteSurvived(page)
    const progress = parts.feed.take(page, told)
    for (const what of progress.unreadable) {
      parts.onTrouble(`the office sent ${what}, which this version can't read`)
    }
    const { next } = parts.feed
    const isStuck = next.cursor === asked.cursor && next.epoch === asked.epoch
    this.#startedOver += progress.hasStartedOver ? 1 : 0
    if (!progress.isDone && (isStuck || this.#startedOver > 1)) {
      return { until: 'due', ms: connection.stumbled('pull') }
    }
    connection.succeeded('pull')
    if (!progress.isDone) {
      if (parts.feed.loading !== null) parts.onChange('connection')
      return AGAIN
    }
    this.#startedOver = 0
    this.#reachHead(page)
    return { until: 'woken', ms: POLL_INTERVAL_MS * (1 + parts.random()) }
  }

  #reachHead(page: PullAnswer): void {
    const { connection, parts } = this.#core
    this.#noteHead(page)
    this.#lastSyncAt = parts.clock.now()
    connection.setAtHead(true)
    parts.onChange('documents')
    handRefusals(this.#core)
    // An office that was upgraded says so by what it reads.
    if (connection.isOfficeTooOld) this.#core.wake('push')
    this.#core.wake('scope')
  }

  #noteProcessed({ processed }: PullAnswer): void {
    const { incarnation, log } = this.#core.parts
    if (processed.incarnation !== incarnation || processed.seq <= log.lastSeq) return
    stopSetBackLog(this.#core, processed.seq)
  }

  /** Only the first page of another history says how much of the one before it holds. */
  #noteSurvived({ epoch, survivedSeq }: PullAnswer): void {
    if (survivedSeq !== undefined) this.#survived = { epoch, seq: survivedSeq }
  }

  /**
   * A restored office whose head has passed our cursor again gives itself away by this alone. A bench with
   * nothing to send shows it what it acknowledged, or it would be missed until the next scan (EPOCH-1). So
   * does one whose office speaks of another log of this station: its own disk may be an older one (ID-2).
   */
  #noteForgotten({ epoch, processed }: PullAnswer, told: SyncState): void {
    const { incarnation } = this.#core.parts
    if (epoch !== told.epoch) return
    const isOurs = processed.incarnation === incarnation
    if (isOurs ? processed.seq >= told.ackedSeq : told.ackedSeq === 0) return
    // An office that is not moved by it is not shown the same again: that would never end.
    const seen = isOurs ? `${told.ackedSeq}/${processed.seq}` : processed.incarnation
    const evidence = `${epoch}/${seen}`
    if (evidence === this.#shownForgotten) return
    this.#shownForgotten = evidence
    this.#core.hasOfficeForgotten = true
    this.#core.wake('push')
  }

  /**
   * A new epoch seen on the feed means the office may have forgotten actions it had acknowledged: what
   * it says it has processed is where pushing goes on from (EPOCH-2).
   */
  #noteHead(page: PullAnswer): void {
    const { log, incarnation } = this.#core.parts
    const { state } = this.#core
    if (page.epoch === state.epoch) {
      this.#core.state = { ...state, knownHead: page.head }
      return
    }
    const { processed } = page
    const same = this.#survived?.epoch === page.epoch ? this.#survived.seq : processed.seq
    const has = processed.incarnation === incarnation ? same : 0
    const ackedSeq = Math.min(state.ackedSeq, has)
    const { epoch, head: knownHead } = page
    const next = { ...inNewEpoch(state, { epoch, ackedSeq }), knownHead }
    this.#core.state = next
    log.transaction(() => writeSyncState(log, next))
    this.#core.wake('push')
  }
}
