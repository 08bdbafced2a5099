import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'
import type { Counters } from './move-stock.ts'

export type StockKey = { sku: string; lot: string }

/** Counters of one lot, when its first goods came in, and the last day they may be used. */
export type StockRow = Counters & { receivedAt: string | null; expiryDate: string | null }

/** Locks every lot of these products, in sorted order, and answers with what they hold. */
export async function lockGoods(
  tx: Tx,
  warehouse: string,
  skus: readonly string[],
): Promise<StockRow[]> {
  if (skus.length === 0) return []
  const locked = await goodsQuery(tx, warehouse, skus).forUpdate().execute()
  // Whoever we waited for may have booked on a lot that had no row when we asked.
  return locked.some(({ lot }) => lot !== '') ? readGoods(tx, warehouse, skus) : locked
}

/** Every lot of these products, sorted. */
export async function readGoods(
  tx: Tx,
  warehouse: string,
  skus: readonly string[],
): Promise<StockRow[]> {
  return skus.length === 0 ? [] : goodsQuery(tx, warehouse, skus).execute()
}

function goodsQuery(tx: Tx, warehouse: string, skus: readonly string[]) {
  return tx
    .selectFrom('stock')
    .select(['sku', 'lot', 'on_hand as onHand', 'reserved', 'picked'])
    .select(['received_at as receivedAt', 'expiry_date as expiryDate'])
    .where('warehouse', '=', warehouse)
    .where('sku', 'in', [...new Set(skus)])
    .orderBy('sku')
    .orderBy('lot')
}

/**
 * Locks rows in one sorted order whether they exist or not, with every lot of `skus` besides, and answers
 * with what they hold: for who must look at some rows before all are moved.
 */
export async function lockRows(
  tx: Tx,
  warehouse: string,
  { keys, skus }: { keys: readonly StockKey[]; skus: readonly string[] },
): Promise<Counters[]> {
  const wanted = JSON.stringify(keys.map(({ sku, lot }) => ({ sku, lot })))
  const { rows } = await sql<Counters>`
    INSERT INTO stock AS s (warehouse, sku, lot)
    SELECT ${warehouse}, k.sku, k.lot FROM (
      SELECT sku, lot FROM json_to_recordset(${wanted}::json) AS k (sku text, lot text)
      UNION
      SELECT sku, lot FROM stock WHERE warehouse = ${warehouse}
        AND sku IN (SELECT json_array_elements_text(${JSON.stringify(skus)}::json))
    ) k
    ORDER BY k.sku, k.lot
    ON CONFLICT (warehouse, sku, lot) DO UPDATE SET on_hand = s.on_hand
    RETURNING s.sku, s.lot, s.on_hand AS "onHand", s.reserved, s.picked`.execute(tx)
  return rows
}
