import { type RawBuilder, sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import { UNPACKED_STATES } from '#contract/orders/unpacked-states.ts'
import { textColumn, type Tx } from '../store/index.ts'

type Unit = DocumentOf<'unit'>

/** What is still to come on board of a load, counted and weighed over the same goods. */
export type GoodsToCome = {
  units: number
  /** Orders of its stops that are not packed yet. */
  ordersNotPacked: number
  weightGrams: number
  volumeCm3: number
}

const NOTHING: GoodsToCome = { units: 0, ordersNotPacked: 0, weightGrams: 0, volumeCm3: 0 }

type Row = GoodsToCome & { id: string }

/** What loads still have on the floor, by the id of the load. Summed where it lies: a day has some thousand units. */
export async function readGoodsToCome(
  tx: Tx,
  loadIds: readonly string[],
): Promise<(loadId: string) => GoodsToCome> {
  if (loadIds.length === 0) return () => NOTHING
  const { rows } = await sql<Row>`
    WITH ${goodsToCome(loadIds)}
    SELECT load_id AS id, sum(units)::int AS units, sum(orders)::int AS "ordersNotPacked",
      sum(grams)::bigint AS "weightGrams", sum(cm3)::bigint AS "volumeCm3"
    FROM (
      SELECT load_id, 1 AS units, 0 AS orders, grams, cm3 FROM unit_to_come
      UNION ALL
      SELECT load_id, 0, 1, weight_grams, volume_cm3 FROM order_to_come
    ) goods
    GROUP BY load_id`.execute(tx)
  const found = new Map(rows.map(({ id, ...goods }) => [id, goods]))
  return (loadId) => found.get(loadId) ?? NOTHING
}

/** The packed part of it, unit by unit. */
export async function readUnitsToCome(tx: Tx, loadId: string): Promise<Unit[]> {
  const { rows } = await sql<{ body: Unit }>`
    WITH ${goodsToCome([loadId])}
    SELECT d.body FROM unit_to_come u
    JOIN document d ON d.warehouse = u.warehouse AND d.kind = 'unit' AND d.id = u.unit_id
    ORDER BY u.unit_id`.execute(tx)
  return rows.map(({ body }) => body)
}

/**
 * The one set of goods that are expected on loads and not on board; all that is called expected, missing or to come
 * is counted and weighed over it. Nothing is to come for a load that has departed. For any other:
 *
 * - `unit_to_come`: each closed unit that stands on no load, all of whose orders are packed and of the load's region
 *   and day. It is of a stop of this load, or of no load's stop: what was ordered after the planning may go along
 *   with any. What stands on a closed pallet goes with the pallet, which is the unit. A pallet that is still being
 *   built is no unit yet: until it is closed, each carton on it counts. It weighs what was measured.
 * - `order_to_come`: each order of the load's own stops that is not packed yet, whole, as it was ordered; what of it
 *   is in a unit already does not count a second time.
 */
function goodsToCome(loadIds: readonly string[]): RawBuilder<unknown> {
  return sql`
    filling AS (
      SELECT l.id, l.warehouse, l.region, l.delivery_date, d.body -> 'stops' AS stops
      FROM load l JOIN document d ON d.warehouse = l.warehouse AND d.kind = 'load' AND d.id = l.id
      WHERE l.id = ANY(${textColumn(loadIds)}) AND d.body ->> 'status' <> 'departed'
    ), tour AS (
      SELECT DISTINCT warehouse, region, delivery_date FROM filling
    ), planned AS (
      SELECT shipment, array_agg(l.id) AS load_ids
      FROM tour JOIN load l USING (warehouse, region, delivery_date)
      JOIN document d ON d.warehouse = l.warehouse AND d.kind = 'load' AND d.id = l.id,
      LATERAL jsonb_array_elements_text(d.body -> 'stops') AS stop (shipment)
      WHERE d.in_scope
      GROUP BY shipment
    ), packed AS (
      SELECT DISTINCT ON (tour.warehouse, u.id) tour.*, u.id AS unit_id,
        u.body ->> 'shipmentId' AS shipment, u.body -> 'orderNumbers' AS order_numbers,
        coalesce((u.body #>> '{weight,grossGrams}')::bigint, 0) AS grams,
        (u.body ->> 'volumeCm3')::bigint AS cm3
      FROM tour JOIN customer_order o USING (warehouse, region, delivery_date),
      LATERAL (
        SELECT id, body FROM document
        WHERE kind = 'unit' AND body -> 'orderNumbers' @> jsonb_build_array(o.order_number)
          AND warehouse = tour.warehouse AND in_scope
      ) u
      WHERE o.status = 'PACKED' AND u.body ->> 'status' = 'closed' AND u.body ->> 'loadId' IS NULL
        AND coalesce((SELECT p.body ->> 'status' FROM document p WHERE p.warehouse = tour.warehouse
          AND p.kind = 'unit' AND p.id = u.body ->> 'parentId'), 'open') = 'open'
    ), unit_to_come AS (
      SELECT f.id AS load_id, p.warehouse, p.unit_id, p.grams, p.cm3
      FROM packed p JOIN filling f USING (warehouse, region, delivery_date)
      LEFT JOIN planned ON planned.shipment = p.shipment
      WHERE (planned.load_ids IS NULL OR f.id = ANY(planned.load_ids))
        AND NOT EXISTS (
          SELECT FROM jsonb_array_elements_text(p.order_numbers) AS other (order_number)
          LEFT JOIN customer_order o ON o.order_number = other.order_number AND o.status = 'PACKED'
            AND (o.warehouse, o.region, o.delivery_date) = (f.warehouse, f.region, f.delivery_date)
          WHERE o.id IS NULL)
    ), order_to_come AS (
      SELECT f.id AS load_id, o.weight_grams, o.volume_cm3
      FROM filling f, LATERAL jsonb_array_elements_text(f.stops) AS stop (shipment)
      JOIN shipment s ON s.id = stop.shipment
      JOIN customer_order o ON o.id = s.order_id
      WHERE o.status = ANY(${textColumn(UNPACKED_STATES)})
    )`
}
