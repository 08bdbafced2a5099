import type { Office } from '../office.ts'
import { cancelUnpaid, fillBackorders } from '../orders/index.ts'
import { purgeOutbox } from '../outbox/index.ts'
import { reportExpiredReservations } from '../reconciliation/index.ts'
import { giveWantedNumbers } from '../stations/index.ts'
import { collectTombstones } from '../sync/index.ts'
import { runCounterPickLists, runDailyPickLists } from './daily-pick-lists.ts'
import { runNightlyReconciliation } from './nightly-reconciliation.ts'

/** Work that becomes due by itself; whether it is follows from the database each time (TIME-2). */
export type Job = {
  name: string
  /** Does what is due, and answers with how much that was. */
  run: (office: Office) => Promise<number>
}

const JOBS: readonly Job[] = [
  { name: 'payments', run: (office) => cancelUnpaid(office) },
  { name: 'backorders', run: (office) => fillBackorders(office) },
  { name: 'counter-pick-lists', run: (office) => runCounterPickLists(office) },
  { name: 'pick-lists', run: (office) => runDailyPickLists(office) },
  { name: 'reconciliation', run: (office) => runNightlyReconciliation(office) },
  { name: 'reservations', run: (office) => reportExpiredReservations(office) },
  { name: 'numbers', run: (office) => giveWantedNumbers(office) },
  { name: 'tombstones', run: (office) => collectTombstones(office) },
  { name: 'outbox-purge', run: (office) => purgeOutbox(office) },
]

/** How late a job may start. */
const POLL_INTERVAL_MS = 30_000

/** Looks for due work now and again and again. One look runs at a time; the stop waits for it. */
export function startJobs(office: Office): () => Promise<void> {
  let running: Promise<void> | null = null
  const look = () => {
    running ??= runDueJobs(office).finally(() => {
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

/** Does everything that is due now. One job that fails keeps no other from running. */
export async function runDueJobs(office: Office): Promise<void> {
  for (const { name, run } of JOBS) {
    try {
      const done = await run(office)
      if (done > 0) office.log.info({ job: name, done }, 'did what was due')
    } catch (error) {
      office.log.error({ err: error, job: name }, 'a job failed; it is tried again')
    }
  }
}
