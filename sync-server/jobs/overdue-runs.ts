import { sql } from 'kysely'
import { textColumn, type Tx } from '../store/index.ts'
import { readSchedules } from './daily-pick-lists.ts'
import { lastDueRun } from './due-time.ts'
import { RECONCILIATION_AT } from './nightly-reconciliation.ts'

/** Work that must happen once a day, whatever else does. */
export const DAILY_RUNS = ['pick-lists', 'reconciliation'] as const
export type DailyRun = (typeof DAILY_RUNS)[number]

/** For how long each kind of daily run has been due without being on record, in milliseconds; 0 when none is. */
export async function readOverdueRuns(tx: Tx, nowMs: number): Promise<Record<DailyRun, number>> {
  const schedules = await readSchedules(tx)
  const due = schedules.flatMap(({ name, time, timezone, warehouse, isForCounter }) => [
    { run: 'pick-lists' as const, name, dueAt: lastDueRun(nowMs, time, timezone).dueAt },
    ...(isForCounter ? [reconciliationOf(warehouse, timezone, nowMs)] : []),
  ])
  const { rows } = await sql<{ name: string; dueAt: string }>`
    SELECT r.name, r.due_at AS "dueAt" FROM job_run r
    JOIN unnest(${textColumn(due.map(({ name }) => name))},
      ${textColumn(due.map(({ dueAt }) => dueAt))}) AS d (name, due_at)
      ON r.name = d.name AND r.due_at = d.due_at::timestamptz`.execute(tx)
  const done = new Set(rows.map((row) => JSON.stringify([row.name, row.dueAt])))
  const overdueMs = (wanted: DailyRun) =>
    Math.max(
      0,
      ...due
        .filter(({ run }) => run === wanted)
        .filter(({ name, dueAt }) => !done.has(JSON.stringify([name, dueAt])))
        .map(({ dueAt }) => nowMs - Date.parse(dueAt)),
    )
  return { 'pick-lists': overdueMs('pick-lists'), reconciliation: overdueMs('reconciliation') }
}

function reconciliationOf(warehouse: string, timezone: string, nowMs: number) {
  const { dueAt } = lastDueRun(nowMs, RECONCILIATION_AT, timezone)
  return { run: 'reconciliation' as const, name: `reconciliation/${warehouse}`, dueAt }
}
