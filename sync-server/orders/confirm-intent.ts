import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalIntent, type OrderIntent } from '#contract/orders/order-intent.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { reserveCapacity } from '../capacity/index.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { lockStock, reserveStock } from '../inventory/index.ts'
import { emitEvents } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import { chooseSlot } from './choose-slot.ts'
import { appendHistory } from './history.ts'
import { confirmedEvent, type MovedOrder } from './order-events.ts'
import { burdenOf, type ConvertedLine, readGoods, type WantedLine } from './read-goods.ts'
import { readRegion } from './read-region.ts'

export type IntentAnswer = {
  orderId: string
  orderNumber: string
  status: OrderStatus
  deliveryDate: string
  lines: ConvertedLine[]
}

const CONTRACT_VERSION_DEFAULT = '1'
const ORDER_NUMBER_DIGITS = 6

/**
 * Turns an intent into a confirmed order, all or nothing and once: capacity and stock are taken
 * under locks, in the order every transaction of the office takes them. Whoever posts the same
 * intent again gets the order there is. A problem undoes everything, so it does not burn the id.
 */
export async function confirmIntent(
  tx: Tx,
  intent: OrderIntent,
  deps: OfficeDeps,
): Promise<IntentAnswer & { replayed: boolean }> {
  refuseUnsupported(intent)
  const payloadHash = hash('sha256', canonicalIntent(intent))
  await lockIntent(tx, intent)
  const earlier = await readEarlier(tx, intent, payloadHash)
  if (earlier !== null) return { ...earlier, replayed: true }

  const now = instantOf(deps.clock.now())
  const { warehouse, region } = await readRegion(tx, intent.region)
  const goods = await readGoods(tx, warehouse, intent.lineItems)
  const burden = burdenOf(goods)
  const slot = await chooseSlot(tx, { warehouse, region, wanted: intent.deliveryDate, now, burden })
  await lockSufficientStock(tx, warehouse, goods)

  const orderId = deps.newId()
  const orderNumber = await nextOrderNumber(tx)
  const order = { orderId, orderNumber, warehouse, at: now }
  await insertOrder(tx, { ...order, intent, goods, deliveryDate: slot.deliveryDate, burden })
  await insertShipment(tx, { ...order, shipmentId: deps.newId() })
  await reserveCapacity(tx, warehouse, slot, burden)
  await reserveStock(tx, { ...order, lines: goods })
  const lines = goods.flatMap((line) => line.converted ?? [])
  await insertIntent(tx, { intent, payloadHash, orderId, receivedAt: now, lines })
  await appendHistory(tx, {
    warehouse,
    at: now,
    writtenBy: intent.sourceSystem,
    entries: openingEntries(orderNumber, intent, slot.deliveryDate),
  })
  const { deliveryDate } = slot
  const moved = movedOrder(orderNumber, intent, deliveryDate)
  const events = [confirmedEvent(moved, sourceOf(intent))]
  await emitEvents(tx, { warehouse, at: now, deps, events })
  return { orderId, orderNumber, status: 'CONFIRMED', deliveryDate, lines, replayed: false }
}

function refuseUnsupported(intent: OrderIntent): void {
  if (intent.fulfilment === 'collect') {
    throw new Problem('not-supported', 'this office delivers; orders to collect are not taken')
  }
  if (intent.allowBackorder === true) {
    throw new Problem('not-supported', 'this office takes no backorders')
  }
}

/** Two posts of one intent at once come one after the other; a row to lock may not exist yet. */
async function lockIntent(tx: Tx, { sourceSystem, orderIntentId }: OrderIntent): Promise<void> {
  const name = JSON.stringify(['order-intent', sourceSystem, orderIntentId])
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
}

async function readEarlier(
  tx: Tx,
  intent: OrderIntent,
  payloadHash: string,
): Promise<IntentAnswer | null> {
  const row = await tx
    .selectFrom('order_intent')
    .innerJoin('customer_order', 'customer_order.id', 'order_intent.order_id')
    .select(['payload_hash', 'order_id', 'converted_lines'])
    .select(['order_number', 'status', 'delivery_date'])
    .where('source_system', '=', intent.sourceSystem)
    .where('order_intent_id', '=', intent.orderIntentId)
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.payload_hash !== payloadHash) {
    throw new Problem(
      'intent-conflict',
      `${intent.sourceSystem} posted ${intent.orderIntentId} before with another content; ` +
        `it became order ${row.order_number}`,
    )
  }
  return {
    orderId: row.order_id,
    orderNumber: row.order_number,
    status: row.status as OrderStatus,
    deliveryDate: row.delivery_date ?? '',
    lines: row.converted_lines as ConvertedLine[],
  }
}

