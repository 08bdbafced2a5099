/** What one order comes to, as somebody with pencil and paper would keep it. */
export type ModelOrder = {
  orderNumber: string
  sku: string
  ordered: number
  isPrepaid: boolean
  status: 'PENDING_PAYMENT' | 'CONFIRMED' | 'CANCELLED'
  /** Until when an unpaid order is kept, in UTC milliseconds. */
  dueAtMs: number
  /** Its line on a pick list, once it is on one. */
  line: { pickListId: string; lineNo: number } | null
  picked: number
  short: number
}

/** Goods, room and orders of one region and day; a unit of any product takes one place. */
export type Model = {
  onHand: Map<string, number>
  /** Places of the slot in all. */
  room: number
  /** By the intent they came from. */
  orders: Map<string, ModelOrder>
}

export const PAYMENT_TIME_MS = 30 * 60_000

/** What stays promised to an order: what it asked for and nobody gave up; of a cancelled one what is in hand. */
export function owed({ ordered, short, status, picked }: ModelOrder): number {
  const open = Math.max(0, ordered - short)
  return status === 'CANCELLED' ? Math.min(open, picked) : open
}

/** Promised of a product, in all. */
export function reserved(model: Model, sku: string): number {
  let sum = 0
  for (const order of model.orders.values()) if (order.sku === sku) sum += owed(order)
  return sum
}

/** Taken off the shelf and still in the building. */
export function inHand(model: Model, sku: string): number {
  let sum = 0
  for (const order of model.orders.values()) if (order.sku === sku) sum += order.picked
  return sum
}

/** Places of the slot that orders hold; cancelled ones hold none. */
export function taken(model: Model): number {
  let sum = 0
  for (const order of model.orders.values()) if (order.status !== 'CANCELLED') sum += owed(order)
  return sum
}

/** How many orders of that size still fit, by goods and by room. */
export function fitting(model: Model, sku: string, quantity: number): number {
  const goods = Math.max(0, (model.onHand.get(sku) ?? 0) - reserved(model, sku))
  const places = Math.max(0, model.room - taken(model))
  return Math.floor(Math.min(goods, places) / quantity)
}

/** Unpaid orders whose time is over are cancelled. */
export function expire(model: Model, nowMs: number): void {
  for (const order of model.orders.values()) {
    if (order.status === 'PENDING_PAYMENT' && order.dueAtMs <= nowMs) order.status = 'CANCELLED'
  }
}
