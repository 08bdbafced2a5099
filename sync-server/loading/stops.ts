import { sql } from 'kysely'
import type { ShipTo } from '#contract/documents/ids.ts'
import { STOPS_MAX } from '#contract/http/loading-routes.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'

/** Where and when a load goes. */
export type Tour = { warehouse: string; region: string; deliveryDate: string }

/**
 * The shipments of a tour that have not left the building and are on no other load's way, by postal
 * code. What is ordered later has no stop and may go along all the same.
 */
export async function defaultStops(
  tx: Tx,
  tour: Tour,
  loadId: string | null = null,
): Promise<string[]> {
  const taken = [...(await plannedElsewhere(tx, tour, loadId))]
  const { rows } = await sql<{ id: string }>`
    SELECT s.id FROM customer_order o JOIN shipment s ON s.order_id = o.id
    WHERE o.warehouse = ${tour.warehouse} AND o.region = ${tour.region}
      AND o.delivery_date = ${tour.deliveryDate}
      AND o.status IN ('CONFIRMED', 'IN_PROGRESS', 'PICKED', 'PACKED', 'ON_HOLD')
      AND NOT s.id = ANY(${taken}::text[])
    ORDER BY o.ship_to ->> 'postalCode' COLLATE "C", o.order_number
    LIMIT ${STOPS_MAX}`.execute(tx)
  return rows.map((row) => row.id)
}

type StopRow = {
  shipmentId: string
  orderNumber: string
  status: OrderStatus
  shipTo: ShipTo
  weightGrams: number
  volumeCm3: number
}

/** What there is to know of shipments that are stops, in the order given; one that is gone is left out. */
export async function readStops(tx: Tx, shipmentIds: readonly string[]): Promise<StopRow[]> {
  if (shipmentIds.length === 0) return []
  const { rows } = await sql<StopRow>`
    SELECT s.id AS "shipmentId", o.order_number AS "orderNumber", o.status,
      o.ship_to AS "shipTo", o.weight_grams AS "weightGrams", o.volume_cm3 AS "volumeCm3"
    FROM unnest(${[...shipmentIds]}::text[]) WITH ORDINALITY AS t (id, place)
    JOIN shipment s ON s.id = t.id JOIN customer_order o ON o.id = s.order_id
    ORDER BY t.place`.execute(tx)
  return rows
}

/** Throws a problem for a stop that is no shipment of the tour. */
export async function requireStops(tx: Tx, tour: Tour, stops: readonly string[]): Promise<void> {
  if (stops.length === 0) return
  const rows = await tx
    .selectFrom('shipment as s')
    .innerJoin('customer_order as o', 'o.id', 's.order_id')
    .select('s.id')
    .where('s.id', 'in', stops)
    .where('o.warehouse', '=', tour.warehouse)
    .where('o.region', '=', tour.region)
    .where('o.delivery_date', '=', tour.deliveryDate)
    .where('o.status', '<>', 'CANCELLED')
    .execute()
  const known = new Set(rows.map((row) => row.id))
  const wrong = stops.flatMap((id, index) => (known.has(id) ? [] : [{ id, index }]))
  const [first] = wrong
  if (first === undefined) return
  const { region, deliveryDate } = tour
  const message = `shipment ${first.id} is not for ${region} on ${deliveryDate}`
  const errors = wrong.map(({ id, index }) => ({
    path: `stops[${index}]`,
    message: `no shipment ${id} for ${region} on ${deliveryDate}`,
  }))
  throw new Problem('unknown-shipment', message, { errors: errors.slice(0, ERRORS_SHOWN_MAX) })
}

const ERRORS_SHOWN_MAX = 20

/** Stops of the tour's loads that have not departed, but for one load's own. */
export async function plannedElsewhere(
  tx: Tx,
  { warehouse, region, deliveryDate }: Tour,
  loadId: string | null,
): Promise<Set<string>> {
  const { rows } = await sql<{ stops: string[] }>`
    SELECT d.body -> 'stops' AS stops FROM load l
    JOIN document d ON d.warehouse = l.warehouse AND d.kind = 'load' AND d.id = l.id
    WHERE l.warehouse = ${warehouse} AND l.region = ${region}
      AND l.delivery_date = ${deliveryDate} AND d.in_scope
      AND l.id IS DISTINCT FROM ${loadId}::text`.execute(tx)
  return new Set(rows.flatMap((row) => row.stops))
}
