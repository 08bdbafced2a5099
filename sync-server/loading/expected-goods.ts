import { sql } from 'kysely'
import { UNPACKED_STATES } from '#contract/orders/unpacked-states.ts'
import { textColumn, type Tx } from '../store/index.ts'

/** What is still to come on board of a load: as measured where it is packed, as ordered where it is not. */
export type GoodsToCome = { weightGrams: number; volumeCm3: number }

const NOTHING: GoodsToCome = { weightGrams: 0, volumeCm3: 0 }

type Row = GoodsToCome & { id: string }

/**
 * What stops of loads still have on the floor, by the id of the load. Summed where it lies: a day has some thousand
 * units. A carton of two orders counts once.
 */
export async function readGoodsToCome(
  tx: Tx,
  loadIds: readonly string[],
): Promise<(loadId: string) => GoodsToCome> {
  if (loadIds.length === 0) return () => NOTHING
  const { rows } = await sql<Row>`
    WITH stop AS (
      SELECT l.id, l.warehouse, o.order_number, o.status, o.weight_grams, o.volume_cm3
      FROM load l
      JOIN document d ON d.warehouse = l.warehouse AND d.kind = 'load' AND d.id = l.id,
      LATERAL jsonb_array_elements_text(d.body -> 'stops') AS planned (shipment)
      JOIN shipment s ON s.id = planned.shipment
      JOIN customer_order o ON o.id = s.order_id
      WHERE l.id = ANY(${textColumn(loadIds)}) AND d.body ->> 'status' <> 'departed'
    ), packed AS (
      SELECT DISTINCT ON (stop.id, u.id) stop.id,
        coalesce((u.body #>> '{weight,grossGrams}')::bigint, 0) AS grams,
        (u.body ->> 'volumeCm3')::bigint AS cm3
      FROM stop, LATERAL (
        SELECT id, body FROM document
        WHERE kind = 'unit' AND body -> 'orderNumbers' @> jsonb_build_array(stop.order_number)
          AND warehouse = stop.warehouse AND in_scope
      ) u
      WHERE stop.status = 'PACKED' AND u.body ->> 'status' = 'closed'
        AND u.body ->> 'loadId' IS NULL
        -- A pallet that is still open weighs nothing yet: until it is closed what stands on it counts.
        AND coalesce((SELECT p.body ->> 'status' FROM document p WHERE p.warehouse = stop.warehouse
          AND p.kind = 'unit' AND p.id = u.body ->> 'parentId'), 'open') = 'open'
    )
    SELECT id, sum(grams)::bigint AS "weightGrams", sum(cm3)::bigint AS "volumeCm3"
    FROM (
      SELECT id, grams, cm3 FROM packed
      UNION ALL
      SELECT id, weight_grams, volume_cm3 FROM stop
      WHERE status = ANY(${textColumn(UNPACKED_STATES)})
    ) goods
    GROUP BY id`.execute(tx)
  const found = new Map(rows.map(({ id, ...goods }) => [id, goods]))
  return (loadId) => found.get(loadId) ?? NOTHING
}
