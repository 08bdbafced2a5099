import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { isRestoreUnfinished } from '../store/unfinished-restore.ts'
import type { BackupDatabase } from './backup-database.ts'
import {
  BACKUP_FORMAT,
  BackupError,
  type BackupHeader,
  type BackupTrailer,
  ROWS_END,
} from './backup-format.ts'

const NEWLINE = 10

type Options = {
  database: BackupDatabase
  /** Where the file goes; it is ended. */
  out: Writable
  version: string
  takenAt: string
}

/**
 * Writes everything the office knows, as of one moment: offices go on working meanwhile. Sequences are read last,
 * so that none stands behind a number that a row has.
 */
export async function writeBackup({
  database,
  out,
  version,
  takenAt,
}: Options): Promise<BackupTrailer> {
  await database.exec('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  if (await isRestoreUnfinished(database)) {
    throw new BackupError('A restore into this database did not come to its end: it holds nothing.')
  }
  const migrations = await readMigrationsDone(database)
  const header: BackupHeader = { loadlineBackup: BACKUP_FORMAT, version, takenAt, migrations }
  const gzip = createGzip()
  gzip.pipe(out)
  const ended = finished(out)
  ended.catch(() => undefined)
  const put = async (bytes: string | Uint8Array) => {
    if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), ended])
  }
  const putLine = (value: unknown) => put(`${JSON.stringify(value)}\n`)
  await putLine(header)
  const rows: Record<string, number> = {}
  for (const { table, columns } of await readTables(database)) {
    await putLine({ table, columns })
    rows[table] = 0
    for await (const bytes of await database.copyOut(table, columns)) {
      rows[table] += countLines(bytes)
      await put(bytes)
    }
    await put(`${ROWS_END}\n`)
  }
  const trailer: BackupTrailer = { sequences: await readSequences(database), rows }
  await putLine(trailer)
  gzip.end()
  await ended
  await database.exec('COMMIT')
  return trailer
}

function countLines(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte === NEWLINE) count += 1
  return count
}

/** Also of the release before, which knew no `needs`: an upgrade begins with a backup. */
async function readMigrationsDone(database: BackupDatabase): Promise<BackupHeader['migrations']> {
  const { rows } = await database
    .query("SELECT name, hash, to_jsonb(m) ->> 'needs' AS needs FROM migration m ORDER BY name", [])
    .catch(() => {
      throw new BackupError('This is no database of an office.')
    })
  return rows as BackupHeader['migrations']
}

type TableColumns = { table: string; columns: string[] }

/** All tables but the one that says which migrations ran, with the columns that hold something of their own. */
export async function readTables(database: BackupDatabase): Promise<TableColumns[]> {
  const { rows } = await database.query(
    `SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = ''
      WHERE c.relkind = 'r' AND c.relname <> 'migration'
      GROUP BY c.relname ORDER BY c.relname`,
    [],
  )
  return rows as TableColumns[]
}

async function readSequences(database: BackupDatabase): Promise<BackupTrailer['sequences']> {
  const { rows } = await database.query(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
      WHERE schemaname = 'public' ORDER BY sequencename`,
    [],
  )
  const sequences = rows as { name: string; last: string | null }[]
  return Object.fromEntries(sequences.map(({ name, last }) => [name, last]))
}
