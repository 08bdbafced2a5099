import { sql } from 'kysely'
import type { StockFilter } from '#contract/http/stock-routes.ts'
import { findSkus, foundSkus } from '../catalogue/find-products.ts'
import type { Tx } from '../store/index.ts'

/** Products looked through for one page with a filter; the next page goes on where they end. */
const WALK_MAX = 5_000

export type SkuFilter = {
  sku?: string | undefined
  warehouse?: string | undefined
  search?: string | undefined
  only?: StockFilter | undefined
  expiringBy?: string | undefined
  sort?: 'sku' | 'name'
  /** The product that the page before ended with. */
  after?: string | undefined
  limit: number
}

export type SkuPage = { skus: string[]; next: string | null }

/** The products of a page in their order. `only` and `sort` are of one warehouse. */
export async function pageOfSkus(tx: Tx, filter: SkuFilter): Promise<SkuPage> {
  const { warehouse, only, limit } = filter
  if (warehouse === undefined) return pageOf(await bySku(tx, filter), limit)
  if (only === 'expiring') return pageOf(await byExpiry(tx, warehouse, filter), limit)
  if (only !== undefined) return walk(tx, warehouse, { ...filter, only })
  if (filter.sort === 'name') return pageOf(await byName(tx, warehouse, filter, limit + 1), limit)
  return pageOf(await bySku(tx, filter), limit)
}

function pageOf(skus: readonly string[], limit: number): SkuPage {
  const page = skus.slice(0, limit)
  return { skus: page, next: skus.length > limit ? (page.at(-1) ?? null) : null }
}

async function bySku(tx: Tx, filter: SkuFilter): Promise<string[]> {
  const { sku, warehouse, search, after = '', limit } = filter
  if (search !== undefined) {
    const place = warehouse ?? (await anyWarehouse(tx))
    const found = await findSkus(tx, { warehouse: place, search, after, limit: limit + 1 })
    return sku === undefined ? found : found.filter((one) => one === sku)
  }
  // Warehouse by warehouse: the key begins with it.
  const { rows } = await sql<{ sku: string }>`
    SELECT DISTINCT p.sku FROM warehouse h, LATERAL (SELECT sku FROM product
        WHERE warehouse = h.code AND sku > ${after}
          ${sku === undefined ? sql`` : sql`AND sku = ${sku}`}
        ORDER BY sku LIMIT ${limit + 1}::bigint) p
    WHERE h.code = coalesce(${warehouse ?? null}::text, h.code)
    ORDER BY p.sku LIMIT ${limit + 1}::bigint`.execute(tx)
  return rows.map((row) => row.sku)
}

/** Products are the same in every warehouse. */
async function anyWarehouse(tx: Tx): Promise<string> {
  const row = await tx.selectFrom('warehouse').select('code').orderBy('code').executeTakeFirst()
  return row?.code ?? ''
}

async function byName(
  tx: Tx,
  warehouse: string,
  { sku, search, after }: SkuFilter,
  count: number,
): Promise<string[]> {
  let query = tx
    .selectFrom('product')
    .select('sku')
    .where('warehouse', '=', warehouse)
    .orderBy('name')
    .orderBy('sku')
    .limit(count)
  if (sku !== undefined) query = query.where('sku', '=', sku)
  if (search !== undefined) query = query.where('sku', 'in', foundSkus(warehouse, search))
  if (after !== undefined) {
    const name = await nameOf(tx, warehouse, after)
    query = query.where(sql<boolean>`(name, sku) > (${name}, ${after})`)
  }
  return (await query.execute()).map((row) => row.sku)
}

async function nameOf(tx: Tx, warehouse: string, sku: string): Promise<string> {
  const row = await tx
    .selectFrom('product')
    .select('name')
    .where('warehouse', '=', warehouse)
    .where('sku', '=', sku)
    .executeTakeFirst()
  return row?.name ?? ''
}

/** Of those with a lot on hand that ends by a day, whichever ends first. */
async function byExpiry(
  tx: Tx,
  warehouse: string,
  { sku, search, after, expiringBy = '9999-12-31', limit }: SkuFilter,
): Promise<string[]> {
  const { rows } = await sql<{ sku: string }>`
    WITH ends AS (
      SELECT s.sku, min(s.expiry_date) AS day FROM stock s
      WHERE s.warehouse = ${warehouse} AND s.expiry_date <= ${expiringBy}::date AND s.on_hand > 0
        ${sku === undefined ? sql`` : sql`AND s.sku = ${sku}`}
        ${search === undefined ? sql`` : sql`AND s.sku IN ${foundSkus(warehouse, search)}`}
      GROUP BY s.sku
    )
    SELECT sku FROM ends
    ${after === undefined ? sql`` : sql`WHERE (day, sku) > (SELECT day, sku FROM ends WHERE sku = ${after})`}
    ORDER BY day, sku LIMIT ${limit + 1}`.execute(tx)
  return rows.map((row) => row.sku)
}

/** Looks through the next products in their order and keeps those whose figures fit. */
async function walk(
  tx: Tx,
  warehouse: string,
  filter: SkuFilter & { only: Exclude<StockFilter, 'expiring'> },
): Promise<SkuPage> {
  const { only, sort, limit } = filter
  const walked =
    sort === 'name'
      ? await byName(tx, warehouse, filter, WALK_MAX + 1)
      : await bySku(tx, { ...filter, limit: WALK_MAX })
  const { skus: looked, next: onwards } = pageOf(walked, WALK_MAX)
  const fits = only === 'below-zero' ? sql`f.available < 0` : sql`f.available <= 0`
  const { rows } = await sql<{ sku: string }>`
    SELECT w.sku FROM unnest(${looked}::text[]) WITH ORDINALITY AS w (sku, place),
      LATERAL (SELECT coalesce(sum(s.on_hand - s.reserved), 0) AS available FROM stock s
        WHERE s.warehouse = ${warehouse} AND s.sku = w.sku) f
    WHERE ${fits} ORDER BY w.place LIMIT ${limit + 1}`.execute(tx)
  const page = pageOf(
    rows.map((row) => row.sku),
    limit,
  )
  return { skus: page.skus, next: page.next ?? onwards }
}
