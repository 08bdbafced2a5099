import type { Heartbeat, StationMode } from '#contract/sync/envelope.ts'
import { sql } from 'kysely'
import { CLOCK_DRIFT_SHOWN_MS } from '#contract/sync/limits.ts'
import { logTroubleSentence } from '#contract/sync/log-trouble.ts'
import type { Tx } from '../store/index.ts'

/** Three heartbeats missed (they come every 20 s). */
const ONLINE_WITHIN_MS = 60_000

const NO_PRINT_JOBS = { queued: 0, printed: 0, unknown: 0, failed: 0 }

/** True when the station was heard within the last minute. */
export function isOnline(lastSeenAt: string | null, now: number): boolean {
  return lastSeenAt !== null && now - Date.parse(lastSeenAt) <= ONLINE_WITHIN_MS
}

/**
 * Keeps what a station said about itself. It does not wait for a push of the same station, which holds its
 * row and is a contact itself; the next report comes in twenty seconds.
 */
export async function keepHealth(
  tx: Tx,
  { stationId, at, body }: { stationId: string; at: string; body: Heartbeat },
): Promise<void> {
  const { publicKey = null, ...health } = body
  // A key that is known is never replaced: it proves logs that come by hand.
  await sql`
    UPDATE station SET health = ${JSON.stringify(health)}::jsonb, app_version = ${body.appVersion},
      public_key = coalesce(public_key, ${publicKey}), last_seen_at = ${at}::timestamptz
    WHERE id IN (SELECT id FROM station WHERE id = ${stationId} FOR NO KEY UPDATE SKIP LOCKED)`.execute(
    tx,
  )
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
      clockIsOff: Math.abs(health?.clockOffsetMs ?? 0) > CLOCK_DRIFT_SHOWN_MS,
      logTrouble: troubleOf(health),
      devices: health?.devices ?? [],
      printJobs: health?.printJobs ?? NO_PRINT_JOBS,
    }
  })
}

function troubleOf(health: Heartbeat | null) {
  const trouble = health?.logTrouble ?? null
  return trouble === null ? null : { ...trouble, message: logTroubleSentence(trouble) }
}
