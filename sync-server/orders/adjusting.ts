import type { Overlay } from '#contract/actions/overlay.ts'
import type { OfficeDeps } from '../deps.ts'
import type { LockedOrder } from './lock-order.ts'

/** What a person changed about an order after it was taken on; replaying intents follows these. */
export const ADJUSTED = 'order:manually_adjusted'

/** An adjustment that is being made, and the order's documents as it leaves them. */
export type Adjusting = {
  order: LockedOrder
  view: Overlay
  reason: string
  at: string
  deps: OfficeDeps
}
