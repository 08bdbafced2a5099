import { sql } from 'kysely'
import type { Heartbeat } from '#contract/sync/envelope.ts'
import { addDays, localTime } from '#contract/orders/local-time.ts'
import { BACKUP_RUN } from '../backup/backup-format.ts'
import { instantOf } from '../deps.ts'
import { readOverdueRuns } from '../jobs/overdue-runs.ts'
import { readOutboxFigures } from '../outbox/index.ts'
import { readMigrationState } from '../store/index.ts'
import type { Tx } from '../store/index.ts'

/** Days of capacity that are shown, today being the first. */
export const CAPACITY_DAYS = 7

/** Regions whose capacity is shown: each is a name in the store of whoever collects figures. */
const REGIONS_MAX = 100

export type Figures = Awaited<ReturnType<typeof readFigures>>

/**
 * Everything `/metrics` shows of the database, as of one moment. Each statement goes by an index of what is
 * unfinished, waiting or of the next days, so that it costs the same however much there ever was.
 */
export async function readFigures(tx: Tx, nowMs: number) {
  return {
    readAtMs: nowMs,
    orders: await readOrders(tx, nowMs),
    capacity: await readCapacity(tx, nowMs),
    exceptions: await readExceptions(tx),
    stations: await readStations(tx),
    outbox: await readOutboxFigures(tx),
    pausedWebhooks: await countPausedWebhooks(tx, nowMs),
    heads: await tx.selectFrom('warehouse_head').selectAll().execute(),
    overdue: await readOverdueRuns(tx, nowMs),
    backupAt: await readLastBackup(tx),
    migrations: await readMigrationState(tx),
  }
}

/** Days are those of UTC: an order that is late by some hours is late either way a moment later. */
async function readOrders(tx: Tx, nowMs: number) {
  const today = instantOf(nowMs).slice(0, 10)
  // Word for word what the index `customer_order_unfinished` is of.
  const { rows } = await sql<{
    status: string
    count: number
    late: number
    oldestAt: string | null
  }>`
    SELECT status, count(*) AS count, min(created_at) AS "oldestAt",
      count(*) FILTER (WHERE delivery_date < ${today}::date AND status <> 'PENDING_PAYMENT') AS late
    FROM customer_order WHERE status NOT IN ('DELIVERED', 'COMPLETED', 'CANCELLED')
    GROUP BY status`.execute(tx)
  return rows
}

async function readCapacity(tx: Tx, nowMs: number) {
  const today = localTime(nowMs, 'UTC').day
  const { rows } = await sql<{ region: string; day: string; weight: number; volume: number }>`
    SELECT region, delivery_date AS day,
      ${share(sql`reserved_weight_grams`, sql`max_weight_grams`)} AS weight,
      ${share(sql`reserved_volume_cm3`, sql`max_volume_cm3`)} AS volume
    FROM capacity_slot
    WHERE delivery_date >= ${today}::date AND delivery_date < ${addDays(today, CAPACITY_DAYS)}::date
    ORDER BY delivery_date, region LIMIT ${REGIONS_MAX * CAPACITY_DAYS}::bigint`.execute(tx)
  const ahead = new Map(
    Array.from({ length: CAPACITY_DAYS }, (_, days) => [addDays(today, days), String(days)]),
  )
  return rows.map(({ day, ...slot }) => ({ ...slot, ahead: ahead.get(day) ?? '' }))
}

/** A day without any room is full as soon as something is promised on it. */
function share(promised: ReturnType<typeof sql>, limit: ReturnType<typeof sql>) {
  return sql<number>`coalesce(${promised}::float8 / nullif(${limit}, 0), least(${promised}, 1)::float8)`
}

async function readExceptions(tx: Tx) {
  const { rows } = await sql<{ code: string; count: number; oldestAt: string }>`
    SELECT code, count(*) AS count, min(opened_at) AS "oldestAt" FROM exception
    WHERE status = 'open' GROUP BY code`.execute(tx)
  return rows
}

/** As each last said about itself; those that were revoked say nothing any more. */
async function readStations(tx: Tx) {
  const rows = await tx
    .selectFrom('station')
    .select(['last_seen_at', 'health'])
    .where('revoked_at', 'is', null)
    .execute()
  return rows.map((row) => ({
    lastSeenAt: row.last_seen_at,
    health: row.health as Heartbeat | null,
  }))
}

async function countPausedWebhooks(tx: Tx, nowMs: number): Promise<number> {
  const { count } = await tx
    .selectFrom('webhook_subscription')
    .select(sql<number>`count(*)`.as('count'))
    .where('removed_at', 'is', null)
    .where('paused_until', '>', instantOf(nowMs))
    .executeTakeFirstOrThrow()
  return count
}

async function readLastBackup(tx: Tx): Promise<string | null> {
  const row = await tx
    .selectFrom('job_run')
    .select('due_at')
    .where('name', '=', BACKUP_RUN)
    .orderBy('due_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.due_at ?? null
}
