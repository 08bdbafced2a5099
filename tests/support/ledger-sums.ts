import { sql } from 'kysely'
import type { Store } from '../../sync-server/store/index.ts'

/** Throws when ledger, counters, reservations, slots and orders do not agree (I5). */
export async function requireTrueBooks(store: Store): Promise<void> {
  const drifted = { stock: await driftedStock(store), slots: await driftedSlots(store) }
  if (drifted.stock.length + drifted.slots.length > 0) {
    throw new Error(`the books do not agree: ${JSON.stringify(drifted)}`)
  }
}

/** Stock rows whose counters differ from what the ledger says; none in a healthy office (I5). */
function driftedStock(store: Store) {
  return store.snapshot(async (tx) => {
    const { rows } = await sql`
      SELECT coalesce(s.warehouse, l.warehouse) AS warehouse, coalesce(s.sku, l.sku) AS sku,
        s.on_hand, s.reserved, l.on_hand AS ledger_on_hand, l.reserved AS ledger_reserved
      FROM stock s
      FULL JOIN (
        SELECT warehouse, sku, lot, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved
        FROM stock_ledger GROUP BY warehouse, sku, lot
      ) l USING (warehouse, sku, lot)
      WHERE s.on_hand IS DISTINCT FROM l.on_hand OR s.reserved IS DISTINCT FROM l.reserved
        OR s.reserved <> (SELECT coalesce(sum(r.quantity), 0) FROM reservation r
          WHERE r.warehouse = s.warehouse AND r.sku = s.sku AND r.lot = s.lot)`.execute(tx)
    return rows
  })
}

/** Slots whose reserved room differs from that of the orders on them. */
function driftedSlots(store: Store) {
  return store.snapshot(async (tx) => {
    const { rows } = await sql`
      SELECT s.* FROM capacity_slot s
      LEFT JOIN (
        SELECT warehouse, region, delivery_date, sum(weight_grams) AS grams, sum(volume_cm3) AS cm3
        FROM customer_order WHERE status <> 'CANCELLED' GROUP BY warehouse, region, delivery_date
      ) o USING (warehouse, region, delivery_date)
      WHERE s.reserved_weight_grams <> coalesce(o.grams, 0)
        OR s.reserved_volume_cm3 <> coalesce(o.cm3, 0)`.execute(tx)
    return rows
  })
}
