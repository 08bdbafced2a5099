import type { ShipTo } from '#contract/documents/ids.ts'
import { type OrderIntent, regionOf } from '#contract/orders/order-intent.ts'
import type { ConvertedLine } from '../orders/index.ts'

export type RebuiltLine = {
  lineNo: number
  sku: string
  ordered: number
  unitPriceCents: number | null
}

/** What an intent, and what people changed since, make of an order. */
export type RebuiltOrder = {
  customerRef: string
  shipTo: ShipTo
  region: string | null
  fulfilment: 'delivery' | 'collect'
  lines: RebuiltLine[]
}

/** A history entry of a change that a person made. */
export type AdjustmentEntry = {
  change?: 'line' | 'ship-to'
  lineNo?: number
  before: unknown
  after: unknown
}

/** An order as its intent made it: quantities in base units, as they were converted at the time. */
export function rebuildOrder(
  intent: OrderIntent,
  converted: readonly ConvertedLine[],
): RebuiltOrder {
  const { customerRef, shipTo, fulfilment = 'delivery' } = intent
  const lines = intent.lineItems.map((line, index) => ({
    lineNo: index + 1,
    sku: line.sku,
    ordered: converted.find(({ lineNo }) => lineNo === index + 1)?.quantity ?? line.quantity,
    unitPriceCents: line.unitPriceCents ?? null,
  }))
  return { customerRef, shipTo, region: regionOf(intent), fulfilment, lines }
}

/** The order after one more change; entries without a name are of addresses, as all once were. */
export function replayAdjustment(order: RebuiltOrder, entry: AdjustmentEntry): RebuiltOrder {
  if (entry.change !== 'line') return { ...order, shipTo: entry.after as ShipTo }
  const { quantity } = entry.after as { quantity: number }
  const lines = order.lines.flatMap((line) => {
    if (line.lineNo !== entry.lineNo) return [line]
    return quantity === 0 ? [] : [{ ...line, ordered: quantity }]
  })
  return { ...order, lines }
}

/** What an entry says stood there before it, as the replay so far has it. */
export function standingBefore(order: RebuiltOrder, entry: AdjustmentEntry): unknown {
  if (entry.change !== 'line') return order.shipTo
  return { quantity: order.lines.find((line) => line.lineNo === entry.lineNo)?.ordered ?? 0 }
}
