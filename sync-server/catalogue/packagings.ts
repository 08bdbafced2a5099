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

/** Packagings behind a code, by code: the same in every warehouse, so each once. */
export async function listPackagings(tx: Tx, { after, limit }: { after: string; limit: number }) {
  const rows = await tx
    .selectFrom('packaging')
    .select(['code', 'body'])
    .distinctOn('code')
    .where('code', '>', after)
    .orderBy('code')
    .orderBy('warehouse')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map((row) => row.body as Packaging)
  return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null }
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
