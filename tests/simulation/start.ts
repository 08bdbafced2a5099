import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { startCluster, TEMPLATE } from '../support/postgres-cluster.ts'
import { startLane } from './lane.ts'
import type { RunResult } from './run-simulation.ts'
import { simulate } from './simulate.ts'

const DEFAULTS = { runs: 20, stations: 3, steps: 120 }

/** Seeds are drawn below this where none is given. */
const SEED_BELOW = 1_000_000_000

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: String(DEFAULTS.runs) },
    stations: { type: 'string', default: String(DEFAULTS.stations) },
    steps: { type: 'string', default: String(DEFAULTS.steps) },
    workers: { type: 'string', default: String(availableParallelism()) },
    postgres: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})

const seed = values.seed === undefined ? freshSeed() : count('seed', values.seed)
const runs = count('runs', values.runs)
const size = { stations: count('stations', values.stations), steps: count('steps', values.steps) }
const workers = Math.max(1, Math.min(runs, count('workers', values.workers)))
const databases = values.postgres ? await startDatabases(workers) : null
const lanes = Array.from({ length: workers }, (_, index) =>
  startLane({ ...size, databaseUrl: databases?.urls[index] }),
)
const startedMs = performance.now()
const { summary, missing, results } = await simulate({
  seed,
  runs,
  lanes: lanes.map((lane) => (own: number) => lane.run(own)),
  onRun: report,
})
const seconds = (performance.now() - startedMs) / 1_000
for (const lane of lanes) await lane.close()
await databases?.stop()
for (const [event, times] of totals(results)) console.log(`${event}: ${times}`)
console.log(`${seconds.toFixed(0)} s, ${(seconds / summary.runs).toFixed(2)} s per run`)
if (missing.length > 0) console.log(`never happened: ${missing.join(', ')}`)
console.log(JSON.stringify(summary))
process.exitCode = summary.seedOfFirstFailure === null && missing.length === 0 ? 0 : 1

function report(result: RunResult): void {
  const { actions, faults, trace, violations, lastLines } = result
  const how = violations.length === 0 ? 'good' : `FAILED (${violations.length})`
  const story = trace.slice(0, 12)
  console.log(`seed ${result.seed}: ${how}, ${actions} actions, ${faults} faults, story ${story}`)
  if (violations.length > 0 || values.verbose) console.log(lastLines.join('\n'))
  for (const { rule, trouble, text } of violations) console.log(`  ${rule} ${trouble}: ${text}`)
}

function totals(all: readonly RunResult[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const { events } of all) {
    for (const [event, times] of events) sums.set(event, (sums.get(event) ?? 0) + times)
  }
  return [...sums].toSorted(([a], [b]) => a.localeCompare(b))
}

function count(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`--${name} is a whole number`)
  return value
}

/** Printed with every run, so that a failure can be told again. */
function freshSeed(): number {
  return Math.floor((performance.timeOrigin * 1_000) % SEED_BELOW)
}

/** One cluster, a database for each worker. */
async function startDatabases(number: number) {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-sim-cluster-'))
  // The cluster runs as another user when this runs as root.
  chmodSync(folder, 0o755)
  const cluster = await startCluster(folder)
  const client = new Client({ connectionString: `${cluster.url}/postgres` })
  await client.connect()
  const names = Array.from({ length: number }, (_, index) => `simulation_${index}`)
  for (const name of names) await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`)
  await client.end()
  return {
    urls: names.map((name) => `${cluster.url}/${name}`),
    stop: async () => {
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
