import type { Office } from '../office.ts'
import { runDailyPickLists } from './daily-pick-lists.ts'

/** How late a job may start; what is due is read from the database each time. */
const POLL_INTERVAL_MS = 30_000

/** Looks for due work now and again and again. One look runs at a time; the stop waits for it. */
export function startJobs(office: Office): () => Promise<void> {
  let running: Promise<void> | null = null
  const look = () => {
    running ??= runDue(office).finally(() => {
      running = null
    })
  }
  look()
  const stop = office.deps.every(POLL_INTERVAL_MS, look)
  return async () => {
    stop()
    await running
  }
}

async function runDue(office: Office): Promise<void> {
  try {
    const created = await runDailyPickLists(office)
    if (created > 0) office.log.info({ created }, 'made the pick lists of the day')
  } catch (error) {
    office.log.error({ err: error }, 'a job failed; it is tried again')
  }
}
