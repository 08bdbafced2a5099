import { JOB_TOPICS } from '#contract/http/live-topics.ts'
import { withLogContext } from '../log/index.ts'
import type { Office } from '../office.ts'
import { cancelUnpaid, fillBackorders } from '../orders/index.ts'
import { keepEpcisFeed } from '../epcis/index.ts'
import { purgeFigures } from '../figures/index.ts'
import { purgeSessions } from '../identity/index.ts'
import { purgeOutbox } from '../outbox/index.ts'
import { eraseOldCustomers } from '../privacy/index.ts'
import { reportExpiredReservations } from '../reconciliation/index.ts'
import { giveWantedNumbers, purgeSupportFiles } from '../stations/index.ts'
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
  { name: 'sessions', run: (office) => purgeSessions(office) },
  { name: 'support-files', run: (office) => purgeSupportFiles(office) },
  { name: 'outbox-purge', run: (office) => purgeOutbox(office) },
  { name: 'epcis', run: (office) => keepEpcisFeed(office) },
  { name: 'figures-purge', run: (office) => purgeFigures(office) },
  { name: 'customer-data', run: (office) => eraseOldCustomers(office) },
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
  for (const job of JOBS) {
    const context = { requestId: office.deps.newId(), job: job.name }
    await withLogContext(context, () => runJob(office, job))
    office.health.jobsAliveAtMs = office.deps.clock.now()
  }
}

async function runJob(office: Office, { name: task, run }: Job): Promise<void> {
  const { log, metrics, deps } = office
  try {
    const done = await run(office)
    metrics.jobDoneAt.set({ task }, deps.clock.now() / 1_000)
    if (done === 0) return
    office.tell(JOB_TOPICS)
    log.info({ module: 'jobs', done }, 'did what was due')
  } catch (error) {
    metrics.jobFailures.inc({ task })
    log.error({ module: 'jobs', err: error }, 'a job failed; it is tried again')
  }
}
