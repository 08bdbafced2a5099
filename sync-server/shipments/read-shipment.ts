import type { CourierStatus, ShipmentEventFate } from '#contract/http/shipment-routes.ts'
import type { DocumentOf } from '#contract/documents/document.ts'
import type { ShipTo } from '#contract/documents/ids.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { findUnits } from '../sync/find-units.ts'
import { readProof } from './proof.ts'

/** A courier that pings from the road says the same many times; nobody reads more than the last. */
const EVENTS_SHOWN_MAX = 500

/** One shipment with all that was said of it. */
export async function readShipment(tx: Tx, id: string) {
  const row = await selectShipments(tx).where('s.id', '=', id).executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `no shipment ${id}`)
  return {
    ...(await headOf(tx, row)),
    events: await readEvents(tx, id),
    proof: await readProof(tx, id),
  }
}

/** Whose goods are in a unit, wherever in it. */
export async function readShipmentsOfUnit(tx: Tx, unitId: string) {
  const found = await tx
    .selectFrom('document')
    .select(['warehouse', 'body'])
    .where('kind', '=', 'unit')
    .where('id', '=', unitId)
    .executeTakeFirst()
  if (found === undefined) throw new Problem('not-found', `no unit ${unitId}`)
  const unit = found.body as DocumentOf<'unit'>
  const rows =
    unit.orderNumbers.length === 0
      ? []
      : await selectShipments(tx)
          .where('o.order_number', 'in', unit.orderNumbers)
          .where('s.warehouse', '=', found.warehouse)
          .orderBy('s.id')
          .execute()
  const shipments = []
  for (const row of rows) shipments.push(await headOf(tx, row))
  const { kind, status, parentId } = unit
  return { unitId, kind, status, parentId, grossGrams: unit.weight?.grossGrams ?? null, shipments }
}

type ShipmentRow = {
  id: string
  warehouse: string
  status: string
  status_at: string | null
  order_number: string
  order_status: string
  ship_to: unknown
}

function selectShipments(tx: Tx) {
  return tx
    .selectFrom('shipment as s')
    .innerJoin('customer_order as o', 'o.id', 's.order_id')
    .select([
      's.id',
      's.warehouse',
      's.status',
      's.status_at',
      'o.order_number',
      'o.status as order_status',
      'o.ship_to',
    ])
}

async function headOf(tx: Tx, row: ShipmentRow) {
  const units = await findUnits(tx, row.warehouse, row.order_number)
  return {
    id: row.id,
    orderNumber: row.order_number,
    orderStatus: row.order_status as OrderStatus,
    status: row.status,
    statusAt: row.status_at,
    shipTo: row.ship_to as ShipTo,
    unitIds: units
      .filter((unit) => unit.shipmentId === row.id && unit.status !== 'dropped')
      .map((unit) => unit.id),
  }
}

async function readEvents(tx: Tx, shipmentId: string) {
  const rows = await tx
    .selectFrom('shipment_event')
    .selectAll()
    .where('shipment_id', '=', shipmentId)
    .orderBy('id', 'desc')
    .limit(EVENTS_SHOWN_MAX)
    .execute()
  return rows.reverse().map(({ latitude: lat, longitude: lng, ...row }) => ({
    status: row.status as CourierStatus,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    writtenBy: row.written_by,
    location: lat === null && lng === null ? null : { lat, lng },
    became: row.became as ShipmentEventFate,
  }))
}
