import { sql } from 'kysely'
import type { TrendHour } from '#contract/http/today-routes.ts'
import { addDays, instantOf as localInstant } from '#contract/orders/local-time.ts'
import { instantOf } from '../deps.ts'
import { textColumn, type Tx } from '../store/index.ts'

const HOUR_MS = 60 * 60 * 1_000

type Asked = { warehouses: readonly string[]; timezone: string; day: string }

/** The figures of a day by the hour, as walls in that zone show it. */
export async function readDay(tx: Tx, { warehouses, timezone, day }: Asked): Promise<TrendHour[]> {
  const fromMs = localInstant(day, '00:00', timezone)
  const toMs = localInstant(addDays(day, 1), '00:00', timezone)
  const { rows } = await sql<Omit<TrendHour, 'startsAt'> & { hour: number }>`
    SELECT floor(extract(epoch FROM quarter - ${instantOf(fromMs)}::timestamptz) / 3600)::integer AS hour,
      sum(picks)::integer AS picks, sum(actions)::integer AS actions,
      sum(refused)::integer AS refused, sum(excepted)::integer AS excepted,
      sum(scans)::integer AS scans, sum(error_scans)::integer AS "errorScans",
      max(waited_ms_max) AS "waitedMsMax"
    FROM station_figure
    WHERE quarter >= ${instantOf(fromMs)}::timestamptz AND quarter < ${instantOf(toMs)}::timestamptz
      AND warehouse = ANY(${textColumn(warehouses)})
    GROUP BY 1`.execute(tx)
  const byHour = new Map(rows.map(({ hour, ...figures }) => [hour, figures]))
  return Array.from({ length: Math.ceil((toMs - fromMs) / HOUR_MS) }, (_, hour) => ({
    startsAt: instantOf(fromMs + hour * HOUR_MS),
    ...NOTHING,
    ...byHour.get(hour),
  }))
}

const NOTHING = {
  picks: 0,
  actions: 0,
  refused: 0,
  excepted: 0,
  scans: 0,
  errorScans: 0,
  waitedMsMax: 0,
}
