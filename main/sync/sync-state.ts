import { z } from 'zod'
import type { LogStore } from '../store/log-store.ts'

/** What the office last told this station; kept in the log so that a restart goes on from there. */
export const SyncState = z.object({
  epoch: z.string(),
  ackedSeq: z.int(),
  durableSeq: z.int(),
  knownHead: z.int(),
  /** Refusals whose alert has not been latched yet. */
  openRefusals: z.array(z.int()),
})
export type SyncState = z.infer<typeof SyncState>

const KEY = 'sync'

export function readSyncState(log: LogStore, epoch: string): SyncState {
  const saved = log.meta(KEY)
  if (saved !== null) return SyncState.parse(JSON.parse(saved))
  return { epoch, ackedSeq: 0, durableSeq: 0, knownHead: 0, openRefusals: [] }
}

/** Another history of the office (EPOCH-1): what it has of this log, and nothing that the old one said. */
export function inNewEpoch(
  state: SyncState,
  { epoch, ackedSeq }: { epoch: string; ackedSeq: number },
): SyncState {
  return { ...state, epoch, ackedSeq, knownHead: 0, durableSeq: 0 }
}

/** To be called inside the log's transaction. */
export function writeSyncState(log: LogStore, state: SyncState): void {
  log.setMeta(KEY, JSON.stringify(state))
}
