import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'

/** Whether a run that was due then is on record. */
export async function hasRun(
  store: Office['store'],
  name: string,
  dueAt: string,
): Promise<boolean> {
  const row = await store.snapshot((tx) =>
    tx
      .selectFrom('job_run')
      .select('name')
      .where('name', '=', name)
      .where('due_at', '=', dueAt)
      .executeTakeFirst(),
  )
  return row !== undefined
}

export type RunRecord = {
  name: string
  dueAt: string
  ranAt: string
  result: Record<string, unknown>
}

/** Puts a run on record, once; it comes after the work, which makes nothing twice (TIME-2). */
export async function recordRun(store: Office['store'], run: RunRecord): Promise<void> {
  await store.transaction((tx) => claimRun(tx, run))
}

/** Puts a run on record together with its work; false when another office did both. */
export async function claimRun(tx: Tx, run: RunRecord): Promise<boolean> {
  const inserted = await tx
    .insertInto('job_run')
    .values({
      name: run.name,
      due_at: run.dueAt,
      ran_at: run.ranAt,
      result: JSON.stringify(run.result),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('name')
    .executeTakeFirst()
  return inserted !== undefined
}
