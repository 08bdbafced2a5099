import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import type { Tx } from '../store/index.ts'

/** Every unit that ever held goods of an order, by SSCC. */
export async function findUnits(
  tx: Tx,
  warehouse: string,
  orderNumber: string,
): Promise<DocumentOf<'unit'>[]> {
  const { rows } = await sql<{ body: DocumentOf<'unit'> }>`
    SELECT body FROM document
    WHERE kind = 'unit' AND body -> 'orderNumbers' @> ${JSON.stringify([orderNumber])}::text::jsonb
      AND warehouse = ${warehouse}
    ORDER BY id`.execute(tx)
  return rows.map((row) => row.body)
}
