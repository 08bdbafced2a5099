import type { Logger } from 'pino'
import type { OfficeDeps } from './deps.ts'
import type { Metrics } from './http/metrics.ts'
import type { Store } from './store/index.ts'

/** What every module's handlers are made with. */
export type Office = {
  version: string
  store: Store
  deps: OfficeDeps
  metrics: Metrics
  log: Logger
  /** The oldest station app that is still given work (VER-1). */
  minStationVersion: string
  /** What only this office, and others with its admin token, can make of a text. */
  seal(text: string): string
  /** Where benches reach this office; null where nobody has said so and it listens to more than this machine. */
  publicUrl: string | null
  /** Tells listeners that a warehouse's feed has moved; call it after the commit, never inside. */
  poke(warehouse: string): void
  /** Somebody's rights have changed: every token is looked up again. Call it after the commit. */
  forgetCallers(): void
}
