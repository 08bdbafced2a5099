import { localTime } from '#contract/orders/local-time.ts'
import type { TodayAnswer } from '#contract/http/today-routes.ts'
import { instantOf } from '../../deps.ts'
import { Problem } from '../../http/problem.ts'
import type { Tx } from '../../store/index.ts'
import { readCapacity } from './read-capacity.ts'
import { readExceptions } from './read-exceptions.ts'
import { readLoads } from './read-loads.ts'
import { readOrders, readProgress } from './read-orders.ts'
import { cutOffsOf, readRegions } from './read-regions.ts'
import { readStations } from './read-stations.ts'
import { readSteps } from './read-steps.ts'

/** All parts, for whoever may read everything. */
export type TodayFigures = {
  [Part in Exclude<keyof TodayAnswer, 'isBehind'>]: Part extends 'steps'
    ? TodayAnswer[Part]
    : NonNullable<TodayAnswer[Part]>
}

/** What each part is read with. */
export type Scope = { warehouses: readonly string[]; today: string; nowMs: number }

/** The day of one warehouse, or of all, from one consistent state. */
export async function readToday(
  tx: Tx,
  { warehouse, nowMs }: { warehouse: string | null; nowMs: number },
): Promise<TodayFigures> {
  const { warehouses, chosen, timezone } = await chooseWarehouses(tx, warehouse)
  const { day: today } = localTime(nowMs, timezone)
  const scope: Scope = { warehouses: chosen, today, nowMs }
  const regions = await readRegions(tx, scope)
  return {
    serverTime: instantOf(nowMs),
    warehouses,
    timezone,
    today,
    steps: await readSteps(tx),
    cutOffs: cutOffsOf(regions, nowMs),
    orders: await readOrders(tx, scope),
    progress: await readProgress(tx, scope, regions),
    capacity: await readCapacity(tx, scope, regions),
    exceptions: await readExceptions(tx, scope),
    stations: await readStations(tx, scope),
    loads: await readLoads(tx, scope),
  }
}

/** All warehouses, which of them were asked for, and by whose wall a day begins. */
export async function chooseWarehouses(tx: Tx, warehouse: string | null) {
  const warehouses = await tx
    .selectFrom('warehouse')
    .select(['code', 'name', 'timezone'])
    .orderBy('code')
    .execute()
  const chosen = warehouses.filter(({ code }) => warehouse === null || code === warehouse)
  const [first] = chosen
  if (first === undefined) throw new Problem('unknown-warehouse', `no warehouse ${warehouse}`)
  return { warehouses, chosen: chosen.map(({ code }) => code), timezone: first.timezone }
}
