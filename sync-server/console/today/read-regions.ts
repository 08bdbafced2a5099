import type { Region } from '#contract/documents/master-data.ts'
import { earliestDeliveryDate, nextCutOff, nextDeliveryDay } from '#contract/orders/cut-off.ts'
import { instantOf } from '../../deps.ts'
import type { Tx } from '../../store/index.ts'
import type { Scope } from './read-today.ts'

/** A region with the day that is picked for next. */
export type TodayRegion = { region: Region; nextDay: string | null }

export async function readRegions(
  tx: Tx,
  { warehouses, today }: Scope,
): Promise<Map<string, TodayRegion>> {
  const rows = await tx
    .selectFrom('region')
    .select('body')
    .where('warehouse', 'in', warehouses)
    .orderBy('code')
    .execute()
  const regions = rows.map((row) => row.body as Region)
  return new Map(
    regions.map((region) => [region.code, { region, nextDay: nextDeliveryDay(today, region) }]),
  )
}

/** When each region next stops taking orders for its day, soonest first. */
export function cutOffsOf(regions: ReadonlyMap<string, TodayRegion>, nowMs: number) {
  const now = instantOf(nowMs)
  return [...regions.values()]
    .map(({ region }) => ({
      region: region.code,
      regionName: region.name,
      timezone: region.timezone,
      cutOffAt: nextCutOff(now, region),
      deliveryDate: earliestDeliveryDate({ now, region }),
    }))
    .toSorted((a, b) => a.cutOffAt.localeCompare(b.cutOffAt) || a.region.localeCompare(b.region))
}
