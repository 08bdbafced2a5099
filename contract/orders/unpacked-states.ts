import type { OrderStatus } from './order-status.ts'

/** States in which hands on the floor still have something to do for an order: not all of it is packed. */
export const UNPACKED_STATES: readonly OrderStatus[] = [
  'CONFIRMED',
  'IN_PROGRESS',
  'PICKED',
  'ON_HOLD',
]
