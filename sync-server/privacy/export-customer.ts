import { sql } from 'kysely'
import type { CustomerData } from '#contract/http/privacy-routes.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import type { ShipTo } from '#contract/documents/ids.ts'
import { instantOf } from '../deps.ts'
import { textColumn, type Tx } from '../store/index.ts'
import { findUnits } from '../sync/find-units.ts'

type CustomerOrder = CustomerData['orders'][number]
type Asked = { customerRef: string; after: string; limit: number; nowMs: number }

/** Everything that is held about a customer, a page of orders at a time. */
export async function exportCustomer(tx: Tx, asked: Asked): Promise<CustomerData> {
  const { customerRef, after, limit, nowMs } = asked
  const rows = await tx
    .selectFrom('customer_order')
    .selectAll()
    .where(sql<boolean>`lower(customer_ref) = lower(${customerRef})`)
    .where('customer_ref', '=', customerRef)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const ids = page.map(({ id }) => id)
  const parts = {
    lines: await readLines(tx, ids),
    intents: await readIntents(tx, ids),
    history: await readHistory(tx, ids),
    payments: await readPayments(tx, ids),
    shipments: await readShipments(tx, ids),
  }
  const orders: CustomerOrder[] = []
  for (const row of page) {
    const units = await findUnits(tx, row.warehouse, row.order_number)
    orders.push({
      orderId: row.id,
      orderNumber: row.order_number,
      warehouse: row.warehouse,
      status: row.status as OrderStatus,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      erasedAt: row.erased_at,
      shipTo: row.ship_to as ShipTo,
      region: row.region,
      deliveryDate: row.delivery_date,
      lines: parts.lines.get(row.id) ?? [],
      intent: parts.intents.get(row.id)?.[0] ?? null,
      history: parts.history.get(row.id) ?? [],
      payments: parts.payments.get(row.id) ?? [],
      shipments: parts.shipments.get(row.id) ?? [],
      units: units.map(({ id: unitId, shipTo, label }) => {
        return { unitId, shipTo, printedCopies: label.lastCopy }
      }),
    })
  }
  const next = rows.length > limit ? (page.at(-1)?.id ?? null) : null
  return { customerRef, exportedAt: instantOf(nowMs), orders, next }
}

async function readLines(tx: Tx, ids: readonly string[]) {
  const { rows } = await sql<CustomerOrder['lines'][number] & OfOrder>`
    SELECT order_id AS "orderId", line_no AS "lineNo", sku, ordered FROM order_line
    WHERE order_id = ANY(${textColumn(ids)}) ORDER BY order_id, line_no`.execute(tx)
  return byOrder(rows)
}

async function readIntents(tx: Tx, ids: readonly string[]) {
  const { rows } = await sql<NonNullable<CustomerOrder['intent']> & OfOrder>`
    SELECT order_id AS "orderId", source_system AS "sourceSystem",
      order_intent_id AS "orderIntentId", received_at AS "receivedAt", payload
    FROM order_intent WHERE order_id = ANY(${textColumn(ids)})`.execute(tx)
  return byOrder(rows)
}

async function readHistory(tx: Tx, ids: readonly string[]) {
  const { rows } = await sql<CustomerOrder['history'][number] & OfOrder>`
    SELECT order_id AS "orderId", status, recorded_at AS "recordedAt", written_by AS "writtenBy",
      payload
    FROM order_status_history WHERE order_id = ANY(${textColumn(ids)}) ORDER BY order_id, id`.execute(
    tx,
  )
  return byOrder(rows)
}

async function readPayments(tx: Tx, ids: readonly string[]) {
  const { rows } = await sql<CustomerOrder['payments'][number] & OfOrder>`
    SELECT order_id AS "orderId", payment_ref AS "paymentRef", amount_cents AS "amountCents",
      recorded_at AS "recordedAt"
    FROM order_payment WHERE order_id = ANY(${textColumn(ids)})
    ORDER BY order_id, recorded_at`.execute(tx)
  return byOrder(rows)
}

async function readShipments(tx: Tx, ids: readonly string[]) {
  const { rows } = await sql<{ orderId: string; shipmentId: string; status: string }>`
    SELECT order_id AS "orderId", id AS "shipmentId", status FROM shipment
    WHERE order_id = ANY(${textColumn(ids)}) ORDER BY id`.execute(tx)
  const shipmentIds = textColumn(rows.map(({ shipmentId }) => shipmentId))
  type Shipment = CustomerOrder['shipments'][number]
  const reports = await sql<Shipment['reports'][number] & OfOrder>`
    SELECT shipment_id AS "orderId", status, occurred_at AS "occurredAt", latitude, longitude
    FROM shipment_event WHERE shipment_id = ANY(${shipmentIds}) ORDER BY id`.execute(tx)
  const proofs = await sql<Shipment['proofs'][number] & OfOrder>`
    SELECT shipment_id AS "orderId", signed_by AS "signedBy", signed_at AS "signedAt", signature,
      media_type AS "mediaType", latitude, longitude
    FROM proof_of_delivery WHERE shipment_id = ANY(${shipmentIds}) ORDER BY id`.execute(tx)
  const [reportsOf, proofsOf] = [byOrder(reports.rows), byOrder(proofs.rows)]
  return byOrder(
    rows.map((row) => ({
      ...row,
      reports: reportsOf.get(row.shipmentId) ?? [],
      proofs: proofsOf.get(row.shipmentId) ?? [],
    })),
  )
}

/** What a row belongs to: an order, or a shipment of one. */
type OfOrder = { orderId: string }

function byOrder<Row extends OfOrder>(rows: readonly Row[]): Map<string, Omit<Row, 'orderId'>[]> {
  const groups = new Map<string, Omit<Row, 'orderId'>[]>()
  for (const { orderId, ...rest } of rows) {
    const group = groups.get(orderId) ?? []
    groups.set(orderId, group)
    group.push(rest)
  }
  return groups
}
