import type { Region } from '#contract/documents/master-data.ts'
import { Problem } from '../http/problem.ts'
import { noteBefore, type Tx } from '../store/index.ts'

export type StoredRegion = Region & { warehouse: string }
export type RegionInput = Omit<Region, 'timezone'> & {
  warehouse?: string | undefined
  timezone?: string | undefined
}

const DEFAULT_WAREHOUSE = 'MAIN'

/** Creates or changes a region. One that exists stays in its warehouse. */
export async function saveRegion(tx: Tx, input: RegionInput): Promise<StoredRegion> {
  const { warehouse: wanted, timezone, ...rest } = input
  const before = await readRegion(tx, input.code, true)
  noteBefore(tx, before)
  const warehouse = wanted ?? before?.warehouse ?? DEFAULT_WAREHOUSE
  if (before && before.warehouse !== warehouse) throw regionElsewhere(input.code, before.warehouse)
  const home = await tx
    .selectFrom('warehouse')
    .select('timezone')
    .where('code', '=', warehouse)
    .executeTakeFirst()
  if (!home) throw new Problem('unknown-warehouse', `there is no warehouse ${warehouse}`)
  const region: Region = {
    ...rest,
    deliveryWeekdays: [...new Set(rest.deliveryWeekdays)].sort((a, b) => a - b),
    closedDates: [...new Set(rest.closedDates)].sort(),
    timezone: timezone ?? home.timezone,
  }
  const body = JSON.stringify(region)
  const saved = await tx
    .insertInto('region')
    .values({ warehouse, code: region.code, body })
    .onConflict((conflict) =>
      conflict.column('code').doUpdateSet({ body }).where('region.warehouse', '=', warehouse),
    )
    .returning('code')
    .executeTakeFirst()
  if (!saved) throw regionElsewhere(input.code, 'another warehouse')
  return { ...region, warehouse }
}

export async function readRegion(
  tx: Tx,
  code: string,
  isLocked = false,
): Promise<StoredRegion | undefined> {
  const row = await tx
    .selectFrom('region')
    .select(['warehouse', 'body'])
    .where('code', '=', code)
    .$if(isLocked, (query) => query.forUpdate())
    .executeTakeFirst()
  return row && { ...(row.body as Region), warehouse: row.warehouse }
}

/** Regions behind a code, by code; of one warehouse where it is named. */
export async function listRegions(
  tx: Tx,
  { warehouse, after, limit }: { warehouse?: string | undefined; after: string; limit: number },
) {
  const rows = await tx
    .selectFrom('region')
    .select(['warehouse', 'body'])
    .where('code', '>', after)
    .$if(warehouse !== undefined, (query) => query.where('warehouse', '=', warehouse ?? ''))
    .orderBy('code')
    .limit(limit + 1)
    .execute()
  const items = rows
    .slice(0, limit)
    .map((row) => ({ ...(row.body as Region), warehouse: row.warehouse }))
  return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null }
}

function regionElsewhere(code: string, warehouse: string): Problem {
  return new Problem('region-elsewhere', `region ${code} belongs to ${warehouse}`)
}
