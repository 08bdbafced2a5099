import { addDays, localTime } from '#contract/orders/local-time.ts'
import { instantOf } from '../../deps.ts'
import { FIGURES_KEPT_MS, readDay } from '../../figures/index.ts'
import type { Tx } from '../../store/index.ts'
import { chooseWarehouses } from './read-today.ts'

const WEEK_DAYS = 7

type Asked = { warehouse: string | null; day: string | null; nowMs: number }

/** A day by the hour, and the same weekday before. */
export async function readTrends(tx: Tx, { warehouse, day, nowMs }: Asked) {
  const { chosen, timezone } = await chooseWarehouses(tx, warehouse)
  const today = day ?? localTime(nowMs, timezone).day
  const before = addDays(today, -WEEK_DAYS)
  const of = { warehouses: chosen, timezone }
  return {
    serverTime: instantOf(nowMs),
    timezone,
    today: { day: today, hours: await readDay(tx, { ...of, day: today }) },
    before: { day: before, hours: await readDay(tx, { ...of, day: before }) },
    keptSince: localTime(nowMs - FIGURES_KEPT_MS, timezone).day,
  }
}
