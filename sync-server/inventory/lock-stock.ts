import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'
import type { Counters } from './move-stock.ts'

export type StockKey = { sku: string; lot: string }

/** Locks the stock rows that exist, in sorted order, and answers with what they hold. */
export async function lockStock(
  tx: Tx,
  warehouse: string,
  keys: readonly StockKey[],
): Promise<Counters[]> {
  if (keys.length === 0) return []
  const wanted = JSON.stringify(keys.map(({ sku, lot }) => ({ sku, lot })))
  const { rows } = await sql<Counters>`
    SELECT s.sku, s.lot, s.on_hand AS "onHand", s.reserved, s.picked
    FROM stock s
    JOIN (SELECT DISTINCT sku, lot FROM json_to_recordset(${wanted}::json) AS k (sku text, lot text)) k
      ON s.sku = k.sku AND s.lot = k.lot
    WHERE s.warehouse = ${warehouse}
    ORDER BY s.sku, s.lot
    FOR UPDATE OF s`.execute(tx)
  return rows
}
