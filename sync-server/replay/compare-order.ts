import { canonicalJson, type OrderIntent } from '#contract/orders/order-intent.ts'
import { intentHash } from '../orders/index.ts'
import { rebuildOrder, replayAdjustment, standingBefore } from './rebuild-order.ts'
import type { StoredOrder } from './read-page.ts'

/** One thing that the tables say otherwise than the intent and the history. */
export type Difference = { field: string; expected: unknown; found: unknown }

/** Everything about an order that does not follow from its intent and the changes people made. */
export function compareOrder(stored: StoredOrder, intent: OrderIntent): Difference[] {
  const differences: Difference[] = []
  const compare = (field: string, expected: unknown, found: unknown) => {
    if (canonicalJson(expected) !== canonicalJson(found)) {
      differences.push({ field, expected, found })
    }
  }
  if (!stored.isErased) compare('payloadHash', intentHash(intent), stored.payloadHash)
  compare('sourceSystem', intent.sourceSystem, stored.sourceSystem)
  compare('orderIntentId', intent.orderIntentId, stored.orderIntentId)
  let order = rebuildOrder(intent, stored.converted)
  for (const entry of stored.adjustments) {
    compare('history', standingBefore(order, entry), entry.before)
    order = replayAdjustment(order, entry)
  }
  compare('customerRef', order.customerRef, stored.customerRef)
  compare('shipTo', order.shipTo, stored.shipTo)
  compare('region', order.region, stored.region)
  compare('fulfilment', order.fulfilment, stored.fulfilment)
  compare('lines', order.lines, stored.lines)
  return differences
}
