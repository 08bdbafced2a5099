import { sql } from 'kysely'
import type { Effect } from '#contract/actions/decision.ts'
import type { OrderIntent } from '#contract/orders/order-intent.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { type Burden, hasRoom, readSlots } from '../capacity/index.ts'
import { allot, type LineGoods, lockAvailable, reserveStock } from '../inventory/index.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'
import { findDay, type Place, readPlace, takeRoom } from './choose-day.ts'
import { type LockedOrder, lockOrder } from './lock-order.ts'
import { reservedEntry, sourceOf } from './opening-entries.ts'
import { confirmedEvent } from './order-events.ts'
import { isOfOneLot, readProducts } from './read-goods.ts'
import { applyOrderEffects } from './transition.ts'

/** Waiting orders read at once. */
const PAGE_LENGTH = 100

/** Waiting orders looked at before whoever brought the goods has an answer; the job does the rest. */
const FILLED_AT_ONCE_MAX = 100

/** What another transaction did meanwhile makes the whole of this one run again. */
const COLLISION = { code: '40001' }

type Which = {
  /** Only orders of this warehouse that want this product. */
  goods?: { warehouse: string; sku: string }
  /** At most this many are looked at. */
  ordersMax?: number
}

/**
 * Gives goods that have come to the orders that wait for them, oldest first and each in a transaction of
 * its own, and answers with how many got some. An order that has all its goods gets its day.
 */
export async function fillBackorders(
  office: Pick<Office, 'store' | 'deps'>,
  { goods, ordersMax = Infinity }: Which = {},
): Promise<number> {
  const { store, deps } = office
  let filled = 0
  let looked = 0
  for (let after = ''; looked < ordersMax;) {
    const limit = Math.min(PAGE_LENGTH, ordersMax - looked)
    const page = await store.snapshot((tx) => readWaiting(tx, { after, limit, goods }))
    for (const { orderNumber } of page) {
      const isFilled = await store.transaction((tx) => fillOrder(tx, orderNumber, deps))
      if (isFilled) filled += 1
    }
    looked += page.length
    const last = page.at(-1)
    if (last === undefined || page.length < limit) break
    after = last.id
  }
  return filled
}

/** Gives goods that just came to whoever waits for them. What goes wrong is left to the job. */
export async function fillWaiting(
  office: Pick<Office, 'store' | 'deps' | 'log'>,
  { warehouse, sku }: { warehouse: string; sku: string },
): Promise<void> {
  try {
    await fillBackorders(office, { goods: { warehouse, sku }, ordersMax: FILLED_AT_ONCE_MAX })
  } catch (error) {
    office.log.warn({ err: error, warehouse, sku }, 'waiting orders were not filled; a job will')
  }
}

/** Orders that lack nothing any more but a day, or that something has come for, oldest first. */
async function readWaiting(
  tx: Tx,
  { after, limit, goods }: { after: string; limit: number; goods: Which['goods'] },
): Promise<{ id: string; orderNumber: string }[]> {
  const wanted =
    goods === undefined
      ? sql`true`
      : sql`o.warehouse = ${goods.warehouse} AND EXISTS (SELECT FROM order_line l
          WHERE l.order_id = o.id AND l.reserved < l.ordered AND l.sku = ${goods.sku})`
  const { rows } = await sql<{ id: string; orderNumber: string }>`
    SELECT o.id, o.order_number AS "orderNumber" FROM customer_order o
    WHERE o.is_backordered AND o.status = 'ON_HOLD' AND o.id > ${after} AND ${wanted} AND (
      NOT EXISTS (SELECT FROM order_line l WHERE l.order_id = o.id AND l.reserved < l.ordered)
      OR EXISTS (SELECT FROM order_line l
        WHERE l.order_id = o.id AND l.reserved < l.ordered AND 0 < (
          SELECT sum(s.on_hand - s.reserved) FROM stock s
          WHERE s.warehouse = o.warehouse AND s.sku = l.sku)))
    ORDER BY o.id LIMIT ${limit}`.execute(tx)
  return rows
}

/** The order before slots before stock, as everywhere; the slot of an order that lacks goods stays as it is. */
async function fillOrder(tx: Tx, orderNumber: string, deps: OfficeDeps): Promise<boolean> {
  const waiting = await readOrderAndIntent(tx, orderNumber)
  const at = instantOf(deps.clock.now())
  const place = await readPlace(tx, waiting)
  const order = await lockOrder(tx, orderNumber)
  if (!order.isBackordered || order.status !== 'ON_HOLD') return false
  if (order.version !== waiting.version) {
    throw collision(`order ${orderNumber} was changed meanwhile`)
  }
  const { warehouse } = order
  const day = await findAnyDay(tx, place, { ...waiting, now: at })
  const available = await lockAvailable(tx, warehouse, waiting.skus)
  const { allotted, shortages } = allot(await readMissing(tx, order), available)
  const got = allotted.filter(({ quantity }) => quantity > 0)
  const deliveryDate = shortages.length === 0 ? day : null
  if (got.length === 0 && deliveryDate === null) return false
  await giveGoods(tx, order, { got, at, deps })
  const confirming = deliveryDate === null ? null : { order, deliveryDate, waiting }
  if (confirming !== null) await giveDay(tx, place, confirming)
  const effects = [
    ...got.map((line) => promised(orderNumber, line)),
    ...(confirming === null ? [] : confirmedSteps(confirming)),
  ]
  const events = confirming === null ? [] : [eventOf(confirming)]
  await applyOrderEffects(tx, { warehouse, at, writtenBy: 'office', deps, effects, events })
  return true
}

