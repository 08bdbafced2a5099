import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { readWarehouses, reconcile } from '../reconciliation/index.ts'
import { lastDueRun } from './due-time.ts'
import { hasRun, recordRun } from './run-records.ts'

/** When the books are compared, on the warehouse's wall: nobody picks and no truck has left yet. */
export const RECONCILIATION_AT = '02:00'

type Parts = Pick<Office, 'store' | 'deps' | 'poke'>

/** Compares each warehouse's books once a night. Answers with how many differences it found. */
export async function runNightlyReconciliation(parts: Parts): Promise<number> {
  const { store, deps } = parts
  const nowMs = deps.clock.now()
  let found = 0
  for (const warehouse of await readWarehouses(store)) {
    const name = `reconciliation/${warehouse.code}`
    const { dueAt } = lastDueRun(nowMs, RECONCILIATION_AT, warehouse.timezone)
    if (await hasRun(store, name, dueAt)) continue
    const { checked, differences } = await reconcile(parts, [warehouse], (work) =>
      store.transaction(work),
    )
    const result = { checked, differences: differences.length }
    await recordRun(store, { name, dueAt, ranAt: instantOf(nowMs), result })
    found += differences.length
  }
  return found
}
