import type { Logger } from 'pino'
import type { LiveTopic } from '#contract/http/live-topics.ts'
import type { OfficeDeps } from './deps.ts'
import type { ProcessHealth } from './health/readiness.ts'
import type { Metrics } from './http/metrics.ts'
import type { Store } from './store/index.ts'

/** What every module's handlers are made with. */
export type Office = {
  version: string
  store: Store
  deps: OfficeDeps
  metrics: Metrics
  log: Logger
  /** What this process knows of itself, for `/readyz`. */
  health: ProcessHealth
  /** The oldest station app that is still given work (VER-1). */
  minStationVersion: string
  /** What only this office, and others with its admin token, can make of a text. */
  seal(text: string): string
  /** Days after which finished orders no longer say who they were for; null where that is never. */
  customerDays: number | null
  /** Where benches reach this office; null where nobody has said so and it listens to more than this machine. */
  publicUrl: string | null
  /** Tells listeners that a warehouse's feed has moved; call it after the commit, never inside. */
  poke(warehouse: string): void
  /** Tells the office's pages what may have moved; call it after the commit. Calls of the API tell by themselves. */
  tell(topics: readonly LiveTopic[]): void
  /** Somebody's rights have changed: every token is looked up again. Call it after the commit. */
  forgetCallers(): void
}
