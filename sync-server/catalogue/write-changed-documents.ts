import { canonicalJson } from '#contract/orders/order-intent.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments, writeDocuments, type DocumentWrite } from '../sync/index.ts'

/**
 * Writes the documents that differ from what benches have, so that a script that posts its whole
 * catalogue every night does not make every bench read it again. The last statement of its
 * transaction. Tells whether anything was written.
 */
export async function writeChangedDocuments(
  tx: Tx,
  warehouse: string,
  changes: readonly DocumentWrite[],
): Promise<boolean> {
  const current = await readDocuments(tx, warehouse, changes, { lock: true })
  const changed = changes.filter(({ kind, id, doc }) => {
    const before = current.get(kind, id)
    return before === undefined || canonicalJson(before) !== canonicalJson(doc)
  })
  await writeDocuments(tx, warehouse, changed)
  return changed.length > 0
}