async function lockSufficientStock(
  tx: Tx,
  warehouse: string,
  goods: readonly WantedLine[],
): Promise<void> {
  const wanted = new Map<string, number>()
  for (const { sku, quantity } of goods) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity)
  const keys = [...wanted.keys()].map((sku) => ({ sku, lot: '' }))
  const rows = new Map((await lockStock(tx, warehouse, keys)).map((row) => [row.sku, row]))
  const errors = [...wanted].flatMap(([sku, quantity]) => {
    const row = rows.get(sku)
    const available = Math.max(0, (row?.onHand ?? 0) - (row?.reserved ?? 0))
    if (quantity <= available) return []
    const lineIndex = goods.findIndex((line) => line.sku === sku)
    const path = `lineItems[${lineIndex}].quantity`
    return [{ path, message: `${sku}: ${quantity} wanted, ${available} available` }]
  })
  const [first] = errors
  if (first !== undefined) throw new Problem('out-of-stock', first.message, { errors })
}

async function nextOrderNumber(tx: Tx): Promise<string> {
  const { rows } = await sql<{ number: number }>`
    SELECT nextval('order_number_seq') AS number`.execute(tx)
  return `LL-${String(rows[0]?.number ?? 0).padStart(ORDER_NUMBER_DIGITS, '0')}`
}

type OrderIdentity = { orderId: string; orderNumber: string; warehouse: string; at: string }

async function insertOrder(
  tx: Tx,
  order: OrderIdentity & {
    intent: OrderIntent
    goods: readonly WantedLine[]
    deliveryDate: string
    burden: { weightGrams: number; volumeCm3: number }
  },
): Promise<void> {
  const { orderId, orderNumber, warehouse, at, intent, goods, burden } = order
  await tx
    .insertInto('customer_order')
    .values({
      id: orderId,
      order_number: orderNumber,
      warehouse,
      status: 'CONFIRMED' satisfies OrderStatus,
      customer_ref: intent.customerRef,
      ship_to: JSON.stringify(intent.shipTo),
      region: intent.region,
      delivery_date: order.deliveryDate,
      weight_grams: burden.weightGrams,
      volume_cm3: burden.volumeCm3,
      created_at: at,
      updated_at: at,
    })
    .execute()
  await tx
    .insertInto('order_line')
    .values(
      goods.map((line) => ({
        order_id: orderId,
        line_no: line.lineNo,
        sku: line.sku,
        ordered: line.quantity,
        reserved: line.quantity,
        unit_price_cents: line.unitPriceCents,
      })),
    )
    .execute()
}

async function insertShipment(tx: Tx, order: OrderIdentity & { shipmentId: string }) {
  const { orderId, warehouse, at, shipmentId } = order
  await tx
    .insertInto('shipment')
    .values({ id: shipmentId, order_id: orderId, warehouse, status: 'PENDING', updated_at: at })
    .execute()
}

async function insertIntent(
  tx: Tx,
  accepted: {
    intent: OrderIntent
    payloadHash: string
    orderId: string
    receivedAt: string
    lines: readonly ConvertedLine[]
  },
): Promise<void> {
  const { intent, payloadHash, orderId, receivedAt, lines } = accepted
  await tx
    .insertInto('order_intent')
    .values({
      source_system: intent.sourceSystem,
      order_intent_id: intent.orderIntentId,
      payload_hash: payloadHash,
      payload: JSON.stringify(intent),
      contract_version: intent.contractVersion ?? CONTRACT_VERSION_DEFAULT,
      received_at: receivedAt,
      order_id: orderId,
      converted_lines: JSON.stringify(lines),
    })
    .execute()
}

function movedOrder(
  orderNumber: string,
  { customerRef, region, fulfilment = 'delivery' }: OrderIntent,
  deliveryDate: string,
): MovedOrder {
  const order = { order_number: orderNumber, customer_ref: customerRef }
  return { ...order, fulfilment, region: region ?? null, delivery_date: deliveryDate }
}

/** How whoever ordered knows the order. */
function sourceOf({ sourceSystem, orderIntentId, externalOrderId }: OrderIntent) {
  return {
    sourceSystem,
    orderIntentId,
    ...(externalOrderId === undefined ? {} : { externalOrderId }),
  }
}

function openingEntries(orderNumber: string, intent: OrderIntent, deliveryDate: string) {
  const severity = 'info' as const
  return [
    {
      orderNumber,
      status: 'order:submitted',
      severity,
      payload: sourceOf(intent),
    },
    {
      orderNumber,
      status: 'inventory:reservation_confirmed',
      severity,
      payload: { deliveryDate, lines: intent.lineItems.length },
    },
  ]
}
