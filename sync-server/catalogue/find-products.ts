import { type RawBuilder, sql } from 'kysely'
import type { Product } from '#contract/documents/master-data.ts'
import type { Tx } from '../store/index.ts'
import { barcodeKey } from './product-barcodes.ts'

/** Follows every character that may stand in a SKU, so that it ends the range of a beginning. */
const LAST_CHARACTER = '\u{10FFFF}'

type ProductFilter = {
  search?: string | undefined
  /** The product that the page before ended with. */
  after?: string | undefined
  limit: number
}

/** A page of products by SKU. They are the same in every warehouse. */
export async function listProducts(
  tx: Tx,
  { search, after = '', limit }: ProductFilter,
): Promise<{ items: Product[]; next: string | null }> {
  const first = await tx.selectFrom('warehouse').select('code').orderBy('code').executeTakeFirst()
  const warehouse = first?.code ?? ''
  const skus =
    search === undefined
      ? await listSkus(tx, warehouse, { after, limit: limit + 1 })
      : await findSkus(tx, { warehouse, search, after, limit: limit + 1 })
  const page = skus.slice(0, limit)
  const items = await readBodies(tx, warehouse, page)
  return { items, next: skus.length > limit ? (page.at(-1) ?? null) : null }
}

/** SKUs behind one, in order, of the products that a text finds. */
export async function findSkus(
  tx: Tx,
  asked: { warehouse: string; search: string; after: string; limit: number },
): Promise<string[]> {
  const { warehouse, search, after, limit } = asked
  const { rows } = await sql<{ sku: string }>`
    SELECT f.sku FROM ${foundSkus(warehouse, search)} AS f WHERE f.sku > ${after}
    ORDER BY f.sku LIMIT ${limit}`.execute(tx)
  return rows.map((row) => row.sku)
}

async function listSkus(
  tx: Tx,
  warehouse: string,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const rows = await tx
    .selectFrom('product')
    .select('sku')
    .where('warehouse', '=', warehouse)
    .where('sku', '>', after)
    .orderBy('sku')
    .limit(limit)
    .execute()
  return rows.map((row) => row.sku)
}

/** Each looked up by itself: a plan for many at once may read the whole table. */
async function readBodies(tx: Tx, warehouse: string, skus: readonly string[]): Promise<Product[]> {
  if (skus.length === 0) return []
  const { rows } = await sql<{ body: Product }>`
    SELECT p.body FROM unnest(${skus}::text[]) WITH ORDINALITY AS w (sku, place)
    JOIN LATERAL (SELECT body FROM product WHERE warehouse = ${warehouse} AND sku = w.sku LIMIT 1) p
      ON true
    ORDER BY w.place`.execute(tx)
  return rows.map((row) => row.body)
}

/**
 * The SKUs that a text finds: those that begin with it, that have it as a barcode, or whose name has a word beginning
 * with each of its words. Each way has an index (product_sku_prefix, product_barcode, product_words).
 */
export function foundSkus(warehouse: string, search: string): RawBuilder<string> {
  const beginning = search.toLowerCase()
  return sql<string>`(
    SELECT sku FROM product WHERE warehouse = ${warehouse}
      AND lower(sku) ~>=~ ${beginning} AND lower(sku) ~<~ ${beginning + LAST_CHARACTER}
    UNION
    SELECT sku FROM product_barcode WHERE warehouse = ${warehouse}
      AND code = ${barcodeKey(search)}
    UNION
    SELECT sku FROM product WHERE warehouse = ${warehouse}
      AND to_tsvector('simple', regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g')) @@
        to_tsquery('simple', (SELECT coalesce(string_agg(quote_literal(word) || ':*', ' & '), '')
          FROM regexp_split_to_table(lower(${search}::text), '[^[:alnum:]]+') AS word
          WHERE word <> '')))`
}
