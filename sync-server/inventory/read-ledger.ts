import { type Selectable, sql } from 'kysely'
import type { StockLedgerTable } from '../store/schema.ts'
import type { Tx } from '../store/index.ts'
import { whoMoved } from './who-moved.ts'

type LedgerFilter = {
  sku?: string | undefined
  warehouse?: string | undefined
  after: number
  /** Newest first, from before that row on; 0 begins with the newest. */
  before?: number | undefined
  limit: number
}

/** The ledger after an id, oldest first; or before one, newest first. */
export async function readLedger(tx: Tx, filter: LedgerFilter) {
  const rows = await selectLedger(tx, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  const about = await whoMoved(tx, page)
  const items = page.map((row) => ({
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
    ...about(row),
  }))
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null }
}

/** Of one product, warehouse by warehouse: the ledger's index begins with it. */
async function selectLedger(
  tx: Tx,
  { sku, warehouse, after, before, limit }: LedgerFilter,
): Promise<Selectable<StockLedgerTable>[]> {
  const order = before === undefined ? 'asc' : 'desc'
  const until = before === undefined || before === 0 ? Number.MAX_SAFE_INTEGER : before
  const rows = tx
    .selectFrom('stock_ledger')
    .selectAll()
    .where('id', '>', after)
    .where('id', '<', until)
    .orderBy('id', order)
    .limit(limit)
  if (sku === undefined) return rows.execute()
  if (warehouse !== undefined) {
    return rows.where('warehouse', '=', warehouse).where('sku', '=', sku).execute()
  }
  return tx
    .selectFrom('warehouse')
    .innerJoinLateral(
      rows
        .where('warehouse', '=', sql.ref<string>('warehouse.code'))
        .where('sku', '=', sku)
        .as('l'),
      (join) => join.onTrue(),
    )
    .selectAll('l')
    .orderBy('l.id', order)
    .limit(limit)
    .execute()
}
