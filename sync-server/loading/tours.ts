import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import { stopOf } from '#contract/documents/load.ts'
import type { Tx } from '../store/index.ts'
import { plannedElsewhere, type Tour } from './stops.ts'

type Load = DocumentOf<'load'>
type Unit = DocumentOf<'unit'>

/** Units of packed orders of a load's tour that stand on no load and no pallet and are not another's. */
export async function unitsWaiting(tx: Tx, load: Load): Promise<Unit[]> {
  const units = await readWaiting(tx, load)
  return oursOf(units, load, await plannedElsewhere(tx, load, load.id))
}

/** The same for some loads, each tour read once; by the id of the load. Nothing waits for one that has left. */
export async function readUnitsWaiting(
  tx: Tx,
  loads: readonly Load[],
): Promise<Map<string, Unit[]>> {
  const found = new Map<string, Unit[]>()
  const here = loads.filter(({ status }) => status !== 'departed')
  const tours = Map.groupBy(here, ({ warehouse, region, deliveryDate }) =>
    JSON.stringify([warehouse, region, deliveryDate]),
  )
  for (const ofTour of tours.values()) {
    const [first] = ofTour
    if (first === undefined) continue
    const units = await readWaiting(tx, first)
    for (const load of ofTour) {
      found.set(load.id, oursOf(units, load, await plannedElsewhere(tx, load, load.id)))
    }
  }
  return found
}

function oursOf(units: readonly Unit[], load: Load, elsewhere: ReadonlySet<string>): Unit[] {
  return units.filter(
    ({ shipmentId }) => stopOf(load, shipmentId) !== null || !elsewhere.has(shipmentId ?? ''),
  )
}

async function readWaiting(tx: Tx, { warehouse, region, deliveryDate }: Tour): Promise<Unit[]> {
  const packed = await tx
    .selectFrom('customer_order')
    .select('order_number')
    .where('warehouse', '=', warehouse)
    .where('delivery_date', '=', deliveryDate)
    .where('region', '=', region)
    .where('status', '=', 'PACKED')
    .execute()
  const orders = new Set(packed.map((row) => row.order_number))
  const units = await unitsOfOrders(tx, warehouse, [...orders])
  return units
    .filter((unit) => unit.status === 'closed' && unit.loadId === null && unit.parentId === null)
    .filter((unit) => unit.orderNumbers.every((order) => orders.has(order)))
}

/** Each unit once, however many of the orders have goods in it. */
async function unitsOfOrders(tx: Tx, warehouse: string, orders: string[]): Promise<Unit[]> {
  if (orders.length === 0) return []
  const { rows } = await sql<{ body: Unit }>`
    SELECT d.body FROM unnest(${orders}::text[]) AS o (number)
    CROSS JOIN LATERAL (
      SELECT body FROM document
      WHERE kind = 'unit' AND body -> 'orderNumbers' @> jsonb_build_array(o.number)
        AND warehouse = ${warehouse} AND in_scope
    ) d`.execute(tx)
  return [...new Map(rows.map(({ body }) => [body.id, body])).values()]
}
