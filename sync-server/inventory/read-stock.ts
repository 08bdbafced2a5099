import { type Selectable, sql } from 'kysely'
import type { StockLedgerTable } from '../store/schema.ts'
import type { Tx } from '../store/index.ts'

type StockFilter = {
  sku?: string | undefined
  warehouse?: string | undefined
  lots?: 'true' | 'false' | undefined
  /** The product that the page before ended with. */
  after?: string | undefined
  limit: number
}

/** A page of every known product's stock, all lots together and, if asked, each; nothing ever received reads as zero. */
export async function readStock(tx: Tx, filter: StockFilter) {
  const { skus, next } = await readSkus(tx, filter)
  let query = tx
    .selectFrom('product')
    .leftJoin('stock', (join) =>
      join
        .onRef('stock.warehouse', '=', 'product.warehouse')
        .onRef('stock.sku', '=', 'product.sku'),
    )
    .select(['product.warehouse', 'product.sku'])
    .select([
      sql<number>`coalesce(sum(stock.on_hand), 0)`.as('onHand'),
      sql<number>`coalesce(sum(stock.reserved), 0)`.as('reserved'),
    ])
    .groupBy(['product.warehouse', 'product.sku'])
    .where('product.sku', 'in', skus)
    .orderBy('product.sku')
    .orderBy('product.warehouse')
  if (filter.warehouse !== undefined) {
    query = query.where('product.warehouse', '=', filter.warehouse)
  }
  const rows = skus.length === 0 ? [] : await query.execute()
  const lots = filter.lots === 'true' ? await readLots(tx, { ...filter, skus }) : null
  const items = rows.map((row) => ({
    ...row,
    available: row.onHand - row.reserved,
    ...(lots === null ? {} : { lots: lots.get(JSON.stringify([row.warehouse, row.sku])) ?? [] }),
  }))
  return { items, next }
}

/** Products of a page, each with all its warehouses. */
async function readSkus(
  tx: Tx,
  { sku, warehouse, after, limit }: StockFilter,
): Promise<{ skus: string[]; next: string | null }> {
  let query = tx
    .selectFrom('product')
    .select('sku')
    .distinct()
    .orderBy('sku')
    .limit(limit + 1)
  if (sku !== undefined) query = query.where('sku', '=', sku)
  if (warehouse !== undefined) query = query.where('warehouse', '=', warehouse)
  if (after !== undefined) query = query.where('sku', '>', after)
  const found = (await query.execute()).map((row) => row.sku)
  const skus = found.slice(0, limit)
  return { skus, next: found.length > limit ? (skus.at(-1) ?? null) : null }
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

type LedgerFilter = { sku?: string | undefined; after: number; limit: number }

/** The ledger after an id, oldest first. */
export async function readLedger(tx: Tx, filter: LedgerFilter) {
  const rows = await selectLedger(tx, { ...filter, limit: filter.limit + 1 })
  const items = rows.slice(0, filter.limit).map((row) => ({
    id: row.id,
    recordedAt: row.recorded_at,
    warehouse: row.warehouse,
    sku: row.sku,
    lot: row.lot,
    kind: row.kind,
    quantity: row.quantity,
    onHandDelta: row.on_hand_delta,
    reservedDelta: row.reserved_delta,
    reference: row.reference,
    reason: row.reason,
  }))
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null }
}

/** Of one product, warehouse by warehouse: the ledger's index begins with it. */
async function selectLedger(
  tx: Tx,
  { sku, after, limit }: LedgerFilter,
): Promise<Selectable<StockLedgerTable>[]> {
  const rows = tx.selectFrom('stock_ledger').where('id', '>', after).orderBy('id').limit(limit)
  if (sku === undefined) return rows.selectAll().execute()
  return tx
    .selectFrom('warehouse')
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('stock_ledger')
          .selectAll()
          .whereRef('warehouse', '=', 'warehouse.code')
          .where('sku', '=', sku)
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .as('l'),
      (join) => join.onTrue(),
    )
    .selectAll('l')
    .orderBy('l.id')
    .limit(limit)
    .execute()
}
