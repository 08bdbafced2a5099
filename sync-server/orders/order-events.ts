import type { Effect } from '#contract/actions/decision.ts'
import type { NotificationTemplate } from '#contract/http/events.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import type { OfficeEvent } from '../outbox/emit-events.ts'

export type Step = Extract<Effect, { kind: 'order-status' }>

/** What others are told of an order that moved, besides its number. */
export type MovedOrder = {
  order_number: string
  customer_ref: string
  fulfilment: 'delivery' | 'collect'
  region: string | null
  delivery_date: string | null
}

export type MovedShipment = { id: string; order_number: string; status: string }

/** States that the customer hears of. */
const TEMPLATES: Partial<Record<OrderStatus, NotificationTemplate>> = {
  OUT_FOR_DELIVERY: 'order-out-for-delivery',
  DELIVERED: 'order-delivered',
  DELIVERY_FAILED: 'order-delivery-failed',
  CANCELLED: 'order-cancelled',
}

/** Every step an order took, in the order it took them, with what the customer is to hear of it. */
export function stepEvents(
  steps: readonly Step[],
  moved: ReadonlyMap<string, MovedOrder>,
  reason: string | undefined,
): OfficeEvent[] {
  const why = reason === undefined ? {} : { reason }
  return steps.flatMap(({ orderNumber, from, to }): OfficeEvent[] => {
    const order = moved.get(orderNumber)
    if (order === undefined) return []
    const subject = `order/${orderNumber}` as const
    const { customer_ref: customerRef } = order
    const template = TEMPLATES[to]
    const events: OfficeEvent[] = [
      { type: 'order.status-changed', subject, data: { orderNumber, from, to, ...why } },
    ]
    if (from === 'PENDING_PAYMENT' && to === 'CONFIRMED') events.push(confirmedEvent(order))
    if (template !== undefined) {
      const data = { orderNumber, customerRef, template }
      events.push({ type: 'notification.requested', subject, data })
    }
    return events
  })
}

/** That an order is confirmed; `source` is how whoever ordered knows it. */
export function confirmedEvent(
  order: MovedOrder,
  source: { sourceSystem?: string; orderIntentId?: string; externalOrderId?: string } = {},
): OfficeEvent {
  const { order_number: orderNumber, customer_ref: customerRef, fulfilment, region } = order
  const { delivery_date: deliveryDate } = order
  return {
    type: 'order.confirmed',
    subject: `order/${orderNumber}`,
    data: { orderNumber, customerRef, fulfilment, region, deliveryDate, ...source },
  }
}

export function shipmentEvents(shipments: readonly MovedShipment[]): OfficeEvent[] {
  return shipments.map(({ id: shipmentId, order_number: orderNumber, status }) => ({
    type: 'shipment.status-changed',
    subject: `shipment/${shipmentId}`,
    data: { shipmentId, orderNumber, status },
  }))
}
