import type { Heartbeat } from '#contract/sync/envelope.ts'
import type { ScopeEntry } from '#contract/sync/scope-hash.ts'
import type { Clock } from '../clock.ts'
import type { LogStore } from '../store/log-store.ts'
import type { ClockOffset } from './clock-offset.ts'
import type { Connection } from './connection.ts'
import type { OfficeClient } from './office-client.ts'
import type { FeedReader } from './pull.ts'
import type { SyncState } from './sync-state.ts'

export type SyncParts = {
  log: LogStore
  feed: FeedReader
  office: OfficeClient
  clock: Clock
  random: () => number
  incarnation: string
  state: SyncState
  heartbeat(): Heartbeat
  /** Somebody in the office waits for the support file; said with every heartbeat until it is there. */
  onSupportFileWanted?: (id: string) => void
  /** The office calls this station otherwise than its last heartbeat did. */
  onRenamed?: (name: string) => void
  /** Every document this station holds, and at which version (PULL-4). */
  scopeEntries(): readonly ScopeEntry[]
  /** The office refused these actions. Answers with those that nobody could be told of yet. */
  onRefused(seqs: readonly number[]): readonly number[]
  /** Documents, receipts or the connection may have changed. */
  onChange(what: 'documents' | 'receipts' | 'connection'): void
  onTrouble: (text: string) => void
  /**
   * The office has processed more of this very log than there is: an older disk was put back. Said once;
   * nothing is sent any more, and nothing may be recorded, as it would be a fork.
   */
  onLogSetBack(evidence: { lastSeq: number; processedSeq: number }): void
  /** Another machine has continued this log, or the office has forgotten more than it still holds. */
  onLogStopped(why: 'forked' | 'pruned-past'): void
  /** The office does not know this station's token, or does again; said with every answer that tells (SEC-1). */
  onDisowned: (isDisowned: boolean) => void
  /** The office says that the log does not prove itself, or what waits can't be read. Said at every try. */
  onLogSuspect(): void
}

/** What the lanes of one station share. */
export type SyncCore = {
  readonly parts: SyncParts
  readonly connection: Connection
  readonly clockOffset: ClockOffset
  state: SyncState
  /** Action types and versions that the office reads; null until it has said (PUSH-6). */
  reads: Record<string, readonly number[]> | null
  isClosed: boolean
  /** Set once the office has proven to hold more of this log than there is. */
  isSetBack: boolean
  /** The office has processed less than it acknowledged, and has to be shown (EPOCH-1). */
  hasOfficeForgotten: boolean
  wake(lane: 'push' | 'pull' | 'scope'): void
}
