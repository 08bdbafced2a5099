import type { Packaging } from '#contract/documents/master-data.ts'
import type { Tx } from '../store/index.ts'

export async function savePackaging(tx: Tx, warehouse: string, doc: Packaging): Promise<void> {
  const body = JSON.stringify(doc)
  await tx
    .insertInto('packaging')
    .values({ warehouse, code: doc.code, body })
    .onConflict((conflict) => conflict.columns(['warehouse', 'code']).doUpdateSet({ body }))
    .execute()
}

export async function readPackaging(tx: Tx, code: string): Promise<Packaging | undefined> {
  const row = await tx
    .selectFrom('packaging')
    .select('body')
    .where('code', '=', code)
    .orderBy('warehouse')
    .limit(1)
    .executeTakeFirst()
  return row?.body as Packaging | undefined
}
