import { HEARTBEAT_INTERVAL_MS } from '#contract/sync/limits.ts'
import { ASLEEP, type Rest } from './lane.ts'
import type { SyncCore } from './sync-parts.ts'

/** Reports are spread by this share of their interval, so that a floor does not report in step. */
const BEAT_SPREAD = 0.2

/** Says every 20 seconds how the bench is. A report that is lost is not made up for. */
export class BeatLane {
  readonly #core: SyncCore

  constructor(core: SyncCore) {
    this.#core = core
  }

  async turn(): Promise<Rest> {
    const { connection, parts } = this.#core
    if (connection.quietMs > 0) return { until: 'due', ms: connection.quietMs }
    const answer = await parts.office.heartbeat(parts.heartbeat())
    if (this.#core.isClosed) return ASLEEP
    const ms = HEARTBEAT_INTERVAL_MS * (1 + (parts.random() - 0.5) * BEAT_SPREAD)
    if (answer.ok) {
      connection.succeeded('heartbeat')
      const { supportFile, name } = answer.value ?? {}
      if (supportFile !== undefined) parts.onSupportFileWanted?.(supportFile.id)
      if (name !== undefined) parts.onRenamed?.(name)
      return { until: 'due', ms }
    }
    const rest = connection.failed('heartbeat', answer.failure)
    return { until: rest.until === 'better' ? 'better' : 'due', ms: Math.max(ms, rest.ms ?? 0) }
  }
}
