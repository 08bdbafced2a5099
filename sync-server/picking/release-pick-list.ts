import { settleOrders } from '#contract/actions/settle-orders.ts'
import type { DocumentOf } from '#contract/documents/document.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { applyOrderEffects } from '../orders/index.ts'
import { noteBefore, type Tx } from '../store/index.ts'
import { readDocuments, writeDocuments } from '../sync/documents.ts'

/**
 * Takes a list away from the station that claimed it, so that another may. What was picked stays
 * picked; an order nobody had begun is CONFIRMED again.
 */
export async function releasePickList(
  tx: Tx,
  { id, writtenBy }: { id: string; writtenBy: string },
  deps: OfficeDeps,
): Promise<DocumentOf<'pick-list'>> {
  const row = await tx
    .selectFrom('pick_list')
    .select('warehouse')
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', 'no such pick list')
  const { warehouse } = row
  const reader = await readDocuments(tx, warehouse, [{ kind: 'pick-list', id }], { lock: true })
  const list = reader.get('pick-list', id)
  if (list === undefined) throw new Error(`pick list ${id} has no document`)
  noteBefore(tx, { code: list.code, status: list.status, claim: list.claim })
  if (list.claim === null) throw new Problem('wrong-state', `list ${list.code} is not claimed`)
  const settled = settleOrders({ ...list, claim: null })
  const at = instantOf(deps.clock.now())
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, effects: settled.effects })
  await writeDocuments(tx, warehouse, [{ kind: 'pick-list', id, doc: settled.list }])
  return settled.list
}
