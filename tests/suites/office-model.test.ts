import { asyncProperty, check, defaultReportMessage } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Office } from '../../sync-server/office.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { databases } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { withoutIdempotency, withoutLocks } from '../support/office-model/defects.ts'
import { type Operation, stories } from '../support/office-model/operations.ts'
import { PAYMENT_TIME_MS } from '../support/office-model/model.ts'
import { runStory, type Scene, STORY_BEGINS } from '../support/office-model/run-story.ts'
import { handClock } from '../support/wholesaler.ts'

const STORIES = 12
/** Enough that a bug which only parallel orders can show is met. */
const STORIES_WITH_DEFECT = 20
const seed = Number(process.env['LOADLINE_SEED'] ?? 2026)

/** A bug put in on purpose: another store, another office in front, or another clock for the jobs. */
type Defect = {
  store?: (store: Store) => Store
  office?: (office: TestOffice) => Scene['office']
  jobs?: (office: Office) => Office
}

const DEFECTS: readonly { bug: string; defect: Defect; on: readonly Store['kind'][] }[] = [
  // PGlite does one transaction after the other, whoever locks what.
  { bug: 'no row is locked', defect: { store: withoutLocks }, on: ['postgres'] },
  {
    bug: 'an intent is new each time',
    defect: { office: withoutIdempotency },
    on: ['pglite', 'postgres'],
  },
  {
    bug: 'unpaid orders are kept too long',
    defect: { jobs: behindTime },
    on: ['pglite', 'postgres'],
  },
]

describe.each(databases)('the office against a small model on $kind', ({ kind, open }) => {
  async function play(story: readonly Operation[], defect: Defect = {}): Promise<void> {
    const database = await open()
    const clock = handClock(STORY_BEGINS)
    const store = defect.store?.(database.store) ?? database.store
    const timersOff = { every: () => () => undefined }
    const office = await startOffice({
      database: { ...database, store },
      deps: { clock, ...timersOff },
    })
    try {
      const scene = {
        office: defect.office?.(office) ?? office,
        jobsOf: defect.jobs?.(office.office) ?? office.office,
        clock,
      }
      await runStory(scene, story)
      await requireTrueBooks(database.store)
    } finally {
      await office.close()
      await database.close()
    }
  }

  test('[I3] [I5] whatever happens in whatever order, counters and model agree after each step', async () => {
    const holds = asyncProperty(stories, (story) => play(story))
    const found = await check(holds, { seed, numRuns: STORIES, endOnFailure: true })
    expect(found.failed, found.failed ? defaultReportMessage(found) : '').toBe(false)
  })

  test.each(DEFECTS.filter(({ on }) => on.includes(kind)))(
    '[I5] a bug put in on purpose is caught: $bug',
    async ({ defect }) => {
      const holds = asyncProperty(stories, (story) => play(story, defect))
      const found = await check(holds, { seed, numRuns: STORIES_WITH_DEFECT, endOnFailure: true })
      expect(found.failed).toBe(true)
    },
  )
})

/** Jobs that look at another clock than everybody else. */
function behindTime(office: Office): Office {
  const clock = { now: () => office.deps.clock.now() - PAYMENT_TIME_MS }
  return { ...office, deps: { ...office.deps, clock } }
}
