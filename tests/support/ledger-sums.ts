import { sql } from 'kysely'
import { compareSlots, type SlotDifference } from '../../sync-server/capacity/index.ts'
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

/** Slots whose counters differ from what orders, lists and units hold. */
function driftedSlots(store: Store): Promise<SlotDifference[]> {
  return store.snapshot(async (tx) => {
    const warehouses = await tx.selectFrom('warehouse').select('code').execute()
    const drifted: SlotDifference[] = []
    for (const { code: warehouse } of warehouses) {
      drifted.push(...(await compareSlots(tx, { warehouse, from: '0001-01-01' })))
    }
    return drifted
  })
}
