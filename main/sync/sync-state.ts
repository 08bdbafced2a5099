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
  /** What an office that was restored is sent again: everything behind `after`, up to `through`. */
  resend: z.object({ after: z.int(), through: z.int() }).optional(),
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
  const through = Math.max(state.resend?.through ?? 0, state.ackedSeq)
  const resend = { after: ackedSeq, through }
  return { ...state, epoch, ackedSeq, knownHead: 0, durableSeq: 0, resend }
}

/** How far an office that was restored has been given back what it forgot; null where nothing is. */
export function resendingOf({
  ackedSeq,
  resend,
}: SyncState): { done: number; total: number } | null {
  if (resend === undefined || ackedSeq >= resend.through) return null
  return { done: ackedSeq - resend.after, total: resend.through - resend.after }
}

/** To be called inside the log's transaction. */
export function writeSyncState(log: LogStore, state: SyncState): void {
  log.setMeta(KEY, JSON.stringify(state))
}
