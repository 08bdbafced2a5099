import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openStore, type Store } from '../../sync-server/store/index.ts'
import { startCluster, TEMPLATE } from '../support/postgres-cluster.ts'
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
    postgres: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})

const seed = values.seed === undefined ? freshSeed() : count('seed', values.seed)
const database = await (values.postgres ? openPostgres() : openPGlite())
const startedMs = performance.now()
const { summary, missing, results } = await simulate({
  seed,
  runs: count('runs', values.runs),
  stations: count('stations', values.stations),
  steps: count('steps', values.steps),
  store: database.store,
  onRun: report,
})
const seconds = (performance.now() - startedMs) / 1_000
await database.close()
for (const [event, times] of totals(results)) console.log(`${event}: ${times}`)
console.log(`${(summary.runs / seconds).toFixed(2)} runs per second`)
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

async function openPGlite(): Promise<{ store: Store; close(): Promise<void> }> {
  const store = await openStore({ sleep: () => Promise.resolve() })
  return { store, close: () => store.close() }
}

async function openPostgres(): Promise<{ store: Store; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-sim-cluster-'))
  // The cluster runs as another user when this runs as root.
  chmodSync(folder, 0o755)
  const cluster = await startCluster(folder)
  const databaseUrl = `${cluster.url}/${TEMPLATE}`
  const store = await openStore({ databaseUrl, sleep: () => Promise.resolve() })
  return {
    store,
    close: async () => {
      await store.close()
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
