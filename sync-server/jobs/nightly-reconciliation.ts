import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import {
  checkedOf,
  compareWarehouses,
  readWarehouses,
  reportCompared,
} from '../reconciliation/index.ts'
import { lastDueRun } from './due-time.ts'
import { claimRun, hasRun } from './run-records.ts'

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
    const compared = await compareWarehouses(parts, [warehouse])
    const differences = compared.get(warehouse.code)?.differences.length ?? 0
    const result = { checked: checkedOf(compared), differences }
    const run = { name, dueAt, ranAt: instantOf(nowMs), result }
    // Record and report are one: a difference counts once a night, however many offices look.
    const isOurs = await store.transaction(async (tx) => {
      const isClaimed = await claimRun(tx, run)
      if (isClaimed) await reportCompared(tx, deps, compared)
      return isClaimed
    })
    if (!isOurs || differences === 0) continue
    parts.poke(warehouse.code)
    found += differences
  }
  return found
}
