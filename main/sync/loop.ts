import {
  HEARTBEAT_INTERVAL_MS,
  POLL_INTERVAL_MS,
  PULL_LIMIT_MAX,
  PUSH_ACTIONS_MAX,
} from '#contract/sync/limits.ts'
import type { Heartbeat, LoggedAction, PullAnswer } from '#contract/sync/envelope.ts'
import type { SendBlock } from '#contract/rpc/bench-view.ts'
import type { Clock } from '../clock.ts'
import type { LogStore } from '../store/log-store.ts'
import { syncBackoffMs } from './back-off.ts'
import { Lane } from './lane.ts'
import type { CallFailure, OfficeClient } from './office-client.ts'
import type { FeedReader } from './pull.ts'
import { afterConflict, nextBatch, recordAnswer } from './push.ts'
import { type SyncState, writeSyncState } from './sync-state.ts'

export type SyncParts = {
  log: LogStore
  feed: FeedReader
  office: OfficeClient
  clock: Clock
  random: () => number
  incarnation: string
  state: SyncState
  heartbeat(): Heartbeat
  /** The office refused these actions. Answers with those that nobody could be told of yet. */
  onRefused(seqs: readonly number[]): readonly number[]
  /** Documents, receipts or the connection may have changed. */
  onChange(what: 'documents' | 'receipts' | 'connection'): void
  onTrouble: (text: string) => void
}

/**
 * Carries the log to the office and its truth back. Three lanes run beside each other and never wait
 * for one another (PULL-2), each with at most one call in flight:
 *
 * - push: sleeps until woken by a commit; sends batches until nothing waits. A failure sleeps it for
 *   the back-off; a 409 moves the acknowledged point; a fork ends it for good.
 * - pull: woken by a push's answer, a poke, or the poll interval; reads pages until the head.
 * - live: holds the poke stream open; its end is followed by the back-off. Losing it only costs the
 *   latency of the poll (POKE-1).
 *
 * Any call that succeeds resets the back-off and wakes the lanes that sleep in it (PUSH-4). Nothing
 * here is ever awaited by a scan.
 */
export class SyncLoop {
  readonly #parts: SyncParts
  #state: SyncState
  #failures = 0
  #batchMax = PUSH_ACTIONS_MAX
  #block: SendBlock = 'none'
  #isAtHead = false
  #isReachable = false
  #lastSyncAt: number | null = null
  #clockOffsetMs = 0
  #reads: Record<string, readonly number[]> | null = null
  #isClosed = false
  readonly #abort = new AbortController()
  readonly #push: Lane
  readonly #pull: Lane
  readonly #beat: Lane
  #liveEnded: Promise<void> = Promise.resolve()

  constructor(parts: SyncParts) {
    this.#parts = parts
    this.#state = parts.state
    const { clock } = parts
    this.#push = new Lane(clock, () => this.#pushOnce(), parts.onTrouble)
    this.#pull = new Lane(clock, () => this.#pullOnce(), parts.onTrouble)
    this.#beat = new Lane(clock, () => this.#heartbeatOnce(), parts.onTrouble)
  }

  get state(): SyncState {
    return this.#state
  }

  get status() {
    return {
      online: this.#isReachable && this.#isAtHead,
      lastSyncAt: this.#lastSyncAt,
      clockOffsetMs: this.#clockOffsetMs,
      block: this.#block,
    }
  }

