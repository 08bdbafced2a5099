import { sql } from 'kysely'
import type { Product } from '#contract/documents/master-data.ts'
import type { ConvertedLine } from '../orders/index.ts'
import type { Tx } from '../store/index.ts'
import type { AdjustmentEntry, RebuiltLine } from './rebuild-order.ts'

/** An intent as it was kept, and the order it became as it stands in the tables. */
export type StoredOrder = {
  sourceSystem: string
  orderIntentId: string
  payload: unknown
  payloadHash: string
  /** It no longer says who it was for, and its payload is not what was hashed. */
  isErased: boolean
  converted: ConvertedLine[]
  orderNumber: string
  warehouse: string
  customerRef: string
  shipTo: unknown
  region: string | null
  fulfilment: string
  lines: RebuiltLine[]
  /** What people changed, oldest first. */
  adjustments: AdjustmentEntry[]
}

export type Page = {
  orders: StoredOrder[]
  /** Products of the page by `[warehouse, sku]`. */
  products: Map<string, Product>
  /** Where the next page goes on. */
  lastNo: number
}

/** A change by a person, and what a change of address was called before lines could change too. */
const ADJUSTED_LIKE = 'order:%adjusted'

/** Intents in the order they were taken on, with a constant number of statements. */
export async function readPage(
  tx: Tx,
  { after, limit }: { after: number; limit: number },
): Promise<Page> {
  const rows = await tx
    .selectFrom('order_intent')
    .innerJoin('customer_order', 'customer_order.id', 'order_intent.order_id')
    .select(['accepted_no', 'source_system', 'order_intent_id', 'payload', 'payload_hash'])
    .select(['converted_lines', 'order_id', 'order_number', 'warehouse', 'customer_ref'])
    .select(['ship_to', 'region', 'fulfilment', 'erased_at'])
    .where('accepted_no', '>', after)
    .orderBy('accepted_no')
    .limit(limit)
    .execute()
  const ids = rows.map((row) => row.order_id)
  const lines = await readLines(tx, ids)
  const adjustments = await readAdjustments(tx, ids)
  const orders = rows.map((row) => ({
    sourceSystem: row.source_system,
    orderIntentId: row.order_intent_id,
    payload: row.payload,
    payloadHash: row.payload_hash,
    isErased: row.erased_at !== null,
    converted: row.converted_lines as ConvertedLine[],
    orderNumber: row.order_number,
    warehouse: row.warehouse,
    customerRef: row.customer_ref,
    shipTo: row.ship_to,
    region: row.region,
    fulfilment: row.fulfilment,
    lines: lines.get(row.order_id) ?? [],
    adjustments: adjustments.get(row.order_id) ?? [],
  }))
  const products = await readPageProducts(tx, ids)
  return { orders, products, lastNo: rows.at(-1)?.accepted_no ?? after }
}

/** Orders that no intent explains. */
export async function readStrayOrders(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ orderNumber: string }>`
    SELECT o.order_number AS "orderNumber" FROM customer_order o
    WHERE NOT EXISTS (SELECT FROM order_intent i WHERE i.order_id = o.id)
    ORDER BY o.id`.execute(tx)
  return rows.map((row) => row.orderNumber)
}

async function readLines(tx: Tx, orderIds: string[]): Promise<Map<string, RebuiltLine[]>> {
  if (orderIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('order_line')
    .select(['order_id', 'line_no', 'sku', 'ordered', 'unit_price_cents'])
    .where('order_id', 'in', orderIds)
    .orderBy('order_id')
    .orderBy('line_no')
    .execute()
  return groupById(rows, (row) => ({
    lineNo: row.line_no,
    sku: row.sku,
    ordered: row.ordered,
    unitPriceCents: row.unit_price_cents,
  }))
}

async function readAdjustments(
  tx: Tx,
  orderIds: string[],
): Promise<Map<string, AdjustmentEntry[]>> {
  if (orderIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('order_status_history')
    .select(['order_id', 'payload'])
    .where('order_id', 'in', orderIds)
    .where('status', 'like', ADJUSTED_LIKE)
    .orderBy('id')
    .execute()
  return groupById(rows, (row) => row.payload as AdjustmentEntry)
}

async function readPageProducts(tx: Tx, orderIds: string[]): Promise<Map<string, Product>> {
  if (orderIds.length === 0) return new Map()
  const { rows } = await sql<{ warehouse: string; sku: string; body: Product }>`
    SELECT p.warehouse, p.sku, p.body FROM product p
    JOIN (
      SELECT DISTINCT o.warehouse, item.line ->> 'sku' AS sku
      FROM customer_order o
      JOIN order_intent i ON i.order_id = o.id
      CROSS JOIN LATERAL jsonb_array_elements(i.payload -> 'lineItems') AS item (line)
      WHERE o.id IN (SELECT json_array_elements_text(${JSON.stringify(orderIds)}::json))
    ) wanted USING (warehouse, sku)`.execute(tx)
  return new Map(rows.map((row) => [JSON.stringify([row.warehouse, row.sku]), row.body]))
}

function groupById<Row extends { order_id: string }, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value,
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const row of rows) {
    const group = groups.get(row.order_id) ?? []
    groups.set(row.order_id, group)
    group.push(valueOf(row))
  }
  return groups
}
