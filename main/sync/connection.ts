import { ConnectionTrouble, type NewWorkStop, type SendBlock } from '#contract/rpc/bench-view.ts'
import type { Clock } from '../clock.ts'
import { syncBackoffMs } from './back-off.ts'
import type { Rest } from './lane.ts'
import type { CallFailure } from './office-client.ts'

/** Who calls the office. Each has failures of its own, besides those that all share. */
export type Caller = 'push' | 'pull' | 'heartbeat' | 'scope' | 'live'

/** However long a proxy asks to be left alone, a bench asks again after this. */
export const RETRY_AFTER_MAX_MS = 5 * 60 * 1_000

/** Waits that the office hands out are spread by this share, as it hands the same to everybody. */
const RETRY_AFTER_SPREAD = 0.2

/** A token that was refused is tried again, but never at once: it takes a person to mend it (SEC-1). */
export const UNAUTHORIZED_WAIT_MIN_MS = 5_000

/** Which block is shown where several stand; the first takes a person at the bench. */
const BLOCK_ORDER: readonly SendBlock[] = [
  'forked',
  'set-back',
  'unauthorized',
  'upgrade',
  'rejected',
  'office-too-old',
]

/**
 * What is known of the way to the office, shared by all lanes, and who waits how long after what failed
 * (PUSH-4). Where nobody answered, all share one count, which any call that succeeds resets. What the
 * office itself answered is counted by caller and reset by that caller's own success: that a pull works
 * says nothing of a push that the office rejects, and would only have it sent over and over.
 */
export class Connection {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #onChange: () => void
  readonly #onBetter: () => void
  readonly #onTrouble: (text: string) => void
  readonly #onDisowned: (isDisowned: boolean) => void
  readonly #answered = new Map<Caller, number>()
  readonly #blocks = new Map<Caller, SendBlock>()
  #unanswered = 0
  #quietUntilMs = 0
  #isReachable = false
  #isAtHead = false
  #trouble: ConnectionTrouble = 'none'
  #isRevoked = false

  constructor(parts: {
    clock: Clock
    random: () => number
    onChange: () => void
    /** A call succeeded: lanes that wait for nothing else may go on. */
    onBetter: () => void
    onTrouble: (text: string) => void
    /** The office does not know the token, or does again; said with every answer that tells. */
    onDisowned: (isDisowned: boolean) => void
  }) {
    this.#clock = parts.clock
    this.#random = parts.random
    this.#onChange = parts.onChange
    this.#onBetter = parts.onBetter
    this.#onTrouble = parts.onTrouble
    this.#onDisowned = parts.onDisowned
  }

  /** A real request succeeded and a pull has reached the head; nothing else is online (PUSH-4). */
  get isOnline(): boolean {
    return this.#isReachable && this.#isAtHead
  }

  get isAtHead(): boolean {
    return this.#isAtHead
  }

  get trouble(): ConnectionTrouble {
    return this.isOnline ? 'none' : this.#trouble
  }

  /** Something waits that the office can't read before it is upgraded (PUSH-6). */
  get isOfficeTooOld(): boolean {
    return this.#blocks.get('push') === 'office-too-old'
  }

