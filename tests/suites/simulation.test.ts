import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFECTS } from '../simulation/defects.ts'
import { type RunOptions, runSimulation } from '../simulation/run-simulation.ts'
import { simulate } from '../simulation/simulate.ts'
import { databases, type TestDatabase } from '../support/databases.ts'

const SIZE = { stations: 3, steps: 50 }

/** Seeds a defect may need until its event comes up. */
const DEFECT_SEEDS = [1, 2, 3, 4]

/** Stories that once ended badly, each with what was wrong. */
const DISK_STORIES = {
  'an idle bench did not notice that its disk was put back to an earlier log': {
    seed: 240,
    diskTrouble: 10,
    steps: 140,
  },
  'a bench did not believe what it was told while its twin had another log': {
    seed: 283,
    diskTrouble: 10,
    steps: 140,
  },
}

/** Long stories of a bigger floor that once ended badly, each with what was wrong. */
const LONG_SIZE = { stations: 4, steps: 400 }
const LONG_STORIES = [
  [
    70049,
    'goods beyond what was asked for, of a line of three lots, were taken for a pick made twice',
  ],
  [70095, 'what a restore took back before any bench had heard it was held against the office'],
  [70102, 'a bit flipped in what the log says of printing, and the bench did not start any more'],
] as const

const NONE = { lost: 0, doubled: 0, oversold: 0, overbooked: 0, diverged: 0, unexplained: 0 }

const RUNS = { pglite: 6, postgres: 2 }

describe.each(databases)('a floor with a bad network, on $kind', ({ kind, open }) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  test('[I1-I16] fixed seeds lose nothing, double nothing and drain', async () => {
    const { summary, results } = await simulate({
      seed: 100,
      runs: RUNS[kind],
      lanes: [(seed) => runSimulation({ ...SIZE, seed, store: database.store })],
    })
    const story = results.flatMap(({ violations, lastLines }) =>
      violations.length > 0 ? [...lastLines, JSON.stringify(violations)] : [],
    )
    expect(summary, story.join('\n')).toMatchObject({ ...NONE, seedOfFirstFailure: null })
    expect(summary.actions).toBeGreaterThan(RUNS[kind] * 20)
  })
})

describe('the simulation', () => {
  let database: TestDatabase
  beforeAll(async () => {
    const [pglite] = databases
    if (pglite === undefined) throw new Error('no database to simulate on')
    database = await pglite.open()
  })
  afterAll(() => database.close())

  const run = (options: Omit<RunOptions, 'store' | keyof typeof SIZE> & Partial<typeof SIZE>) =>
    runSimulation({ ...SIZE, ...options, store: database.store })

  test('a seed that was never tried before holds as well', async () => {
    const seed = Math.floor((performance.timeOrigin * 1_000) % 1_000_000_000)
    console.log(`a fresh seed for the simulation: ${seed}`)
    const { violations, lastLines } = await run({ seed })
    expect(violations, `seed ${seed}\n${lastLines.join('\n')}`).toEqual([])
  })

  test.each([
    [1015, 'a new epoch took actions for answered whose receipts no bench had heard'],
    [1061, 'the same after a reply that was lost, with two offices behind one address'],
    [1018, 'late copies put the office ahead of its own answer, and receipts were skipped'],
  ])('seed %d: %s', async (seed) => {
    const { violations, lastLines } = await run({ seed, steps: 90 })
    expect(violations, lastLines.join('\n')).toEqual([])
  })

  test.each(LONG_STORIES)('seed %d: %s', async (seed) => {
    const { violations, lastLines } = await run({ seed, ...LONG_SIZE })
    expect(violations, lastLines.join('\n')).toEqual([])
  })

  test('the same seed tells the same story', async () => {
    const first = await run({ seed: 7 })
    const second = await run({ seed: 7 })
    expect(second.trace).toBe(first.trace)
    expect((await run({ seed: 8 })).trace).not.toBe(first.trace)
  })

  test.each(Object.entries(DISK_STORIES))(
    '[I1, I3] disks fail all the time, and nothing is lost that could be read: %s',
    async (_what, story) => {
      const { violations, lastLines, events } = await run(story)
      expect(violations, lastLines.join('\n')).toEqual([])
      expect([...events.keys()]).toEqual(expect.arrayContaining(['new-log', 'copy-answered']))
    },
  )

  test.each(Object.entries(DEFECTS))('a defect is caught: %s', async (_name, defect) => {
    const broken = new Set<string>()
    for (const seed of DEFECT_SEEDS) {
      const { violations } = await run({ seed, defect })
      for (const { rule } of violations) broken.add(rule)
      if (defect.caughtBy.some((rule) => broken.has(rule))) return
    }
    expect.fail(`caught by ${[...broken].join()} and none of ${defect.caughtBy.join()}`)
  })
})
