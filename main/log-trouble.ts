import type { LogTrouble } from '#contract/sync/log-trouble.ts'
import type { RecordingStop } from './storage-alert.ts'
import { stopOf } from './store/log-stop.ts'
import type { LogStore } from './store/log-store.ts'
import type { SalvageReport } from './store/salvage-report.ts'

const SEEN_KEY = 'salvageSeen'

const NOTHING = { at: null, carried: 0, unreadable: 0, lost: 0 }

/** What people must hear about the log, or null when it is in order. */
export function logTroubleOf(parts: {
  log: LogStore
  salvage: SalvageReport | null
  stopped: RecordingStop | null
}): LogTrouble | null {
  const { log, salvage, stopped } = parts
  const stop = stopOf(log)
  if (stop !== null) return { kind: 'stopped', reason: stop, ...NOTHING }
  if (stopped !== null) return { kind: 'stopped', reason: 'chain-broken', ...NOTHING }
  if (salvage === null || log.meta(SEEN_KEY) === salvage.at) return null
  const { reason, at, carried, unreadable, lost } = salvage
  return { kind: 'salvaged', reason, at, carried, unreadable, lost }
}

/** A supervisor has seen what became of the log; it need not be told any longer. */
export function dismissSalvage(log: LogStore, salvage: SalvageReport): void {
  log.transaction(() => log.setMeta(SEEN_KEY, salvage.at))
}
