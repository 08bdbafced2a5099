import { sql } from 'kysely'
import {
  INTENT_VERSION_DEFAULT,
  type OrderIntent,
  regionOf,
} from '#contract/orders/order-intent.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import type { Burden } from '../capacity/index.ts'
import type { LineGoods } from '../inventory/index.ts'
import type { Tx } from '../store/index.ts'
import { intentHash } from './find-intent.ts'
import type { WantedLine } from './read-goods.ts'

/** Shorter numbers get zeros in front; longer ones are as long as they are. */
const ORDER_NUMBER_DIGITS = 6

export type NewOrder = {
  orderId: string
  shipmentId: string
  warehouse: string
  at: string
  status: OrderStatus
  intent: OrderIntent
  goods: readonly WantedLine[]
  /** What is reserved of its lines. */
  reserved: readonly LineGoods[]
  burden: Burden
  deliveryDate: string | null
  paymentDueAt: string | null
}

/**
 * Writes an order, its lines, its shipment and the intent it came from, and answers with the number it
 * got. One statement: at intake most of the time goes into the way to the database and back.
 */
export async function insertOrder(tx: Tx, order: NewOrder): Promise<string> {
  const { orderId, shipmentId, warehouse, at, status, intent, goods, burden } = order
  const converted = goods.flatMap((line) => line.converted ?? [])
  const { rows } = await sql<{ orderNumber: string }>`
    WITH head AS (
      INSERT INTO customer_order (id, order_number, warehouse, status, customer_ref, ship_to, region,
        delivery_date, weight_grams, volume_cm3, created_at, updated_at, fulfilment, payment_due_at,
        is_backordered)
      SELECT ${orderId}, 'LL-' || lpad(n, greatest(${ORDER_NUMBER_DIGITS}::integer, length(n)), '0'),
        ${warehouse}, ${status}, ${intent.customerRef}, ${JSON.stringify(intent.shipTo)}::jsonb,
        ${regionOf(intent)}, ${order.deliveryDate}::date, ${burden.weightGrams}::bigint,
        ${burden.volumeCm3}::bigint, ${at}::timestamptz, ${at}::timestamptz,
        ${intent.fulfilment ?? 'delivery'}, ${order.paymentDueAt}::timestamptz,
        ${status === 'ON_HOLD'}::boolean
      FROM CAST(nextval('order_number_seq') AS text) AS n
      RETURNING order_number
    ), lines AS (
      INSERT INTO order_line (order_id, line_no, sku, ordered, reserved, reserved_lot,
        unit_price_cents)
      SELECT ${orderId}, l.line_no, l.sku, l.ordered, l.reserved, l.reserved_lot, l.unit_price_cents
      FROM json_to_recordset(${JSON.stringify(lineRows(order))}::json) AS l (line_no integer,
        sku text, ordered integer, reserved integer, reserved_lot text, unit_price_cents bigint)
    ), parcel AS (
      INSERT INTO shipment (id, order_id, warehouse, status, updated_at)
      VALUES (${shipmentId}, ${orderId}, ${warehouse}, 'PENDING', ${at}::timestamptz)
    ), source AS (
      INSERT INTO order_intent (source_system, order_intent_id, payload_hash, payload,
        contract_version, received_at, order_id, converted_lines)
      VALUES (${intent.sourceSystem}, ${intent.orderIntentId}, ${intentHash(intent)},
        ${JSON.stringify(intent)}::jsonb, ${intent.contractVersion ?? INTENT_VERSION_DEFAULT},
        ${at}::timestamptz, ${orderId}, ${JSON.stringify(converted)}::jsonb)
    )
    SELECT order_number AS "orderNumber" FROM head`.execute(tx)
  const [written] = rows
  if (written === undefined) throw new Error('an order was written without a number')
  return written.orderNumber
}

function lineRows({ goods, reserved }: NewOrder) {
  const ofLine = new Map(reserved.map((line) => [line.lineNo, line]))
  return goods.map((line) => ({
    line_no: line.lineNo,
    sku: line.sku,
    ordered: line.quantity,
    reserved: ofLine.get(line.lineNo)?.quantity ?? 0,
    reserved_lot: ofLine.get(line.lineNo)?.lot ?? '',
    unit_price_cents: line.unitPriceCents,
  }))
}
