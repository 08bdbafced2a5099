import { sql } from 'kysely'
import type { PickList } from '#contract/documents/pick-list.ts'
import { applyCapacityEffects, type CapacityEffectRow, lockSlots } from '../capacity/index.ts'
import type { Tx } from '../store/index.ts'
import type { OrderRow } from './make-lists.ts'

type Estimate = { id: string; weight_grams: number; volume_cm3: number }

/**
 * A list carries its products' figures as they are now; those of intake may have been corrected since.
 * From here on the list says what an order holds of its day, so the difference moves the slot.
 */
export async function estimateAnew(
  tx: Tx,
  warehouse: string,
  { orders, lists }: { orders: readonly OrderRow[]; lists: readonly PickList[] },
): Promise<void> {
  const estimates = new Map<string, Estimate>()
  for (const list of lists) {
    const ids = new Map(list.orders.map(({ orderNumber, orderId }) => [orderNumber, orderId]))
    for (const line of list.lines) {
      const id = ids.get(line.orderNumber) ?? ''
      const estimate = estimates.get(id) ?? { id, weight_grams: 0, volume_cm3: 0 }
      estimate.weight_grams += line.requested * line.eachWeightGrams
      estimate.volume_cm3 += line.requested * line.eachVolumeCm3
      estimates.set(id, estimate)
    }
  }
  const moved = orders.flatMap((order) => {
    const { id } = order
    const is = estimates.get(id) ?? { id, weight_grams: 0, volume_cm3: 0 }
    const grams = is.weight_grams - order.weight_grams
    const cm3 = is.volume_cm3 - order.volume_cm3
    return grams === 0 && cm3 === 0 ? [] : [{ order, is, grams, cm3 }]
  })
  if (moved.length === 0) return
  await sql`
    UPDATE customer_order o SET weight_grams = e.weight_grams, volume_cm3 = e.volume_cm3
    FROM json_to_recordset(${JSON.stringify(moved.map(({ is }) => is))}::json)
      AS e (id text, weight_grams bigint, volume_cm3 bigint)
    WHERE o.id = e.id`.execute(tx)
  const rows = moved.flatMap(({ order, grams, cm3 }): CapacityEffectRow[] => {
    const { id, region, delivery_date: deliveryDate } = order
    if (region === null) return []
    const reserved = { reservedGramsDelta: grams, reservedCm3Delta: cm3 }
    const packed = { packedGramsDelta: 0, packedCm3Delta: 0 }
    const effect = { kind: 'capacity' as const, region, deliveryDate, ...reserved, ...packed }
    return [{ actionId: `listed/${id}`, effect }]
  })
  const slots = rows.map(({ effect }) => effect)
  await lockSlots(tx, warehouse, slots)
  await applyCapacityEffects(tx, { warehouse, rows })
}
