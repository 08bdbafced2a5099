import type { Region } from '#contract/documents/master-data.ts'
import { nextDeliveryDay } from '#contract/orders/cut-off.ts'
import { addDays, localTime } from '#contract/orders/local-time.ts'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { generateDay } from '../picking/index.ts'
import type { Tx } from '../store/index.ts'
import { lastDueRun } from './due-time.ts'
import { hasRun, recordRun } from './run-records.ts'

/** When lists for the next delivery day are made, on the warehouse's wall. */
export const PICK_LISTS_AT = '16:00'

type Parts = Pick<Office, 'store' | 'deps' | 'poke'>

/** A daily run: for some regions of a warehouse, at a time of some zone. */
export type Schedule = {
  name: string
  time: string
  timezone: string
  warehouse: string
  regions: Region[]
  /** Also lists what is collected at the counter tomorrow. */
  isForCounter: boolean
}

/**
 * Makes each region's lists for its next delivery day, once a day; regions that take orders until
 * later than that get the rest at their cut-off. Whether a run is due follows from the record of runs
 * alone, so a time that passed while the office was down is made up for (TIME-2). Making lists twice
 * makes nothing new, so a crash before the record does no harm. Answers with how many were made.
 */
export async function runDailyPickLists(parts: Parts): Promise<number> {
  const nowMs = parts.deps.clock.now()
  let created = 0
  for (const schedule of await parts.store.snapshot((tx) => readSchedules(tx))) {
    const { day, dueAt } = lastDueRun(nowMs, schedule.time, schedule.timezone)
    if (await hasRun(parts.store, schedule.name, dueAt)) continue
    const made = await runSchedule(parts, schedule, day)
    const ranAt = instantOf(nowMs)
    await recordRun(parts.store, { name: schedule.name, dueAt, ranAt, result: { created: made } })
    created += made
  }
  return created
}

/** Lists what customers collect today, as soon as it is ordered, and answers with how many were made. */
export async function runCounterPickLists(parts: Parts): Promise<number> {
  const change: Office['store']['transaction'] = (work) => parts.store.transaction(work)
  let created = 0
  const warehouses = await parts.store.snapshot((tx) => readWarehouses(tx))
  for (const { code: warehouse, timezone } of warehouses) {
    const deliveryDate = localTime(parts.deps.clock.now(), timezone).day
    const today = { warehouse, region: null, deliveryDate, writtenBy: `pick-lists/${warehouse}` }
    created += await generateDay({ ...parts, change }, today)
  }
  return created
}

async function runSchedule(parts: Parts, schedule: Schedule, day: string): Promise<number> {
  const change: Office['store']['transaction'] = (work) => parts.store.transaction(work)
  const { name, warehouse, regions, isForCounter } = schedule
  const tomorrow = { warehouse, region: null, deliveryDate: addDays(day, 1), writtenBy: name }
  let created = isForCounter ? await generateDay({ ...parts, change }, tomorrow) : 0
  for (const region of regions) {
    const deliveryDate = nextDeliveryDay(day, region)
    if (deliveryDate === null) continue
    const wanted = { warehouse, region: region.code, deliveryDate, writtenBy: name }
    created += await generateDay({ ...parts, change }, wanted)
  }
  return created
}

/** When lists are made, of every warehouse. */
export async function readSchedules(tx: Tx): Promise<Schedule[]> {
  const schedules: Schedule[] = []
  for (const { code: warehouse, timezone } of await readWarehouses(tx)) {
    const regions = await readRegions(tx, warehouse)
    const name = `pick-lists/${warehouse}`
    const own = { name, time: PICK_LISTS_AT, timezone, warehouse, regions }
    schedules.push({ ...own, isForCounter: true })
    for (const region of regions) {
      if (region.cutOff <= PICK_LISTS_AT) continue
      schedules.push({
        name: `${name}/${region.code}`,
        time: region.cutOff,
        timezone: region.timezone,
        warehouse,
        regions: [region],
        isForCounter: false,
      })
    }
  }
  return schedules
}

function readWarehouses(tx: Tx) {
  return tx.selectFrom('warehouse').select(['code', 'timezone']).orderBy('code').execute()
}

async function readRegions(tx: Tx, warehouse: string): Promise<Region[]> {
  const rows = await tx
    .selectFrom('region')
    .select('body')
    .where('warehouse', '=', warehouse)
    .orderBy('code')
    .execute()
  return rows.map((row) => row.body as Region)
}
