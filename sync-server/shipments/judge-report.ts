import type { CourierStatus, ShipmentEventFate } from '#contract/http/shipment-routes.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'

/** What a report comes to, and the states that the order goes through for it. */
export type Judgement = { became: ShipmentEventFate; path: OrderStatus[] }

const MEANS: Readonly<Record<CourierStatus, OrderStatus>> = {
  IN_TRANSIT: 'OUT_FOR_DELIVERY',
  DELIVERED: 'DELIVERED',
  FAILED: 'DELIVERY_FAILED',
}

/**
 * Reports come late, twice and in any order. One older than what is known moves nothing back. A loaded
 * order that somebody reports from the road has left, though no bench has said so yet. Goods that were
 * never on a truck of ours, that are where no way leads from, or that were seen on the road after they
 * were delivered, are for a person to look at.
 */
export function judgeReport(
  report: { status: CourierStatus; occurredAt: string },
  known: { orderStatus: OrderStatus; statusAt: string | null },
): Judgement {
  const { orderStatus, statusAt } = known
  const to = MEANS[report.status]
  if (statusAt !== null && Date.parse(report.occurredAt) < Date.parse(statusAt)) {
    const isContradiction = to === 'DELIVERED' && orderStatus === 'OUT_FOR_DELIVERY'
    return { became: isContradiction ? 'conflict' : 'late', path: [] }
  }
  const isInvoiced = to === 'DELIVERED' && orderStatus === 'COMPLETED'
  if (orderStatus === to || isInvoiced) return { became: 'same', path: [] }
  if (orderStatus === 'OUT_FOR_DELIVERY') return { became: 'applied', path: [to] }
  if (orderStatus !== 'LOADED') return { became: 'conflict', path: [] }
  const isLeaving = to === 'OUT_FOR_DELIVERY'
  return { became: 'applied', path: isLeaving ? [to] : ['OUT_FOR_DELIVERY', to] }
}
