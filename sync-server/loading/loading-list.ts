import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import { byLoadingOrder, isOverVehicle, stopOf } from '#contract/documents/load.ts'
import { isLabelVerified } from '#contract/documents/unit.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments } from '../sync/documents.ts'
import { readLoad } from './loads.ts'
import { plannedElsewhere } from './stops.ts'

type Load = DocumentOf<'load'>
type Unit = DocumentOf<'unit'>

/**
 * What is on board, and what should be: units of packed orders for the same region and day that stand on
 * no load and no pallet, unless another load was planned for their shipment. The last stop comes first.
 */
export async function readLoadingList(tx: Tx, number: string) {
  const load = await readLoad(tx, number)
  const onBoard = await unitsOnBoard(tx, load)
  const waiting = load.status === 'departed' ? [] : await unitsWaiting(tx, load)
  const units = [
    ...onBoard.map((unit) => rowOf(load, unit, true)),
    ...waiting.map((unit) => rowOf(load, unit, false)),
  ].toSorted(byLoadingOrder)
  const { status, region, deliveryDate, vehicle, driver } = load
  const aboard = units.filter((unit) => unit.onBoard)
  const all = sumOf(units)
  const { grossGrams: onBoardGrams, volumeCm3: onBoardCm3 } = sumOf(aboard)
  return {
    number,
    status,
    region,
    deliveryDate,
    vehicle,
    driver,
    units,
    missing: units.flatMap((unit) => (unit.onBoard ? [] : [unit.unitId])),
    totals: {
      units: units.length,
      ...all,
      onBoardUnits: aboard.length,
      onBoardGrams,
      onBoardCm3,
      fits: !isOverVehicle(vehicle, all),
    },
  }
}

function rowOf(load: Load, unit: Unit, onBoard: boolean) {
  const { id: unitId, kind, orderNumbers, shipmentId, shipTo, volumeCm3 } = unit
  return {
    unitId,
    kind,
    orderNumbers,
    shipmentId,
    shipTo,
    volumeCm3,
    onBoard,
    stop: stopOf(load, shipmentId),
    grossGrams: unit.weight?.grossGrams ?? 0,
    labelVerified: isLabelVerified(unit),
  }
}

function sumOf(units: readonly { grossGrams: number; volumeCm3: number }[]) {
  return {
    grossGrams: units.reduce((sum, unit) => sum + unit.grossGrams, 0),
    volumeCm3: units.reduce((sum, unit) => sum + unit.volumeCm3, 0),
  }
}

async function unitsOnBoard(tx: Tx, load: Load): Promise<Unit[]> {
  const keys = load.units.map(({ unitId: id }) => ({ kind: 'unit' as const, id }))
  const documents = await readDocuments(tx, load.warehouse, keys)
  return load.units.flatMap(({ unitId }) => documents.get('unit', unitId) ?? [])
}

async function unitsWaiting(tx: Tx, load: Load): Promise<Unit[]> {
  const { warehouse, region, deliveryDate } = load
  const packed = await tx
    .selectFrom('customer_order')
    .select('order_number')
    .where('warehouse', '=', warehouse)
    .where('delivery_date', '=', deliveryDate)
    .where('region', '=', region)
    .where('status', '=', 'PACKED')
    .execute()
  const orders = new Set(packed.map((row) => row.order_number))
  const elsewhere = await plannedElsewhere(tx, load, load.id)
  const isOurs = ({ shipmentId }: Unit) =>
    stopOf(load, shipmentId) !== null || !elsewhere.has(shipmentId ?? '')
  const units = await unitsOfOrders(tx, warehouse, [...orders])
  return units
    .filter((unit) => unit.status === 'closed' && unit.loadId === null && unit.parentId === null)
    .filter((unit) => unit.orderNumbers.every((order) => orders.has(order)) && isOurs(unit))
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
