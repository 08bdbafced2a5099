import { sql, type Selectable } from 'kysely'
import type { StationSummary } from '#contract/http/station-summary.ts'
import type { Heartbeat, StationMode } from '#contract/sync/envelope.ts'
import { CLOCK_DRIFT_SHOWN_MS } from '#contract/sync/limits.ts'
import { logTroubleSentence } from '#contract/sync/log-trouble.ts'
import { addReport } from '../figures/index.ts'
import { Problem } from '../http/problem.ts'
import type { Database, Tx } from '../store/index.ts'

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
  const { publicKey = null, name: _name, ...health } = body
  // A key that is known is never replaced: it proves logs that come by hand.
  await sql`
    WITH before AS MATERIALIZED (
      SELECT id, warehouse, health FROM station WHERE id = ${stationId} FOR NO KEY UPDATE SKIP LOCKED
    ), seen AS (
      UPDATE station SET health = ${JSON.stringify(health)}::jsonb, app_version = ${body.appVersion},
        public_key = coalesce(public_key, ${publicKey}), last_seen_at = ${at}::timestamptz
      WHERE id IN (SELECT id FROM before)
      RETURNING id
    )
    ${addReport(Date.parse(at), body)}`.execute(tx)
}

/** Every station with what it last said about itself, by warehouse and name. */
export async function listStations(tx: Tx, now: number): Promise<StationSummary[]> {
  const rows = await tx
    .selectFrom('station')
    .select(COLUMNS)
    .orderBy('warehouse')
    .orderBy('name')
    .orderBy('id')
    .execute()
  return rows.map((row) => summaryOf(row, now))
}

/** One station with what it last said about itself; throws `not-found`. */
export async function readStation(
  tx: Tx,
  stationId: string,
  { now, isLocked = false }: { now: number; isLocked?: boolean },
): Promise<StationSummary & { drainsUntil: string | null }> {
  const row = await tx
    .selectFrom('station')
    .select(COLUMNS)
    .select('drains_until')
    .where('id', '=', stationId)
    .$if(isLocked, (query) => query.forNoKeyUpdate())
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `there is no station ${stationId}`)
  return { ...summaryOf(row, now), drainsUntil: row.drains_until }
}

const COLUMNS = [
  'id',
  'name',
  'warehouse',
  'mode',
  'revoked_at',
  'enrolled_at',
  'last_seen_at',
  'app_version',
  'last_seq',
  'health',
] as const

type StationRow = Pick<Selectable<Database['station']>, (typeof COLUMNS)[number]>

function summaryOf(row: StationRow, now: number): StationSummary {
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
}

function troubleOf(health: Heartbeat | null) {
  const trouble = health?.logTrouble ?? null
  return trouble === null ? null : { ...trouble, message: logTroubleSentence(trouble) }
}
