import type {
  LoggedAction,
  PushAnswer,
  PushConflict,
  PushRequest,
} from '#contract/sync/envelope.ts'
import { PUSH_ACTIONS_MAX, PUSH_BYTES_MAX, SYNC_PROTOCOL } from '#contract/sync/limits.ts'
import type { LogStore } from '../store/log-store.ts'
import { inNewEpoch, type SyncState, writeSyncState } from './sync-state.ts'

/** Bytes of an action on the wire besides its body: seq, id, hash, quotes, and what was told of it. */
const ACTION_OVERHEAD_BYTES = 230

/** Bytes of the request around its actions. */
const ENVELOPE_BYTES = 1_024

/** The oldest unacknowledged actions that fit one push, or null when nothing waits (PUSH-1). */
export function nextBatch(
  log: LogStore,
  state: SyncState,
  options: { incarnation: string; actionsMax: number },
): PushRequest | null {
  if (log.lastSeq <= state.ackedSeq) return null
  const limit = Math.min(PUSH_ACTIONS_MAX, options.actionsMax)
  const actions = withinBytes(log.actionsFrom(state.ackedSeq + 1, limit))
  const told = toldOf(log, actions)
  return {
    protocol: SYNC_PROTOCOL,
    incarnation: options.incarnation,
    epoch: state.epoch,
    ackedSeq: state.ackedSeq,
    knownHead: state.knownHead,
    fromSeq: state.ackedSeq + 1,
    prevHash: log.hashAt(state.ackedSeq),
    actions,
    ...(told.length > 0 ? { told } : {}),
  }
}

/** What an earlier history of the office answered, so that people hear of answers that change (EPOCH-2). */
function toldOf(log: LogStore, actions: readonly LoggedAction[]): NonNullable<PushRequest['told']> {
  return actions.flatMap(({ seq }) => {
    const before = log.receiptOf(seq)
    return before === undefined ? [] : [{ seq, outcome: before.outcome }]
  })
}

/**
 * The last action that was acknowledged, sent once more: an office that no longer has it finds out from
 * `ackedSeq`, and one that has it answers as before. Null when the log has pruned it.
 */
export function lastAcknowledged(
  log: LogStore,
  state: SyncState,
  incarnation: string,
): PushRequest | null {
  const before = { ...state, ackedSeq: state.ackedSeq - 1 }
  if (log.actionsFrom(state.ackedSeq, 1)[0]?.seq !== state.ackedSeq) return null
  const request = nextBatch(log, before, { incarnation, actionsMax: 1 })
  return request === null ? null : { ...request, ackedSeq: state.ackedSeq }
}

/** Always at least one: a single action is far smaller than a push. */
function withinBytes(actions: LoggedAction[]): LoggedAction[] {
  let bytes = ENVELOPE_BYTES
  const fitting = actions.findIndex((action) => {
    bytes += Buffer.byteLength(JSON.stringify(action.body)) + ACTION_OVERHEAD_BYTES
    return bytes > PUSH_BYTES_MAX
  })
  return fitting === -1 ? actions : actions.slice(0, Math.max(1, fitting))
}

export type Recorded = {
  state: SyncState
  /** Actions that an earlier history of the office had answered otherwise (EPOCH-2). */
  changed: number[]
}

/**
 * Keeps the receipts and what the office knows now. An answer given under an epoch that is over by the
 * time it arrives leaves its receipts and nothing else.
 */
export function recordAnswer(
  log: LogStore,
  state: SyncState,
  answer: PushAnswer,
  receivedAt: string,
): Recorded {
  return log.transaction(() => {
    const refused: number[] = []
    const changed: number[] = []
    for (const receipt of answer.receipts) {
      const before = log.receiptOf(receipt.seq)
      if (!log.recordReceipt(answer.epoch, receipt, receivedAt)) continue
      if (before !== undefined && before.outcome !== receipt.outcome) changed.push(receipt.seq)
      // What was refused under the epoch before has been said.
      if (receipt.outcome === 'refused' && before?.outcome !== 'refused') refused.push(receipt.seq)
    }
    const openRefusals = [...state.openRefusals, ...refused]
    const next =
      answer.epoch === state.epoch
        ? { ...advanced(log, state, answer), openRefusals }
        : { ...state, openRefusals }
    writeSyncState(log, next)
    return { state: next, changed }
  })
}

/**
 * What is durable within an epoch stays so, whichever of the office's processes answers (EPOCH-3). An
 * office that took in more meanwhile, by late copies of other pushes, acknowledges that too: the point
 * moves only as far as receipts were heard without a hole, and the rest is answered again (PUSH-3).
 */
function advanced(log: LogStore, state: SyncState, answer: PushAnswer): SyncState {
  const within = (seq: number) => Math.max(0, Math.min(seq, log.lastSeq))
  return {
    ...state,
    ackedSeq: Math.min(within(answer.ackedSeq), heardThrough(state, answer)),
    durableSeq: Math.max(state.durableSeq, within(answer.durableSeq)),
    knownHead: answer.head,
  }
}

function heardThrough({ ackedSeq }: SyncState, { receipts }: PushAnswer): number {
  const heard = new Set(receipts.map(({ seq }) => seq))
  let through = ackedSeq
  while (heard.has(through + 1)) through += 1
  return through
}

/**
 * What to do about a 409. A gap: the office holds less than was thought, so go back to what it has. A
 * new epoch: the same, its feed starts over, and nothing of the log counts as durable until it says so
 * (EPOCH-4). A fork: this log is not the one that continues; it stops itself and says so (ID-2). An
 * office that waits for more than there is holds what this log has lost. What it holds beyond what was
 * answered here goes again all the same: its receipts were never heard (PUSH-3, I11).
 */
export function afterConflict(
  log: LogStore,
  state: SyncState,
  conflict: PushConflict,
): SyncState | 'forked' | 'set-back' {
  if (conflict.code === 'fork') return 'forked'
  const held = conflict.code === 'gap' ? conflict.expectedSeq - 1 : conflict.lastSeq
  if (held > log.lastSeq) return 'set-back'
  const same = conflict.code === 'epoch' ? (conflict.survivedSeq ?? held) : held
  const ackedSeq = Math.max(0, Math.min(same, state.ackedSeq))
  const next =
    conflict.code === 'gap'
      ? { ...state, ackedSeq }
      : inNewEpoch(state, { epoch: conflict.epoch, ackedSeq })
  log.transaction(() => writeSyncState(log, next))
  return next
}
