import type { OrderStatus } from './order-status.ts'

/** How much an entry of an order's history matters; `blocking` stops the order until it is closed. */
export type Severity = 'info' | 'warning' | 'blocking'

/** `module:status`, as an order's history names what happened. */
export type HistoryStatus = `${string}:${string}`

/** The entry that each state of an order leaves in its history. */
export const TRANSITION_HISTORY = {
  PENDING_PAYMENT: { status: 'payment:pending', severity: 'info' },
  CONFIRMED: { status: 'order:confirmed', severity: 'info' },
  IN_PROGRESS: { status: 'picking:started', severity: 'info' },
  PICKED: { status: 'picking:picked', severity: 'info' },
  PACKED: { status: 'packing:packed', severity: 'info' },
  LOADED: { status: 'loading:loaded', severity: 'info' },
  OUT_FOR_DELIVERY: { status: 'delivery:departed', severity: 'info' },
  DELIVERED: { status: 'delivery:delivered', severity: 'info' },
  COMPLETED: { status: 'order:completed', severity: 'info' },
  ON_HOLD: { status: 'order:on_hold', severity: 'warning' },
  DELIVERY_FAILED: { status: 'delivery:failed', severity: 'warning' },
  CANCELLED: { status: 'order:cancelled', severity: 'warning' },
} as const satisfies Record<OrderStatus, { status: HistoryStatus; severity: Severity }>

/** The part of a history status that says which module wrote it. */
export function historyCategory(status: string): string {
  return status.split(':', 1)[0] ?? status
}

/** Modules of the office itself: nobody else writes their statuses. */
export const OFFICE_MODULES: readonly string[] = [
  'order',
  'inventory',
  'payment',
  'picking',
  'packing',
  'loading',
  'delivery',
]

/** `module:status`, as modules outside and people write them. */
export const HISTORY_STATUS = /^[a-z]+:[a-z_]+$/

/** The status of the entry that closes one of this status. */
export function closedStatus(status: string): string {
  return `${status}_closed`
}
