import { type RawBuilder, sql } from 'kysely'
import type { Heartbeat } from '#contract/sync/envelope.ts'
import type { Outcome } from '#contract/sync/outcome.ts'
import { instantOf } from '../deps.ts'
import { textColumn, type Tx } from '../store/index.ts'
import { type Arrival, type CountedAction, type FigureRow, figuresOf } from './action-figures.ts'
import { quarterOf } from './quarters.ts'

/** Whose figures they are; the caller holds its row, so that no two write the same figures at once. */
type Owner = { id: string; warehouse: string }

/** The part of a push's statement that counts its actions. */
export function addFigures(
  station: Owner,
  actions: readonly CountedAction[],
  arrival: Arrival,
): RawBuilder<unknown> {
  return insertRows(station, figuresOf(actions, arrival))
}

/** Counts answers that turned out otherwise once counters were moved; they had counted as accepted. */
export async function amendFigures(
  tx: Tx,
  station: Owner,
  amended: {
    before: readonly CountedAction[]
    answered: readonly { entry: { seq: number }; outcome: Outcome }[]
    arrival: Arrival
  },
): Promise<void> {
  const { before, answered, arrival } = amended
  const excepted = new Set(
    answered.flatMap(({ entry, outcome }) => (outcome === 'excepted' ? [entry.seq] : [])),
  )
  const changed = before
    .filter(({ seq, outcome }) => outcome === 'accepted' && excepted.has(seq))
    .map((action): CountedAction => ({ ...action, outcome: 'excepted' }))
  const rows = figuresOf(changed, arrival)
    .filter((row) => row.excepted > 0)
    .map((row) => ({ ...row, actions: 0, picks: 0 }))
  if (rows.length > 0) await insertRows(station, rows).execute(tx)
}

function insertRows({ id, warehouse }: Owner, rows: readonly FigureRow[]): RawBuilder<unknown> {
  const column = (of: (row: FigureRow) => string | number) => textColumn(rows.map((row) => of(row)))
  return sql`
    INSERT INTO station_figure AS f (quarter, station_id, warehouse, actions, picks, refused, excepted,
      waited_ms_max)
    SELECT n.quarter::timestamptz, ${id}, ${warehouse}, n.actions::integer, n.picks::integer,
      n.refused::integer, n.excepted::integer, n.waited::bigint
    FROM unnest(${column(({ quarter }) => quarter)}, ${column(({ actions }) => actions)},
      ${column(({ picks }) => picks)}, ${column(({ refused }) => refused)},
      ${column(({ excepted }) => excepted)}, ${column(({ waitedMs }) => waitedMs)})
      AS n (quarter, actions, picks, refused, excepted, waited)
    ON CONFLICT (quarter, station_id) DO UPDATE SET actions = f.actions + excluded.actions,
      picks = f.picks + excluded.picks, refused = f.refused + excluded.refused,
      excepted = f.excepted + excluded.excepted,
      waited_ms_max = greatest(f.waited_ms_max, excluded.waited_ms_max)`
}

/**
 * The last part of a heartbeat's statement, which has `before` (id, warehouse, health) and `seen` (id): adds what
 * was scanned since the report before. A station counts its scans of the day; where it counts fewer than it did,
 * a new day has begun. What it told first is where counting begins.
 */
export function addReport(nowMs: number, body: Heartbeat): RawBuilder<unknown> {
  const { figures } = body
  const scans = figures?.scansToday ?? null
  const told = scans === null ? null : figures
  return sql`
    INSERT INTO station_figure AS f (quarter, station_id, warehouse, scans, error_scans, waited_ms_max)
    SELECT ${instantOf(quarterOf(nowMs))}::timestamptz, c.id, c.warehouse,
      CASE WHEN c.scans IS NULL OR c.had_scans IS NULL THEN 0
        WHEN c.scans < c.had_scans THEN c.scans ELSE c.scans - c.had_scans END,
      CASE WHEN c.scans IS NULL OR c.had_scans IS NULL THEN 0
        WHEN c.scans < c.had_scans THEN c.errors ELSE greatest(0, c.errors - c.had_errors) END,
      ${waitedMsOf(nowMs, body)}::bigint
    FROM (
      SELECT b.id, b.warehouse, ${scans}::integer AS scans, ${told?.errorScansToday ?? null}::integer AS errors,
        (b.health #>> '{figures,scansToday}')::integer AS had_scans,
        coalesce((b.health #>> '{figures,errorScansToday}')::integer, 0) AS had_errors
      FROM before b JOIN seen USING (id)
    ) c
    ON CONFLICT (quarter, station_id) DO UPDATE SET scans = f.scans + excluded.scans,
      error_scans = f.error_scans + excluded.error_scans,
      waited_ms_max = greatest(f.waited_ms_max, excluded.waited_ms_max)`
}

/** How long the oldest action of a station waits, by the office's clock. */
function waitedMsOf(
  nowMs: number,
  { oldestPendingAt, clockOffsetMs }: Pick<Heartbeat, 'oldestPendingAt' | 'clockOffsetMs'>,
): number {
  if (oldestPendingAt === null) return 0
  return Math.max(0, Math.round(nowMs - Date.parse(oldestPendingAt) - clockOffsetMs))
}
