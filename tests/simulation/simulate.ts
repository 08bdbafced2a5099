import type { Store } from '../../sync-server/store/index.ts'
import { runSimulation, type Defect, type RunResult } from './run-simulation.ts'
import type { Trouble } from './world.ts'

export type Summary = {
  runs: number
  actions: number
  faults: number
  seedOfFirstFailure: number | null
} & Record<Trouble, number>

export type Simulated = { summary: Summary; missing: readonly string[]; results: RunResult[] }

/** What must have happened in a set of runs, or it has proved nothing. */
const INTERESTING = [
  'refused',
  'replay-answered',
  'excepted',
  'partition-healed',
  'station-killed',
  'log-broken',
  'office-killed-before-commit',
  'office-killed-after-commit',
  'order-cancelled',
  'lot-picked',
]

/** Fewer runs may miss an event by chance alone. */
const INTERESTING_FROM_RUNS = 20

export type SimulateOptions = {
  seed: number
  runs: number
  stations: number
  steps: number
  store: Store
  defect?: Defect
  onRun?: (result: RunResult) => void
}

/** Seed after seed on one database. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const { runs, onRun, ...each } = options
  const results: RunResult[] = []
  for (let n = 0; n < runs; n += 1) {
    const result = await runSimulation({ ...each, seed: options.seed + n })
    results.push(result)
    onRun?.(result)
  }
  const seen = new Set(results.flatMap(({ events }) => [...events.keys()]))
  const missing = INTERESTING.filter((event) => !seen.has(event))
  return {
    summary: summaryOf(results),
    missing: runs >= INTERESTING_FROM_RUNS ? missing : [],
    results,
  }
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
