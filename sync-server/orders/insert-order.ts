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

const ORDER_NUMBER_DIGITS = 6

export type NewOrder = {
  orderId: string
  orderNumber: string
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

export async function nextOrderNumber(tx: Tx): Promise<string> {
  const { rows } = await sql<{ number: number }>`
    SELECT nextval('order_number_seq') AS number`.execute(tx)
  return `LL-${String(rows[0]?.number ?? 0).padStart(ORDER_NUMBER_DIGITS, '0')}`
}

/** Writes an order, its lines, its shipment and the intent it came from. */
export async function insertOrder(tx: Tx, order: NewOrder): Promise<void> {
  const { orderId, warehouse, at, shipmentId } = order
  await insertHead(tx, order)
  await insertLines(tx, order)
  await tx
    .insertInto('shipment')
    .values({ id: shipmentId, order_id: orderId, warehouse, status: 'PENDING', updated_at: at })
    .execute()
  await insertIntent(tx, order)
}

async function insertHead(tx: Tx, order: NewOrder): Promise<void> {
  const { intent, burden, at } = order
  await tx
    .insertInto('customer_order')
    .values({
      id: order.orderId,
      order_number: order.orderNumber,
      warehouse: order.warehouse,
      status: order.status,
      customer_ref: intent.customerRef,
      ship_to: JSON.stringify(intent.shipTo),
      region: regionOf(intent),
      delivery_date: order.deliveryDate,
      weight_grams: burden.weightGrams,
      volume_cm3: burden.volumeCm3,
      created_at: at,
      updated_at: at,
      fulfilment: intent.fulfilment ?? 'delivery',
      payment_due_at: order.paymentDueAt,
      is_backordered: order.status === 'ON_HOLD',
    })
    .execute()
}

async function insertLines(tx: Tx, { orderId, goods, reserved }: NewOrder): Promise<void> {
  const ofLine = new Map(reserved.map((line) => [line.lineNo, line]))
  await tx
    .insertInto('order_line')
    .values(
      goods.map((line) => ({
        order_id: orderId,
        line_no: line.lineNo,
        sku: line.sku,
        ordered: line.quantity,
        reserved: ofLine.get(line.lineNo)?.quantity ?? 0,
        reserved_lot: ofLine.get(line.lineNo)?.lot ?? '',
        unit_price_cents: line.unitPriceCents,
      })),
    )
    .execute()
}

async function insertIntent(tx: Tx, { intent, orderId, at, goods }: NewOrder): Promise<void> {
  await tx
    .insertInto('order_intent')
    .values({
      source_system: intent.sourceSystem,
      order_intent_id: intent.orderIntentId,
      payload_hash: intentHash(intent),
      payload: JSON.stringify(intent),
      contract_version: intent.contractVersion ?? INTENT_VERSION_DEFAULT,
      received_at: at,
      order_id: orderId,
      converted_lines: JSON.stringify(goods.flatMap((line) => line.converted ?? [])),
    })
    .execute()
}
