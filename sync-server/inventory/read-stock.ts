import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'
import { pageOfSkus, type SkuFilter } from './page-of-skus.ts'

type StockQuery = SkuFilter & { lots?: 'true' | 'false' | undefined }

/** A page of every known product's stock, all lots together and, if asked, each; nothing ever received reads as zero. */
export async function readStock(tx: Tx, filter: StockQuery) {
  const { skus, next } = await pageOfSkus(tx, filter)
  const rows = await readSums(tx, filter.warehouse ?? null, skus)
  const lots = filter.lots === 'true' ? await readLots(tx, { ...filter, skus }) : null
  const items = rows.map(({ location, ...row }) => ({
    ...row,
    available: row.onHand - row.reserved,
    ...(location === null ? {} : { location }),
    ...(lots === null ? {} : { lots: lots.get(JSON.stringify([row.warehouse, row.sku])) ?? [] }),
  }))
  return { items, next }
}

type Sums = {
  warehouse: string
  sku: string
  name: string
  location: string | null
  onHand: number
  reserved: number
}

/** Each product looked up by itself, in the order they come. */
async function readSums(
  tx: Tx,
  warehouse: string | null,
  skus: readonly string[],
): Promise<Sums[]> {
  if (skus.length === 0) return []
  const { rows } = await sql<Sums>`
    SELECT p.warehouse, p.sku, p.name, p.body ->> 'location' AS location,
      f.on_hand AS "onHand", f.reserved
    FROM unnest(${skus}::text[]) WITH ORDINALITY AS w (sku, place)
    CROSS JOIN warehouse h
    JOIN LATERAL (SELECT * FROM product WHERE warehouse = h.code AND sku = w.sku LIMIT 1) p ON true
    JOIN LATERAL (SELECT coalesce(sum(s.on_hand), 0)::bigint AS on_hand,
        coalesce(sum(s.reserved), 0)::bigint AS reserved FROM stock s
      WHERE s.warehouse = h.code AND s.sku = w.sku) f ON true
    WHERE h.code = coalesce(${warehouse}::text, h.code)
    ORDER BY w.place, p.warehouse`.execute(tx)
  return rows
}

type LotStock = {
  lot: string
  onHand: number
  reserved: number
  available: number
  picked: number
  expiryDate?: string
}

/** Lots that hold or owe anything, by warehouse and product. */
async function readLots(
  tx: Tx,
  { skus, warehouse: only }: { skus: readonly string[]; warehouse?: string | undefined },
): Promise<Map<string, LotStock[]>> {
  let query = tx
    .selectFrom('stock')
    .select(['warehouse', 'sku', 'lot', 'on_hand', 'reserved', 'picked', 'expiry_date'])
    .where((is) => is.or([is('on_hand', '<>', 0), is('reserved', '<>', 0), is('picked', '<>', 0)]))
    .orderBy('lot')
  if (skus.length === 0) return new Map()
  query = query.where('sku', 'in', skus)
  if (only !== undefined) query = query.where('warehouse', '=', only)
  const lots = new Map<string, LotStock[]>()
  for (const found of await query.execute()) {
    const { warehouse, sku, lot, on_hand: onHand, reserved, picked, expiry_date: ends } = found
    const key = JSON.stringify([warehouse, sku])
    const figures = { lot, onHand, reserved, available: onHand - reserved, picked }
    const row = ends === null ? figures : { ...figures, expiryDate: ends }
    lots.set(key, [...(lots.get(key) ?? []), row])
  }
  return lots
}
