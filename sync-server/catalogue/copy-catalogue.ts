import { sql } from 'kysely'
import type { Packaging, Product } from '#contract/documents/master-data.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/index.ts'

/** Gives a new warehouse the products and packagings of another, and answers with their documents. */
export async function copyCatalogue(tx: Tx, from: string, to: string): Promise<DocumentWrite[]> {
  await sql`
    INSERT INTO product (warehouse, sku, name, weight_grams, volume_cm3, tracking, body)
    SELECT ${to}, sku, name, weight_grams, volume_cm3, tracking, body FROM product
    WHERE warehouse = ${from}`.execute(tx)
  await sql`
    INSERT INTO product_barcode (warehouse, code, sku, quantity)
    SELECT ${to}, code, sku, quantity FROM product_barcode WHERE warehouse = ${from}`.execute(tx)
  await sql`
    INSERT INTO packaging (warehouse, code, body)
    SELECT ${to}, code, body FROM packaging WHERE warehouse = ${from}`.execute(tx)
  const products = await readBodies(tx, 'product', to)
  const packagings = await readBodies(tx, 'packaging', to)
  return [
    ...products.map((body): DocumentWrite => {
      const doc = body as Product
      return { kind: 'product', id: doc.sku, doc }
    }),
    ...packagings.map((body): DocumentWrite => {
      const doc = body as Packaging
      return { kind: 'packaging', id: doc.code, doc }
    }),
  ]
}

async function readBodies(
  tx: Tx,
  table: 'product' | 'packaging',
  warehouse: string,
): Promise<unknown[]> {
  const rows = await tx
    .selectFrom(table)
    .select('body')
    .where('warehouse', '=', warehouse)
    .execute()
  return rows.map((row) => row.body)
}
