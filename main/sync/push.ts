import type {
  LoggedAction,
  PushAnswer,
  PushConflict,
  PushRequest,
} from '#contract/sync/envelope.ts'
import { PUSH_ACTIONS_MAX, PUSH_BYTES_MAX, SYNC_PROTOCOL } from '#contract/sync/limits.ts'
import type { LogStore } from '../store/log-store.ts'
import { type SyncState, writeSyncState } from './sync-state.ts'

/** Bytes of an action on the wire besides its body: seq, id, hash, quotes and escapes. */
const ACTION_OVERHEAD_BYTES = 180

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
  return {
    protocol: SYNC_PROTOCOL,
    incarnation: options.incarnation,
    epoch: state.epoch,
    ackedSeq: state.ackedSeq,
    knownHead: state.knownHead,
    fromSeq: state.ackedSeq + 1,
    prevHash: log.hashAt(state.ackedSeq),
    actions,
  }
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

/** Keeps the receipts and what the office knows now; answers the new state and what was refused. */
export function recordAnswer(
  log: LogStore,
  state: SyncState,
  answer: PushAnswer,
  receivedAt: string,
): SyncState {
  return log.transaction(() => {
    const refused: number[] = []
    for (const receipt of answer.receipts) {
      const isNew = log.recordReceipt(answer.epoch, receipt, receivedAt)
      if (isNew && receipt.outcome === 'refused') refused.push(receipt.seq)
    }
    const next: SyncState = {
      epoch: answer.epoch,
      ackedSeq: Math.min(answer.ackedSeq, log.lastSeq),
      durableSeq: answer.durableSeq,
      knownHead: answer.head,
      openRefusals: [...state.openRefusals, ...refused],
    }
    writeSyncState(log, next)
    return next
  })
}

/**
 * What to do about a 409. A gap: the office holds less than was thought, so go back to what it has. A
 * new epoch: the same, and its feed starts over (EPOCH-4). A fork: this log is not the one that
 * continues; it stops itself and says so (ID-2).
 */
export function afterConflict(
  log: LogStore,
  state: SyncState,
  conflict: PushConflict,
): SyncState | 'forked' {
  if (conflict.code === 'fork') return 'forked'
  const next: SyncState =
    conflict.code === 'gap'
      ? { ...state, ackedSeq: conflict.expectedSeq - 1 }
      : { ...state, epoch: conflict.epoch, ackedSeq: conflict.lastSeq, knownHead: 0 }
  const bounded = { ...next, ackedSeq: Math.max(0, Math.min(next.ackedSeq, log.lastSeq)) }
  log.transaction(() => writeSyncState(log, bounded))
  return bounded
}
