import type { Tx } from '../store/index.ts'
import { lockGoods } from './lock-stock.ts'

/** What is free of a product, and of each of its lots; goods of no known lot are in lot ''. */
export type Shelf = {
  available: number
  lots: { lot: string; available: number; receivedAt: string | null }[]
}

/** What is free of each product; one without stock is not in it. */
export type Available = ReadonlyMap<string, Shelf>

/** Locks the stock of products, every lot of it, and answers with what nobody has been promised. */
export async function lockAvailable(
  tx: Tx,
  warehouse: string,
  skus: readonly string[],
): Promise<Available> {
  const shelves = new Map<string, Shelf>()
  for (const row of await lockGoods(tx, warehouse, skus)) {
    const { sku, lot, onHand, reserved, receivedAt } = row
    const shelf = shelves.get(sku) ?? { available: 0, lots: [] }
    shelves.set(sku, shelf)
    shelf.available += onHand - reserved
    shelf.lots.push({ lot, available: onHand - reserved, receivedAt })
  }
  return shelves
}
