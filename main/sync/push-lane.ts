import type { LoggedAction, PushAnswer, PushRequest } from '#contract/sync/envelope.ts'
import { PUSH_ACTIONS_MAX } from '#contract/sync/limits.ts'
import { LogDamagedError } from '../store/log-damage.ts'
import { isDamage } from '../store/sqlite-errors.ts'
import { AGAIN, ASLEEP, type Rest } from './lane.ts'
import type { CallFailure } from './office-client.ts'
import { afterConflict, lastAcknowledged, nextBatch, recordAnswer } from './push.ts'
import { handRefusals } from './refusals.ts'
import { stopSetBackLog } from './set-back.ts'
import type { SyncCore } from './sync-parts.ts'
import type { SyncState } from './sync-state.ts'

/** A log that the office takes for broken is offered again this rarely; sending is no remedy. */
export const CHAIN_RETRY_MS = 10 * 60 * 1_000

/**
 * Sends what waits, one batch after the other (PUSH-1). Sleeps until a commit wakes it; ends for good with
 * a fork. What a log that was set back still holds is sent too: the office has it already, or keeps its
 * bytes and tells a person (ID-2); none of it can be taken for something new.
 */
export class PushLane {
  readonly #core: SyncCore
  #batchMax = PUSH_ACTIONS_MAX
  #isForked = false

  constructor(core: SyncCore) {
    this.#core = core
  }