  start(): void {
    if (this.#state.openRefusals.length > 0) this.#handRefusals()
    this.#push.wake()
    this.#pull.wake()
    this.#beat.wake()
    this.#liveEnded = this.#liveForever()
  }

  /** A commit happened: there is something to push. */
  wakePush(): void {
    if (this.#failures === 0) this.#push.wake()
  }

  /** Ends every lane; answers once no call is in flight. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#abort.abort()
    await Promise.all([this.#push.close(), this.#pull.close(), this.#beat.close(), this.#liveEnded])
  }

  async #pushOnce(): Promise<number | null> {
    const { log, office, incarnation } = this.#parts
    if (this.#block === 'forked') return null
    const waiting = nextBatch(log, this.#state, { incarnation, actionsMax: this.#batchMax })
    if (waiting === null) return null
    const actions = this.#readable(waiting.actions)
    if (actions.length === 0) return null
    const answer = await office.push({ ...waiting, actions })
    if (this.#isClosed) return null
    if (!answer.ok) return this.#pushFailed(answer.failure)
    this.#succeeded()
    this.#block = 'none'
    this.#batchMax = PUSH_ACTIONS_MAX
    const receivedAt = new Date(this.#parts.clock.now()).toISOString()
    this.#state = recordAnswer(log, this.#state, answer.value, receivedAt)
    if (this.#state.openRefusals.length > 0) this.#handRefusals()
    this.#parts.onChange('receipts')
    this.#pull.wake()
    return log.lastSeq > this.#state.ackedSeq ? 0 : null
  }

  #pushFailed(failure: CallFailure): number | null {
    const { log } = this.#parts
    // A single action that is still too large waits like any other failure.
    if (failure.kind === 'too-large' && this.#batchMax > 1) {
      this.#batchMax = Math.floor(this.#batchMax / 2)
      return 0
    }
    if (failure.kind === 'conflict') {
      const next = afterConflict(log, this.#state, failure.conflict)
      if (next === 'forked') {
        this.#setBlock('forked', 'the office holds another log of this station; nothing is sent')
        return null
      }
      if (next.epoch !== this.#state.epoch) this.#pull.wake()
      this.#state = next
      this.#failures += 1
      return syncBackoffMs(0, this.#parts.random)
    }
    if (failure.kind === 'upgrade') {
      this.#setBlock('upgrade', 'the office asks for a newer station app')
    }
    this.#noteUnauthorized(failure)
    if (failure.kind === 'rejected') {
      const { status, code, detail } = failure
      this.#setBlock('rejected', `the office rejects what is sent: ${status} ${code} ${detail}`)
    }
    return this.#failed(failure)
  }

  async #pullOnce(): Promise<number | null> {
    const { feed, office, clock } = this.#parts
    const sentAt = clock.now()
    const answer = await office.pull({ ...feed.next, limit: PULL_LIMIT_MAX })
    if (this.#isClosed) return null
    if (!answer.ok) {
      this.#isAtHead = false
      this.#noteUnauthorized(answer.failure)
      return this.#failed(answer.failure)
    }
    const page = answer.value
    const midway = (sentAt + clock.now()) / 2
    this.#clockOffsetMs = Math.round(Date.parse(page.serverTime) - midway)
    this.#reads = page.reads
    const progress = feed.take(page)
    for (const what of progress.unreadable) {
      this.#parts.onTrouble(`the office sent ${what}, which this version can't read`)
    }
    if (!progress.isDone) return 0
    this.#noteHead(page)
    this.#isAtHead = true
    this.#lastSyncAt = clock.now()
    this.#succeeded()
    this.#parts.onChange('documents')
    if (this.#state.openRefusals.length > 0) this.#handRefusals()
    // An office that was upgraded says so by what it reads.
    if (this.#block === 'office-too-old') this.#push.wake()
    return POLL_INTERVAL_MS
  }

  /**
   * A new epoch seen on the feed means the office may have forgotten actions it had acknowledged: what
   * it says it has processed is where pushing goes on from (EPOCH-2).
   */
  #noteHead(page: PullAnswer): void {
    const { log, incarnation } = this.#parts
    if (page.epoch === this.#state.epoch) {
      this.#state = { ...this.#state, knownHead: page.head }
      return
    }
    const has = page.processed.incarnation === incarnation ? page.processed.seq : 0
    const ackedSeq = Math.min(this.#state.ackedSeq, has)
    this.#state = { ...this.#state, epoch: page.epoch, knownHead: page.head, ackedSeq }
    log.transaction(() => writeSyncState(log, this.#state))
    this.#push.wake()
  }

  async #heartbeatOnce(): Promise<number | null> {
    const answer = await this.#parts.office.heartbeat(this.#parts.heartbeat())
    if (answer.ok) this.#succeeded()
    return HEARTBEAT_INTERVAL_MS
  }

  async #liveForever(): Promise<void> {
    const { office, clock, random } = this.#parts
    let endings = 0
    while (!this.#isClosed) {
      const onPoke = () => {
        endings = 0
        this.#pull.wake()
      }
      // The stream ends in every way a network can fail; all of them mean "open it again".
      await office.live(onPoke, this.#abort.signal).catch(() => undefined)
      await sleep(clock, syncBackoffMs(endings, random), this.#abort.signal)
      endings += 1
    }
  }

  /**
   * The actions up to the first that the office does not list: what it can't read waits for its
   * upgrade, and with it all behind, as the log goes in order (PUSH-6).
   */
  #readable(actions: readonly LoggedAction[]): LoggedAction[] {
    const reads = this.#reads
    if (reads === null) return [...actions]
    const typeOf = ({ body }: LoggedAction) => JSON.parse(body) as { type: string; v: number }
    const unread = actions.findIndex((action) => {
      const { type, v } = typeOf(action)
      return reads[type]?.includes(v) !== true
    })
    const first = actions[unread]
    if (unread === 0 && first !== undefined) {
      const { type } = typeOf(first)
      this.#setBlock('office-too-old', `the office can't read ${type} yet and must be upgraded`)
    }
    return unread === -1 ? [...actions] : actions.slice(0, unread)
  }

  /** What the operator could not be told of, as on a full disk, is handed over again after a pull. */
  #handRefusals(): void {
    const { log } = this.#parts
    const openRefusals = [...this.#parts.onRefused(this.#state.openRefusals)]
    this.#state = { ...this.#state, openRefusals }
    log.transaction(() => writeSyncState(log, this.#state))
  }

  /** A revoked token is said, whichever call hears it first; nothing is deleted for it (SEC-1). */
  #noteUnauthorized(failure: CallFailure): void {
    if (failure.kind !== 'unauthorized') return
    this.#setBlock('unauthorized', 'the office does not accept this station’s token')
  }

  #setBlock(block: SendBlock, text: string): void {
    if (this.#block === block) return
    this.#block = block
    this.#parts.onTrouble(text)
    this.#parts.onChange('connection')
  }

  #succeeded(): void {
    const wasDown = this.#failures > 0 || !this.#isReachable
    this.#failures = 0
    this.#isReachable = true
    if (!wasDown) return
    this.#push.wake()
    this.#pull.wake()
    this.#parts.onChange('connection')
  }

  #failed(failure: CallFailure): number {
    const wasReachable = this.#isReachable
    this.#isReachable = false
    const delayMs =
      failure.kind === 'busy' && failure.retryAfterMs !== null
        ? failure.retryAfterMs
        : syncBackoffMs(this.#failures, this.#parts.random)
    this.#failures += 1
    if (wasReachable) this.#parts.onChange('connection')
    return delayMs
  }
}

function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const wake = () => {
      cancel()
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const cancel = clock.after(ms, wake)
    signal.addEventListener('abort', wake)
  })
}
