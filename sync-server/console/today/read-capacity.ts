import { sql } from 'kysely'
import { TODAY_CAPACITY_DAYS } from '#contract/http/today-routes.ts'
import { isDeliveryDay } from '#contract/orders/cut-off.ts'
import { addDays } from '#contract/orders/local-time.ts'
import { textColumn, type Tx } from '../../store/index.ts'
import type { TodayRegion } from './read-regions.ts'
import type { Scope } from './read-today.ts'

type SlotRow = {
  region: string
  deliveryDate: string
  maxWeightGrams: number
  maxVolumeCm3: number
  reservedWeightGrams: number
  reservedVolumeCm3: number
  packedWeightGrams: number
  packedVolumeCm3: number
}

/** How full the next days are, by region. */
export async function readCapacity(
  tx: Tx,
  { warehouses, today }: Scope,
  regions: ReadonlyMap<string, TodayRegion>,
) {
  const days = Array.from({ length: TODAY_CAPACITY_DAYS }, (_, ahead) => addDays(today, ahead))
  const { rows } = await sql<SlotRow>`
    SELECT s.region, s.delivery_date AS "deliveryDate", s.max_weight_grams AS "maxWeightGrams",
      s.max_volume_cm3 AS "maxVolumeCm3", s.reserved_weight_grams AS "reservedWeightGrams",
      s.reserved_volume_cm3 AS "reservedVolumeCm3", s.packed_weight_grams AS "packedWeightGrams",
      s.packed_volume_cm3 AS "packedVolumeCm3"
    FROM capacity_slot s
    WHERE s.warehouse = ANY(${textColumn(warehouses)})
      AND s.delivery_date = ANY(${textColumn(days)}::date[])
    ORDER BY s.region, s.delivery_date`.execute(tx)
  const slots = rows.map((row) => ({
    ...row,
    regionName: regions.get(row.region)?.region.name ?? row.region,
  }))
  const closed = [...regions.values()].flatMap(({ region }) =>
    days
      .filter((day) => !isDeliveryDay(day, region))
      .map((deliveryDate) => ({ region: region.code, deliveryDate })),
  )
  return { days, slots, closed }
}
