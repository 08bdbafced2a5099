import { z } from 'zod'

/** The states an order can be in, in the order of the good case. */
export const OrderStatus = z.enum([
  'PENDING_PAYMENT',
  'CONFIRMED',
  'IN_PROGRESS',
  'PICKED',
  'PACKED',
  'LOADED',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
  'COMPLETED',
  'ON_HOLD',
  'DELIVERY_FAILED',
  'CANCELLED',
])
export type OrderStatus = z.infer<typeof OrderStatus>

/** Which states may follow which; every transition goes through this table. */
export const ORDER_TRANSITIONS = {
  PENDING_PAYMENT: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['IN_PROGRESS', 'ON_HOLD', 'CANCELLED'],
  IN_PROGRESS: ['PICKED', 'CONFIRMED', 'ON_HOLD', 'CANCELLED'],
  PICKED: ['PACKED', 'IN_PROGRESS', 'ON_HOLD', 'CANCELLED'],
  PACKED: ['LOADED', 'PICKED', 'ON_HOLD', 'DELIVERED', 'CANCELLED'],
  LOADED: ['OUT_FOR_DELIVERY', 'PACKED', 'CANCELLED'],
  OUT_FOR_DELIVERY: ['DELIVERED', 'DELIVERY_FAILED', 'CANCELLED'],
  DELIVERED: ['COMPLETED'],
  COMPLETED: [],
  ON_HOLD: ['CONFIRMED', 'IN_PROGRESS', 'PICKED', 'PACKED', 'CANCELLED'],
  DELIVERY_FAILED: ['CONFIRMED', 'CANCELLED'],
  CANCELLED: [],
} as const satisfies Record<OrderStatus, readonly OrderStatus[]>

/** True when the table allows the step. */
export function canTransition(from: OrderStatus, to: OrderStatus): boolean {
  return (ORDER_TRANSITIONS[from] as readonly OrderStatus[]).includes(to)
}
