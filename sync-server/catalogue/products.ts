import { sql } from 'kysely'
import type { Product } from '#contract/documents/master-data.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { barcodeKey } from './product-barcodes.ts'

/** Writes one product of one warehouse with its barcodes, which no other product there may have. */
export async function saveProduct(tx: Tx, warehouse: string, product: Product): Promise<void> {
  const { sku, name, tracking } = product
  await tx
    .insertInto('product')
    .values({
      warehouse,
      sku,
      name,
      tracking,
      weight_grams: product.weightGrams,
      volume_cm3: product.volumeCm3,
      body: JSON.stringify(product),
    })
    .onConflict((conflict) =>
      conflict.columns(['warehouse', 'sku']).doUpdateSet((row) => ({
        name: row.ref('excluded.name'),
        tracking: row.ref('excluded.tracking'),
        weight_grams: row.ref('excluded.weight_grams'),
        volume_cm3: row.ref('excluded.volume_cm3'),
        body: row.ref('excluded.body'),
      })),
    )
    .execute()
  await saveBarcodes(tx, warehouse, product)
}

export async function readProduct(tx: Tx, sku: string): Promise<Product | undefined> {
  const row = await tx
    .selectFrom('product')
    .select('body')
    // Warehouse by warehouse: the key begins with it.
    .where('warehouse', 'in', tx.selectFrom('warehouse').select('code'))
    .where('sku', '=', sku)
    .orderBy('warehouse')
    .limit(1)
    .executeTakeFirst()
  return row?.body as Product | undefined
}

async function saveBarcodes(tx: Tx, warehouse: string, product: Product): Promise<void> {
  const { sku } = product
  const keys = product.barcodes.map(({ code, quantity }) => ({ code: barcodeKey(code), quantity }))
  const wanted = JSON.stringify(keys)
  await sql`
    DELETE FROM product_barcode WHERE warehouse = ${warehouse} AND sku = ${sku}
      AND code NOT IN (SELECT code FROM json_to_recordset(${wanted}::json) AS b (code text))
  `.execute(tx)
  const { rows } = await sql<{ code: string }>`
    INSERT INTO product_barcode AS held (warehouse, code, sku, quantity)
    SELECT ${warehouse}, b.code, ${sku}, b.quantity
    FROM json_to_recordset(${wanted}::json) AS b (code text, quantity integer) ORDER BY b.code
    ON CONFLICT (warehouse, code) DO UPDATE SET quantity = EXCLUDED.quantity
      WHERE held.sku = EXCLUDED.sku
    RETURNING code`.execute(tx)
  const saved = new Set(rows.map((row) => row.code))
  const taken = product.barcodes.filter(({ code }) => !saved.has(barcodeKey(code)))
  if (taken.length > 0) throw await barcodeTaken(tx, warehouse, product, taken)
}

async function barcodeTaken(
  tx: Tx,
  warehouse: string,
  product: Product,
  taken: Product['barcodes'],
): Promise<Problem> {
  const codes = taken.map(({ code }) => barcodeKey(code))
  const holders = await tx
    .selectFrom('product_barcode')
    .select(['code', 'sku'])
    .where('warehouse', '=', warehouse)
    .where('code', 'in', codes)
    .orderBy('code')
    .execute()
  const [first] = holders
  const errors = holders.map(({ code, sku }) => ({
    path: `barcodes[${product.barcodes.findIndex((barcode) => barcodeKey(barcode.code) === code)}].code`,
    message: `belongs to product ${sku}`,
  }))
  return new Problem(
    'barcode-taken',
    first ? `${first.code} belongs to product ${first.sku}` : 'taken a moment ago',
    { errors },
  )
}
