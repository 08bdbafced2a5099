import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import { TODAY_LOADS_MAX } from '#contract/http/today-routes.ts'
import { addDays } from '#contract/orders/local-time.ts'
import { readGoodsToCome } from '../../loading/index.ts'
import { textColumn, type Tx } from '../../store/index.ts'
import type { Scope } from './read-today.ts'

type LoadRow = {
  id: string
  number: string
  region: string
  deliveryDate: string
  status: DocumentOf<'load'>['status']
  plate: string
  units: number
  weightGrams: number
  volumeCm3: number
  maxWeightGrams: number
  maxVolumeCm3: number
}

/** On a Friday before a holiday the next truck leaves in some days: so far is looked for it. */
const DAYS_AHEAD = 7
/** The day at hand and the one after it. */
const DAYS_SHOWN = 2

/**
 * The loads of the next two days that have any, today among them, and how full each is; what is on board is summed
 * where it lies.
 */
export async function readLoads(tx: Tx, { warehouses, today }: Scope) {
  const until = addDays(today, DAYS_AHEAD)
  const { rows } = await sql<LoadRow>`
    SELECT l.id, l.number, l.region, l.delivery_date AS "deliveryDate", d.body ->> 'status' AS status,
      d.body #>> '{vehicle,plate}' AS plate, u.units, u.grams AS "weightGrams", u.cm3 AS "volumeCm3",
      (d.body #>> '{vehicle,maxWeightGrams}')::bigint AS "maxWeightGrams",
      (d.body #>> '{vehicle,maxVolumeCm3}')::bigint AS "maxVolumeCm3"
    FROM load l
    JOIN document d ON d.warehouse = l.warehouse AND d.kind = 'load' AND d.id = l.id,
    LATERAL (
      SELECT count(*) AS units, coalesce(sum((unit ->> 'grossGrams')::bigint), 0)::bigint AS grams,
        coalesce(sum((unit ->> 'volumeCm3')::bigint), 0)::bigint AS cm3
      FROM jsonb_array_elements(d.body -> 'units') AS unit
    ) u
    WHERE l.warehouse = ANY(${textColumn(warehouses)})
      AND l.delivery_date IN (
        SELECT DISTINCT near.delivery_date FROM load near
        WHERE near.warehouse = ANY(${textColumn(warehouses)})
          AND near.delivery_date BETWEEN ${today}::date AND ${until}::date
        ORDER BY near.delivery_date LIMIT ${DAYS_SHOWN})
    ORDER BY l.delivery_date, l.number LIMIT ${TODAY_LOADS_MAX}`.execute(tx)
  const toCome = await readGoodsToCome(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, ...load }) => ({
    ...load,
    expectedGrams: load.weightGrams + toCome(id).weightGrams,
    expectedCm3: load.volumeCm3 + toCome(id).volumeCm3,
  }))
}