  async turn(): Promise<Rest> {
    const { parts, connection, clockOffset } = this.#core
    if (this.#isForked) return ASLEEP
    if (connection.quietMs > 0) return { until: 'due', ms: connection.quietMs }
    if (this.#isPrunedPast()) return ASLEEP
    let request: PushRequest | null
    try {
      request = this.#nextRequest()
    } catch (error) {
      return this.#unreadable(error)
    }
    if (request === null) return ASLEEP
    const departure = clockOffset.depart()
    const answer = await parts.office.push(request)
    if (this.#core.isClosed) return ASLEEP
    if (!answer.ok) return this.#failed(request, answer.failure)
    clockOffset.take(departure, answer.value.serverTime)
    const before = this.#core.state
    this.#record(answer.value)
    // What it holds beyond the end of this log, another disk has sent (ID-2).
    if (answer.value.ackedSeq > parts.log.lastSeq) {
      stopSetBackLog(this.#core, answer.value.ackedSeq)
    }
    this.#core.wake('pull')
    if (this.#isWaiting && isStuck(before, this.#core.state, answer.value)) {
      parts.onTrouble(`the office answers and takes nothing behind action ${before.ackedSeq}`)
      return { until: 'due', ms: connection.stumbled('push') }
    }
    connection.succeeded('push')
    return this.#isWaiting ? AGAIN : ASLEEP
  }

  get #isWaiting(): boolean {
    const isWaiting = this.#core.parts.log.lastSeq > this.#core.state.ackedSeq
    // What a proxy takes at once is learned anew for every queue, not for every batch of it.
    if (!isWaiting) this.#batchMax = PUSH_ACTIONS_MAX
    return isWaiting
  }

  /** An office that was put back to before the oldest action held here would answer with a gap for ever. */
  #isPrunedPast(): boolean {
    const { parts, connection, state } = this.#core
    const { log } = parts
    if (state.ackedSeq >= log.prunedThrough) return false
    const text = `the office has ${state.ackedSeq} actions, and those up to ${log.prunedThrough} are pruned`
    connection.setBlock('push', 'set-back', text)
    parts.onLogStopped('pruned-past')
    return true
  }

  /** What can't be read of the log now must come to light now, not at the next start (LOG-6). */
  #unreadable(error: unknown): Rest {
    const { parts } = this.#core
    const isOfLog = isDamage(error) || error instanceof LogDamagedError
    if (!isOfLog && !(error instanceof SyntaxError)) throw error
    parts.onTrouble(`what waits can't be read from the log: ${String(error)}`)
    parts.onLogSuspect()
    return { until: 'due', ms: CHAIN_RETRY_MS }
  }

  #nextRequest(): PushRequest | null {
    const { parts, state } = this.#core
    const { incarnation, log } = parts
    const request =
      nextBatch(log, state, { incarnation, actionsMax: this.#batchMax }) ??
      // Also what is sent as a proof must be readable to an office that is older than the one that had it.
      (this.#core.hasOfficeForgotten ? lastAcknowledged(log, state, incarnation) : null)
    if (request === null) return null
    const actions = this.#readable(request.actions)
    return actions.length === 0 ? null : { ...request, actions }
  }

  #record(answer: PushAnswer): void {
    const { parts, state } = this.#core
    this.#core.hasOfficeForgotten = false
    const receivedAt = new Date(parts.clock.now()).toISOString()
    const recorded = recordAnswer(parts.log, state, answer, receivedAt)
    this.#core.state = recorded.state
    if (recorded.changed.length > 0) {
      const which = recorded.changed.join(', ')
      parts.onTrouble(`the office has decided otherwise than before its history changed: ${which}`)
    }
    handRefusals(this.#core)
    parts.onChange('receipts')
  }

  #failed(request: PushRequest, failure: CallFailure): Rest {
    const { connection, parts } = this.#core
    // A single action that is still too large waits like any other failure.
    if (failure.kind === 'too-large' && this.#batchMax > 1) {
      this.#batchMax = Math.floor(Math.min(this.#batchMax, request.actions.length) / 2) || 1
      if (request.actions.length > 1) return AGAIN
    }
    if (failure.kind === 'conflict') {
      // A pull has found the new epoch in the meantime, and what it holds.
      const isOld = request.epoch !== this.#core.state.epoch
      if (!isOld && !this.#follow(failure.conflict)) return ASLEEP
    }
    if (failure.kind === 'rejected') {
      const { status, code, detail } = failure
      const text = `the office rejects what is sent: ${status} ${code} ${detail}`
      connection.setBlock('push', 'rejected', text)
      if (code === 'chain') {
        parts.onLogSuspect()
        return { until: 'due', ms: CHAIN_RETRY_MS }
      }
    }
    return connection.failed('push', failure)
  }

  /** False when this log is at its end. */
  #follow(conflict: Extract<CallFailure, { kind: 'conflict' }>['conflict']): boolean {
    const { parts, connection, state } = this.#core
    this.#core.hasOfficeForgotten = false
    const next = afterConflict(parts.log, state, conflict)
    if (next === 'forked') {
      this.#isForked = true
      const text = 'the office holds another log of this station; nothing is sent'
      connection.setBlock('push', 'forked', text)
      parts.onLogStopped('forked')
      return false
    }
    if (next === 'set-back') {
      const held = conflict.code === 'gap' ? conflict.expectedSeq - 1 : 0
      stopSetBackLog(this.#core, conflict.code === 'epoch' ? conflict.lastSeq : held)
      return false
    }
    if (next.epoch !== state.epoch) this.#core.wake('pull')
    this.#core.state = next
    return true
  }

  /**
   * The actions up to the first that the office does not list: what it can't read waits for its
   * upgrade, and with it all behind, as the log goes in order (PUSH-6).
   */
  #readable(actions: readonly LoggedAction[]): LoggedAction[] {
    const { reads, connection } = this.#core
    if (reads === null) return [...actions]
    const unread = actions.findIndex((action) => {
      const { type, v } = typeOf(action)
      return reads[type]?.includes(v) !== true
    })
    const first = actions[unread]
    if (unread === 0 && first !== undefined) {
      const text = `the office can't read ${typeOf(first).type} yet and must be upgraded`
      connection.setBlock('push', 'office-too-old', text)
    }
    return unread === -1 ? [...actions] : actions.slice(0, unread)
  }
}

/** Sent on at once, the same would go to the office without end. */
function isStuck(before: SyncState, after: SyncState, { epoch }: PushAnswer): boolean {
  return epoch === before.epoch && after.ackedSeq <= before.ackedSeq
}

function typeOf({ body }: LoggedAction): { type: string; v: number } {
  return JSON.parse(body) as { type: string; v: number }
}
