import type { SyncCore } from './sync-parts.ts'
import { writeSyncState } from './sync-state.ts'

/** Hands open refusals over; what the operator could not be told of, as on a full disk, stays open. */
export function handRefusals(core: SyncCore): void {
  if (core.state.openRefusals.length === 0) return
  const { parts } = core
  const openRefusals = [...parts.onRefused(core.state.openRefusals)]
  core.state = { ...core.state, openRefusals }
  parts.log.transaction(() => writeSyncState(parts.log, core.state))
}
