import type { OrderIntent } from '#contract/orders/order-intent.ts'
import { TRANSITION_HISTORY } from '#contract/orders/history.ts'
import type { LineGoods } from '../inventory/index.ts'
import type { HistoryEntry } from './history.ts'

type Source = { sourceSystem: string; orderIntentId: string; externalOrderId?: string }

/** How whoever ordered knows an order. */
export function sourceOf({ sourceSystem, orderIntentId, externalOrderId }: OrderIntent): Source {
  const source = { sourceSystem, orderIntentId }
  return externalOrderId === undefined ? source : { ...source, externalOrderId }
}

/** What the history of an order begins with. */
export function openingEntries(order: {
  orderNumber: string
  intent: OrderIntent
  goods: readonly LineGoods[]
  reserved: readonly LineGoods[]
  deliveryDate: string | null
  paymentDueAt: string | null
}): HistoryEntry[] {
  const { orderNumber, deliveryDate, paymentDueAt, goods } = order
  const payload = sourceOf(order.intent)
  const submitted = { orderNumber, status: 'order:submitted', severity: 'info' as const, payload }
  const reserved: HistoryEntry =
    deliveryDate === null
      ? backorderedEntry(orderNumber, missingOf(goods, order.reserved))
      : reservedEntry(orderNumber, { deliveryDate, lines: goods.length })
  if (paymentDueAt === null) return [submitted, reserved]
  const pending = { orderNumber, ...TRANSITION_HISTORY.PENDING_PAYMENT, payload: { paymentDueAt } }
  return [submitted, reserved, pending]
}

/** All goods of an order are promised to it. */
export function reservedEntry(
  orderNumber: string,
  payload: { deliveryDate: string; lines: number },
): HistoryEntry {
  return { orderNumber, status: 'inventory:reservation_confirmed', severity: 'info', payload }
}

function backorderedEntry(orderNumber: string, missing: readonly LineGoods[]): HistoryEntry {
  const status = 'inventory:reservation_backordered'
  return { orderNumber, status, severity: 'warning', payload: { missing } }
}

function missingOf(goods: readonly LineGoods[], reserved: readonly LineGoods[]): LineGoods[] {
  const ofLine = new Map(reserved.map(({ lineNo, quantity }) => [lineNo, quantity]))
  return goods.flatMap(({ lineNo, sku, quantity }) => {
    const missing = quantity - (ofLine.get(lineNo) ?? 0)
    return missing > 0 ? [{ lineNo, sku, quantity: missing }] : []
  })
}