type Waiting = Awaited<ReturnType<typeof readOrderAndIntent>>

async function readOrderAndIntent(tx: Tx, orderNumber: string) {
  const row = await tx
    .selectFrom('customer_order')
    .innerJoin('order_intent', 'order_intent.order_id', 'customer_order.id')
    .select(['id', 'version', 'warehouse', 'region', 'weight_grams', 'volume_cm3', 'payload'])
    .where('order_number', '=', orderNumber)
    .executeTakeFirstOrThrow()
  const lines = await tx
    .selectFrom('order_line')
    .select('sku')
    .where('order_id', '=', row.id)
    .execute()
  return {
    version: row.version,
    warehouse: row.warehouse,
    region: row.region,
    burden: { weightGrams: row.weight_grams, volumeCm3: row.volume_cm3 },
    intent: row.payload as OrderIntent,
    skus: lines.map((line) => line.sku),
  }
}

/** The day asked for, where it can still be had; otherwise the first with room. */
async function findAnyDay(tx: Tx, place: Place, waiting: Waiting & { now: string }) {
  const { intent, now, burden } = waiting
  if (await mayHaveRoom(tx, place, { wanted: intent.deliveryDate, burden })) {
    const wanted = await findDay(tx, place, { wanted: intent.deliveryDate, now, burden })
    if (typeof wanted === 'string') return wanted
    if (wanted.code === 'capacity-full') throw collision(`${intent.deliveryDate} was filled up`)
  }
  const first = await findDay(tx, place, { wanted: undefined, now, burden })
  return typeof first === 'string' ? first : null
}

function collision(why: string): Error {
  return Object.assign(new Error(why), COLLISION)
}

/** Looks without a lock: a full day that was locked must not be held while earlier ones are looked at. */
async function mayHaveRoom(
  tx: Tx,
  place: Place,
  { wanted, burden }: { wanted: string | undefined; burden: Burden },
): Promise<boolean> {
  if (place.kind === 'collect') return true
  if (wanted === undefined) return false
  const days = { region: place.region.code, from: wanted, to: wanted }
  const [slot] = await readSlots(tx, place.warehouse, days)
  return slot !== undefined && hasRoom(slot, burden)
}

async function readMissing(tx: Tx, { id, warehouse }: LockedOrder) {
  const rows = await tx
    .selectFrom('order_line')
    .select(['line_no', 'sku', 'ordered', 'reserved', 'reserved_lot'])
    .where('order_id', '=', id)
    .orderBy('line_no')
    .execute()
  const missing = rows.filter((row) => row.reserved < row.ordered)
  const skus = missing.map((row) => row.sku)
  const products = await readProducts(tx, warehouse, skus)
  return missing.map((row) => {
    const product = products.get(row.sku)
    return {
      lineNo: row.line_no,
      sku: row.sku,
      quantity: row.ordered - row.reserved,
      singleLot: product !== undefined && isOfOneLot(product),
      ...(row.reserved_lot === '' ? {} : { lot: row.reserved_lot }),
    }
  })
}

type Giving = { got: readonly LineGoods[]; at: string; deps: OfficeDeps }

async function giveGoods(tx: Tx, order: LockedOrder, { got, at, deps }: Giving): Promise<void> {
  const { id: orderId, orderNumber, warehouse } = order
  const occasion = deps.newId()
  await reserveStock(tx, { warehouse, at, orderId, orderNumber, lines: got, occasion })
  for (const { lineNo, lot = '' } of got.filter((line) => (line.lot ?? '') !== '')) {
    await tx
      .updateTable('order_line')
      .set({ reserved_lot: lot })
      .where('order_id', '=', orderId)
      .where('line_no', '=', lineNo)
      .execute()
  }
}

function promised(orderNumber: string, { lineNo, sku, quantity, lot = '' }: LineGoods): Effect {
  return {
    kind: 'stock',
    ledger: 'RESERVED',
    sku,
    lot,
    quantity,
    onHandDelta: 0,
    reservedDelta: quantity,
    pickedDelta: 0,
    orderNumber,
    orderLineNo: lineNo,
  }
}

type Confirming = { order: LockedOrder; deliveryDate: string; waiting: Waiting }

async function giveDay(
  tx: Tx,
  place: Place,
  { order, deliveryDate, waiting }: Confirming,
): Promise<void> {
  await takeRoom(tx, place, { deliveryDate, burden: waiting.burden })
  await tx
    .updateTable('customer_order')
    .set({ delivery_date: deliveryDate, is_backordered: false })
    .where('id', '=', order.id)
    .execute()
}

function confirmedSteps({ order, deliveryDate, waiting }: Confirming): Effect[] {
  const { orderNumber } = order
  const payload = { deliveryDate, lines: waiting.skus.length }
  return [
    { kind: 'history', ...reservedEntry(orderNumber, payload) },
    { kind: 'order-status', orderNumber, from: 'ON_HOLD', to: 'CONFIRMED' },
  ]
}

function eventOf({ order, deliveryDate, waiting }: Confirming) {
  const { orderNumber, customerRef, fulfilment, region } = order
  const moved = { order_number: orderNumber, customer_ref: customerRef, fulfilment, region }
  return confirmedEvent({ ...moved, delivery_date: deliveryDate }, sourceOf(waiting.intent))
}
