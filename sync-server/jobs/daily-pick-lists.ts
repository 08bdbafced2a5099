import type { Region } from '#contract/documents/master-data.ts'
import { nextDeliveryDay } from '#contract/orders/cut-off.ts'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { generateDay } from '../picking/index.ts'
import { lastDueRun } from './due-time.ts'

/** When lists for the next delivery day are made, on the warehouse's wall. */
export const PICK_LISTS_AT = '16:00'

type Parts = Pick<Office, 'store' | 'deps' | 'poke'>

/**
 * Makes each region's lists for its next delivery day, once per day and warehouse. Whether it is due
 * follows from the record of runs alone, so a time that passed while the office was down is made up
 * for (TIME-2). Making lists twice makes nothing new, so a crash before the record does no harm.
 */
export async function runDailyPickLists({ store, deps, poke }: Parts): Promise<number> {
  const nowMs = deps.clock.now()
  const warehouses = await store.snapshot((tx) =>
    tx.selectFrom('warehouse').select(['code', 'timezone']).orderBy('code').execute(),
  )
  let created = 0
  for (const { code, timezone } of warehouses) {
    const name = `pick-lists/${code}`
    const { day, dueAt } = lastDueRun(nowMs, PICK_LISTS_AT, timezone)
    if (await hasRun(store, name, dueAt)) continue
    let made = 0
    for (const region of await readRegions(store, code)) {
      const deliveryDate = nextDeliveryDay(day, region)
      if (deliveryDate === null) continue
      const wanted = { warehouse: code, region: region.code, deliveryDate, writtenBy: name }
      made += await generateDay({ store, deps, poke }, wanted)
    }
    await recordRun(store, { name, dueAt, ranAt: instantOf(nowMs), result: { created: made } })
    created += made
  }
  return created
}

async function readRegions(store: Office['store'], warehouse: string): Promise<Region[]> {
  const rows = await store.snapshot((tx) =>
    tx
      .selectFrom('region')
      .select('body')
      .where('warehouse', '=', warehouse)
      .orderBy('code')
      .execute(),
  )
  return rows.map((row) => row.body as Region)
}

async function hasRun(store: Office['store'], name: string, dueAt: string): Promise<boolean> {
  const row = await store.snapshot((tx) =>
    tx
      .selectFrom('job_run')
      .select('name')
      .where('name', '=', name)
      .where('due_at', '=', dueAt)
      .executeTakeFirst(),
  )
  return row !== undefined
}

async function recordRun(
  store: Office['store'],
  run: { name: string; dueAt: string; ranAt: string; result: Record<string, unknown> },
): Promise<void> {
  await store.transaction((tx) =>
    tx
      .insertInto('job_run')
      .values({
        name: run.name,
        due_at: run.dueAt,
        ran_at: run.ranAt,
        result: JSON.stringify(run.result),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}
