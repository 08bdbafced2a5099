import type { Office } from '../office.ts'

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

/** Puts a run on record, once; it comes after the work, which makes nothing twice (TIME-2). */
export async function recordRun(
  store: Office['store'],
  run: { name: string; dueAt: string; ranAt: string; result: Record<string, unknown> },
): Promise<void> {
  await store.transaction((tx) =>
    tx
      .insertInto('job_run')
      .values({
        name: run.name,
        due_at: run.dueAt,
        ran_at: run.ranAt,
        result: JSON.stringify(run.result),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}
