import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { instantOf } from './deps.ts'
import type { Office } from './office.ts'
import { DEMO_SCRIPT } from './places.ts'

/** The demo is a run like any other due work, so that one that broke off is made up for. */
const RUN = { name: 'demo', due_at: '1970-01-01T00:00:00.000Z' }

/** Posts the demo through the public API into an office that holds nothing else. */
export async function loadDemo(
  office: Office,
  options: { url: string; adminToken: string },
): Promise<void> {
  if (!(await beginRun(office))) return
  if (!existsSync(DEMO_SCRIPT)) {
    throw new Error('the demo comes with the sources only; start without --demo')
  }
  const child = spawn(process.execPath, [DEMO_SCRIPT, '--server', options.url], {
    // The script's words go to stderr: the first line of stdout is the ready line.
    stdio: ['ignore', 2, 2],
    env: { ...process.env, LOADLINE_ADMIN_TOKEN: options.adminToken },
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the demo could not be loaded (exit code ${code})`)
  await office.store.transaction((tx) =>
    tx
      .updateTable('job_run')
      .set({ result: JSON.stringify({ state: 'finished' }) })
      .where('name', '=', RUN.name)
      .where('due_at', '=', RUN.due_at)
      .execute(),
  )
}

/** True when the demo was begun before and not finished, or the office is empty. */
async function beginRun({ store, deps }: Office): Promise<boolean> {
  return store.transaction(async (tx) => {
    const run = await tx
      .selectFrom('job_run')
      .select('result')
      .where('name', '=', RUN.name)
      .where('due_at', '=', RUN.due_at)
      .executeTakeFirst()
    if (run) return (run.result as { state: string }).state !== 'finished'
    const product = await tx.selectFrom('product').select('sku').limit(1).executeTakeFirst()
    if (product) return false
    await tx
      .insertInto('job_run')
      .values({
        ...RUN,
        ran_at: instantOf(deps.clock.now()),
        result: JSON.stringify({ state: 'begun' }),
      })
      .execute()
    return true
  })
}
