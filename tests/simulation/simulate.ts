import { missingEvents } from './interesting.ts'
import type { RunResult } from './run-simulation.ts'
import type { Trouble } from './world.ts'

export type Summary = {
  runs: number
  actions: number
  faults: number
  seedOfFirstFailure: number | null
} & Record<Trouble, number>

export type Simulated = { summary: Summary; missing: readonly string[]; results: RunResult[] }

export type SimulateOptions = {
  seed: number
  runs: number
  /** Each lane runs one seed at a time, on a database of its own. */
  lanes: readonly ((seed: number) => Promise<RunResult>)[]
  /** Hears of every run, in the order of the seeds however many lanes there are. */
  onRun?: (result: RunResult) => void
}

/** Seed after seed, as many at once as there are lanes; what comes of it does not depend on their number. */
export async function simulate({ seed, runs, lanes, onRun }: SimulateOptions): Promise<Simulated> {
  const done = new Map<number, RunResult>()
  const results: RunResult[] = []
  let next = 0
  const take = (result: RunResult) => {
    done.set(result.seed, result)
    for (;;) {
      const following = done.get(seed + results.length)
      if (following === undefined) return
      results.push(following)
      onRun?.(following)
    }
  }
  await Promise.all(
    lanes.map(async (run) => {
      while (next < runs) {
        const own = seed + next
        next += 1
        take(await run(own))
      }
    }),
  )
  return { summary: summaryOf(results), missing: missingEvents(results), results }
}

function summaryOf(results: readonly RunResult[]): Summary {
  const all = results.flatMap(({ violations }) => violations)
  const count = (trouble: Trouble) => all.filter((one) => one.trouble === trouble).length
  return {
    runs: results.length,
    actions: results.reduce((sum, { actions }) => sum + actions, 0),
    faults: results.reduce((sum, { faults }) => sum + faults, 0),
    lost: count('lost'),
    doubled: count('doubled'),
    oversold: count('oversold'),
    overbooked: count('overbooked'),
    diverged: count('diverged'),
    unexplained: count('unexplained'),
    seedOfFirstFailure: results.find(({ violations }) => violations.length > 0)?.seed ?? null,
  }
}
