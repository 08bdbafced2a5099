import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { realDeps } from '../deps.ts'
import { openStore, type Store } from '../store/index.ts'
import { replayIntents } from './replay-intents.ts'

const USAGE = 'usage: npm run replay-intents -- [--data DIR], or with DATABASE_URL'

/** Some order is not what its intent and its adjustments make of it. */
const EXIT_DIFFERENT = 1
/** The replay itself could not be made. */
const EXIT_FAILED = 2

async function main(): Promise<number> {
  const deps = realDeps()
  const startedMs = deps.clock.now()
  const store = await open((durationMs) => deps.sleep(durationMs))
  try {
    const summary = await store.snapshot((tx) => replayIntents(tx, say))
    say({ ...summary, seconds: (deps.clock.now() - startedMs) / 1_000 })
    return summary.different === 0 ? 0 : EXIT_DIFFERENT
  } finally {
    await store.close()
  }
}

function open(sleep: (durationMs: number) => Promise<void>): Promise<Store> {
  const { values } = parseArgs({ options: { data: { type: 'string' } } })
  const databaseUrl = process.env['DATABASE_URL'] ?? ''
  if (databaseUrl !== '') return openStore({ databaseUrl, sleep })
  if (values.data === undefined) throw new Error(USAGE)
  const dataFolder = resolve(values.data)
  // A mistyped folder would be a new, empty database that has nothing wrong with it.
  if (!existsSync(dataFolder)) throw new Error(`there is no folder ${dataFolder}`)
  return openStore({ dataFolder, sleep })
}

/** JSON lines, one for each intent and one at the end. */
function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = EXIT_FAILED
  },
)
