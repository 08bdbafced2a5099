import type { OrderStatus } from './order-status.ts'

/** The history entry, `module:status`, that a change to each state writes. */
export const TRANSITION_HISTORY = {
  PENDING_PAYMENT: 'payment:pending',
  CONFIRMED: 'order:confirmed',
  IN_PROGRESS: 'picking:started',
  PICKED: 'picking:picked',
  PACKED: 'packing:packed',
  LOADED: 'loading:loaded',
  OUT_FOR_DELIVERY: 'delivery:departed',
  DELIVERED: 'delivery:delivered',
  COMPLETED: 'order:completed',
  ON_HOLD: 'order:on_hold',
  DELIVERY_FAILED: 'delivery:failed',
  CANCELLED: 'order:cancelled',
} as const satisfies Record<OrderStatus, `${string}:${string}`>
