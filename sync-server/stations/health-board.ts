import type { Heartbeat, StationMode } from '#contract/sync/envelope.ts'
import type { Tx } from '../store/index.ts'

/** Three heartbeats missed (they come every 20 s). */
const ONLINE_WITHIN_MS = 60_000

const NO_PRINT_JOBS = { queued: 0, printed: 0, unknown: 0, failed: 0 }

/** True when the station was heard within the last minute. */
export function isOnline(lastSeenAt: string | null, now: number): boolean {
  return lastSeenAt !== null && now - Date.parse(lastSeenAt) <= ONLINE_WITHIN_MS
}

/** Every station with what it last said about itself, by warehouse and name. */
export async function listStations(tx: Tx, now: number) {
  const rows = await tx
    .selectFrom('station')
    .select(['id', 'name', 'warehouse', 'mode', 'revoked_at', 'enrolled_at', 'last_seen_at'])
    .select(['app_version', 'last_seq', 'health'])
    .orderBy('warehouse')
    .orderBy('name')
    .orderBy('id')
    .execute()
  return rows.map((row) => {
    const health = row.health as Heartbeat | null
    return {
      stationId: row.id,
      name: row.name,
      warehouse: row.warehouse,
      mode: row.mode as StationMode,
      online: row.revoked_at === null && isOnline(row.last_seen_at, now),
      revoked: row.revoked_at !== null,
      enrolledAt: row.enrolled_at,
      lastSeenAt: row.last_seen_at,
      appVersion: row.app_version,
      lastSeq: row.last_seq,
      pending: health?.pending ?? 0,
      oldestPendingAt: health?.oldestPendingAt ?? null,
      clockOffsetMs: health?.clockOffsetMs ?? 0,
      devices: health?.devices ?? [],
      printJobs: health?.printJobs ?? NO_PRINT_JOBS,
    }
  })
}
