import type { Tx } from '../store/index.ts'
import { compareSlots } from './compare-slots.ts'

/** Brings the slots of days from one on to what orders, lists and units hold of them. */
export async function countSlotsAnew(
  tx: Tx,
  { warehouse, from }: { warehouse: string; from: string },
): Promise<void> {
  for (const { region, deliveryDate, found } of await compareSlots(tx, { warehouse, from })) {
    await tx
      .updateTable('capacity_slot')
      .set({
        reserved_weight_grams: found.reservedGrams,
        reserved_volume_cm3: found.reservedCm3,
        packed_weight_grams: found.packedGrams,
        packed_volume_cm3: found.packedCm3,
      })
      .where('warehouse', '=', warehouse)
      .where('region', '=', region)
      .where('delivery_date', '=', deliveryDate)
      .execute()
  }
}
