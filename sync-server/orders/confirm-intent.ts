import {
  INTENT_VERSIONS,
  isKnownVersion,
  type OrderIntent,
  regionOf,
} from '#contract/orders/order-intent.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { allot, type LineGoods, lockAvailable, reserveStock } from '../inventory/index.ts'
import { emitEvents } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import { chooseDay, findDay, type Place, readPlace, takeRoom } from './choose-day.ts'
import { findIntent, type IntentAnswer, lockIntent } from './find-intent.ts'
import { appendHistory } from './history.ts'
import { insertOrder } from './insert-order.ts'
import { openingEntries, sourceOf } from './opening-entries.ts'
import { confirmedEvent } from './order-events.ts'
import { burdenOf, readGoods, type WantedLine } from './read-goods.ts'

/** How long goods and room are kept for an order that is paid before it is picked. */
export const PAYMENT_WINDOW_MS = 30 * 60 * 1000

export type Submitted = {
  intent: OrderIntent
  /** The person who typed it or brought it in a file; else the system that it came from has written its history. */
  writtenBy?: string | undefined
}

/**
 * Turns an intent into an order, all or nothing and once: capacity and stock are taken under locks, in
 * the order every transaction of the office takes them. Whoever posts the same intent again gets the
 * order there is. A problem undoes everything, so it does not burn the id.
 */
export async function confirmIntent(
  tx: Tx,
  { intent, writtenBy }: Submitted,
  deps: OfficeDeps,
): Promise<IntentAnswer & { replayed: boolean }> {
  requireKnownVersion(intent)
  await lockIntent(tx, intent)
  const earlier = await findIntent(tx, intent)
  if (earlier !== null) return { ...earlier, replayed: true }

  const nowMs = deps.clock.now()
  const at = instantOf(nowMs)
  const place = await readPlace(tx, { region: regionOf(intent), warehouse: intent.warehouse })
  const { warehouse } = place
  const goods = await readGoods(tx, warehouse, intent.lineItems)
  const burden = burdenOf(goods)
  const { deliveryDate, reserved } = await takeDayAndStock(tx, { place, intent, goods, now: at })
  const isPrepaid = intent.payment === 'prepaid'
  const status = statusOf({ deliveryDate, isPrepaid })
  const paymentDueAt = isPrepaid ? instantOf(nowMs + PAYMENT_WINDOW_MS) : null

  const orderId = deps.newId()
  const identity = { orderId, shipmentId: deps.newId(), warehouse, at }
  const order = { ...identity, intent, goods, reserved, burden, deliveryDate, status, paymentDueAt }
  const orderNumber = await insertOrder(tx, order)
  if (deliveryDate !== null) await takeRoom(tx, place, { deliveryDate, burden })
  await reserveStock(tx, { ...identity, orderNumber, lines: reserved, expiresAt: paymentDueAt })
  const entries = openingEntries({ ...order, orderNumber })
  await appendHistory(tx, { warehouse, at, writtenBy: writtenBy ?? intent.sourceSystem, entries })
  if (status === 'CONFIRMED') {
    const events = [intakeEvent(orderNumber, deliveryDate, intent)]
    await emitEvents(tx, { warehouse, at, deps, events })
  }
  const lines = goods.flatMap((line) => line.converted ?? [])
  return { orderId, orderNumber, status, deliveryDate, lines, replayed: false }
}

function statusOf(order: { deliveryDate: string | null; isPrepaid: boolean }): OrderStatus {
  if (order.deliveryDate === null) return 'ON_HOLD'
  return order.isPrepaid ? 'PENDING_PAYMENT' : 'CONFIRMED'
}

function requireKnownVersion(intent: OrderIntent): void {
  if (isKnownVersion(intent)) return
  const version = intent.contractVersion ?? ''
  throw new Problem(
    'unsupported-version',
    `version ${version} is not read here; ${INTENT_VERSIONS.join(' and ')} are`,
  )
}

type Wanted = { place: Place; intent: OrderIntent; goods: readonly WantedLine[]; now: string }

/** What an order gets: its day, null where it waits for goods, and what is reserved of its lines. */
type Taken = { deliveryDate: string | null; reserved: readonly LineGoods[] }

/**
 * Slot before stock, as everywhere. An order that waits for goods takes no room; its day is looked for
 * when they are there. A prepaid one never waits, as nobody pays for what may not come.
 */
async function takeDayAndStock(tx: Tx, { place, intent, goods, now }: Wanted): Promise<Taken> {
  const mayWait = intent.allowBackorder === true && intent.payment !== 'prepaid'
  const wish = { wanted: intent.deliveryDate, now, burden: burdenOf(goods) }
  const day = mayWait ? await findDay(tx, place, wish) : await chooseDay(tx, place, wish)
  const skus = goods.map((line) => line.sku)
  const available = await lockAvailable(tx, place.warehouse, skus)
  const { allotted, shortages } = allot(goods, available)
  if (mayWait && shortages.length > 0) return { deliveryDate: null, reserved: allotted }
  requireEnough(shortages)
  if (day instanceof Problem) throw day
  return { deliveryDate: day, reserved: allotted }
}

/** Throws a problem that names every product there is too little of. */
function requireEnough(shortages: readonly { lineNo: number; message: string }[]): void {
  const errors = shortages.map(({ lineNo, message }) => ({
    path: `lineItems[${lineNo - 1}].quantity`,
    message,
  }))
  const [first] = errors
  if (first !== undefined) throw new Problem('out-of-stock', first.message, { errors })
}

function intakeEvent(orderNumber: string, deliveryDate: string | null, intent: OrderIntent) {
  const { customerRef, fulfilment = 'delivery' } = intent
  const order = { order_number: orderNumber, customer_ref: customerRef, fulfilment }
  const moved = { ...order, region: regionOf(intent), delivery_date: deliveryDate }
  return confirmedEvent(moved, sourceOf(intent))
}
