import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { instantOf, realDeps } from '../deps.ts'
import { readVersion } from '../places.ts'
import {
  BackupError,
  noteBackup,
  openBackupDatabase,
  readBackup,
  writeBackup,
  type BackupPlace,
} from './index.ts'

const USAGE = [
  'usage: npm run backup -- --to FILE [--data DIR]',
  '       npm run restore -- --from FILE [--data DIR]',
  'The database is the one of DATABASE_URL, else the one in DIR.',
].join('\n')

/** It holds hashes of passwords and everything of customers. */
const FILE_MODE = 0o600

/** The file is good, and only the record of it is missing: whoever watches still sees an old backup. */
const EXIT_NOT_NOTED = 3

async function main(): Promise<void> {
  const [command, ...args] = process.argv.slice(2)
  const options = {
    to: { type: 'string' },
    from: { type: 'string' },
    data: { type: 'string' },
  } as const
  const { values } = parseArgs({ args, options })
  const place = placeOf(values.data, process.env['DATABASE_URL'])
  if (command === 'backup' && values.to !== undefined) return backUp(place, values.to)
  if (command === 'restore' && values.from !== undefined) return restore(place, values.from)
  throw new BackupError(USAGE)
}

function placeOf(dataFolder: string | undefined, databaseUrl: string | undefined): BackupPlace {
  if (databaseUrl !== undefined && databaseUrl !== '') return { databaseUrl }
  if (dataFolder !== undefined) return { dataFolder }
  throw new BackupError(USAGE)
}

/** Under another name until it is whole, so that half a file never stands where a backup should. */
async function backUp(place: BackupPlace, path: string): Promise<void> {
  const database = await openBackupDatabase(place)
  const unfinished = `${path}.unfinished`
  try {
    // One that a killed try left behind may be readable to others, and would stay so.
    rmSync(unfinished, { force: true })
    const out = createWriteStream(unfinished, { flags: 'wx', mode: FILE_MODE, flush: true })
    const takenAt = instantOf(realDeps().clock.now())
    const { rows } = await writeBackup({ database, out, version: readVersion(), takenAt })
    renameSync(unfinished, path)
    const doneAt = instantOf(realDeps().clock.now())
    const done = { takenAt, doneAt, rows: sum(rows) }
    const trouble = await noteBackup(database, done).then(() => null, sentenceOf)
    const isNoted = trouble === null
    say({ backup: path, takenAt, rows: sum(rows), ...(isNoted ? {} : { isNoted }) })
    if (isNoted) return
    process.exitCode = EXIT_NOT_NOTED
    process.stderr.write(
      `The backup ${path} is whole and good, but the office could not be told of it and counts on ` +
        `without it: ${trouble}\n`,
    )
  } finally {
    rmSync(unfinished, { force: true })
    await database.close()
  }
}

async function restore(place: BackupPlace, path: string): Promise<void> {
  const database = await openBackupDatabase(place)
  try {
    const { takenAt, rows } = await readBackup(database, createReadStream(path))
    say({ restored: path, takenAt, rows: sum(rows) })
  } finally {
    await database.close()
  }
}

const sum = (rows: Readonly<Record<string, number>>) =>
  Object.values(rows).reduce((total, count) => total + count, 0)

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Trouble that a person can do something about has a sentence; the rest keeps its stack. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isPlain = error instanceof BackupError || 'code' in error
  return isPlain ? error.message : (error.stack ?? error.message)
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`)
  process.exitCode = 1
})