  get block(): SendBlock {
    const standing = new Set(this.#blocks.values())
    return BLOCK_ORDER.find((block) => standing.has(block)) ?? 'none'
  }

  /** Nothing new is begun by an app that is too old (VER-1), nor by a bench that was withdrawn (SEC-1). */
  get newWorkStop(): NewWorkStop | null {
    if (this.#isRevoked) return 'bench-revoked'
    const isTooOld = this.#blocks.get('pull') === 'upgrade'
    return isTooOld || this.#blocks.get('heartbeat') === 'upgrade' ? 'upgrade-needed' : null
  }

  /** Withdrawn, and yet the office still takes what was made (SEC-1). */
  get isDraining(): boolean {
    return this.#isRevoked && this.#blocks.get('push') !== 'unauthorized'
  }

  /** How long nobody may call, because the office, or what stands before it, asked for it. */
  get quietMs(): number {
    return Math.max(0, this.#quietUntilMs - this.#clock.monotonicMs())
  }

  setAtHead(isAtHead: boolean): void {
    this.#change(() => (this.#isAtHead = isAtHead))
  }

  succeeded(caller: Caller): void {
    this.#change(() => {
      this.#unanswered = 0
      this.#answered.delete(caller)
      if (caller === 'pull') this.#isRevoked = false
      const block = this.#blocks.get(caller)
      if (block !== 'forked' && block !== 'set-back') this.#blocks.delete(caller)
      this.#isReachable = true
      this.#trouble = 'none'
    })
    if (caller === 'push' || caller === 'pull') this.#onDisowned(false)
    this.#onBetter()
  }

  /** Takes a failure in and says how the caller rests. */
  failed(caller: Caller, failure: CallFailure): Rest {
    this.#change(() => this.#note(caller, failure))
    if (failure.kind === 'busy' && failure.retryAfterMs !== null) {
      this.#keepQuiet(failure.retryAfterMs)
      // Whoever asks for no wait at all, over and over, is called ever more rarely as well.
      return { until: 'due', ms: Math.max(this.quietMs, this.stumbled(caller)) }
    }
    if (isUnanswered(failure)) {
      const ms = syncBackoffMs(this.#unanswered, this.#random)
      this.#unanswered += 1
      return { until: 'better', ms }
    }
    const ms = this.stumbled(caller)
    if (failure.kind === 'busy' || failure.kind === 'failed') return { until: 'better', ms }
    const least = failure.kind === 'unauthorized' ? UNAUTHORIZED_WAIT_MIN_MS : 0
    return { until: 'due', ms: least + ms }
  }

  /** The office answered, and yet this caller gets no further; longer with every time in a row. */
  stumbled(caller: Caller): number {
    const before = this.#answered.get(caller) ?? 0
    this.#answered.set(caller, before + 1)
    return syncBackoffMs(before, this.#random)
  }

  setBlock(caller: Caller, block: SendBlock, text: string): void {
    const standing = this.#blocks.get(caller)
    // Of a log that is at its end no more need be said, and nothing takes the place of that.
    if (standing === block || standing === 'forked') return
    if (standing === 'set-back' && block !== 'forked') return
    const isNews = ![...this.#blocks.values()].includes(block)
    this.#change(() => this.#blocks.set(caller, block))
    if (isNews) this.#onTrouble(text)
  }

  #note(caller: Caller, failure: CallFailure): void {
    // A stream never succeeds and scopes are rarely compared: what they were told could not be taken back.
    if (caller === 'live' || caller === 'scope') return
    if (failure.kind === 'unauthorized') {
      this.#isRevoked ||= failure.code === 'revoked'
      this.setBlock(caller, 'unauthorized', 'the office does not accept this station’s token')
    }
    if (failure.kind === 'upgrade') {
      this.setBlock(caller, 'upgrade', 'the office asks for a newer station app')
    }
    // A report that got lost says little; a pull is never long in coming.
    if (caller !== 'push' && caller !== 'pull') return
    if (failure.kind === 'unauthorized') this.#onDisowned(failure.code === 'unauthorized')
    if (caller === 'pull') this.#isAtHead = false
    if (caller === 'pull' || isUnanswered(failure)) this.#isReachable = false
    this.#trouble = troubleOf(failure)
  }

  #keepQuiet(retryAfterMs: number): void {
    const askedMs = Math.min(retryAfterMs, RETRY_AFTER_MAX_MS)
    const ms = askedMs * (1 + this.#random() * RETRY_AFTER_SPREAD)
    this.#quietUntilMs = Math.max(this.#quietUntilMs, this.#clock.monotonicMs() + ms)
  }

  /** Tells the screens only of what they would see. */
  #change(work: () => void): void {
    const before = this.#shown
    work()
    if (this.#shown !== before) this.#onChange()
  }

  get #shown(): string {
    const { isOnline, trouble, block, newWorkStop, isDraining } = this
    return [isOnline, trouble, block, newWorkStop, isDraining].join()
  }
}

/** Nobody answered, or nobody who speaks for the office. */
function isUnanswered({ kind }: CallFailure): boolean {
  return kind === 'unreachable' || kind === 'not-the-office'
}

/** What the office says no to is no trouble of the way to it; the block says that. */
function troubleOf({ kind }: CallFailure): ConnectionTrouble {
  if (kind === 'failed') return 'failing'
  const known = ConnectionTrouble.safeParse(kind)
  return known.success ? known.data : 'none'
}
