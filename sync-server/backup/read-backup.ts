import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { migrate, readMigrations, type Migration } from '../store/migrate.ts'
import { MIGRATION_LOCK } from '../store/postgres-store.ts'
import { beginRestore, endRestore, isRestoreUnfinished } from '../store/unfinished-restore.ts'
import type { BackupDatabase } from './backup-database.ts'
import { BackupError, BackupHeader, BackupTrailer, ROWS_END, TableLine } from './backup-format.ts'
import { createLineReader, type LineReader } from './line-reader.ts'

/** What the next start of an office takes for another cluster: it begins a new history (EPOCH-1). */
const RESTORED = 'restored'

/**
 * Reads a backup into an empty database, all of it or nothing, and marks it as restored: the next office on it
 * begins a new epoch, and benches send again what it lacks. One that was killed left a mark: no office starts on what
 * it made, and the next restore clears that away. Throws a `BackupError` that says what is wrong.
 */
export async function readBackup(
  database: BackupDatabase,
  file: Readable,
): Promise<BackupHeader & BackupTrailer> {
  const unpacked = createGunzip()
  file.on('error', (error) => unpacked.destroy(error))
  // Whoever reads the lines hears of it; nobody may be reading any more.
  unpacked.on('error', () => undefined)
  const lines = createLineReader(file.pipe(unpacked))
  try {
    await beAlone(database)
    if (await isRestoreUnfinished(database)) await clearUnfinished(database)
    await requireEmpty(database)
    const header = parse(BackupHeader, await lines.next(), 'This is no backup of an office.')
    return await restore(database, header, lines)
  } catch (error) {
    throw isDamage(error) ? new BackupError('The file is damaged or was cut off.') : error
  } finally {
    file.destroy()
  }
}

async function restore(
  database: BackupDatabase,
  header: BackupHeader,
  lines: LineReader,
): Promise<BackupHeader & BackupTrailer> {
  const migrations = migrationsOf(header)
  try {
    await beginRestore(database)
    await migrate(database, migrations)
    await database.exec('BEGIN')
    const trailer = await loadTables(database, lines)
    await setSequences(database, trailer.sequences)
    await database.query('UPDATE office SET cluster_identity = $1', [RESTORED])
    await endRestore(database)
    await database.exec('COMMIT')
    return { ...header, ...trailer }
  } catch (error) {
    // Where the database itself went away this fails too, and why is what a person must read.
    await clearAway(database).catch(() => undefined)
    throw error
  }
}

async function clearAway(database: BackupDatabase): Promise<void> {
  await database.exec('ROLLBACK')
  await emptyAgain(database)
}

/** Until the connection ends no office starts on the database, and nobody else restores into it. */
async function beAlone(database: BackupDatabase): Promise<void> {
  const { rows } = await database.query('SELECT 1 WHERE pg_try_advisory_lock($1::text::bigint)', [
    String(MIGRATION_LOCK),
  ])
  if (rows.length > 0) return
  throw new BackupError('Another restore, or an office that starts, is at work on this database.')
}

/** An office older than the mark starts on what is marked: whatever somebody did there since must not be dropped. */
async function clearUnfinished(database: BackupDatabase): Promise<void> {
  const { rows: made } = await database.query(
    "SELECT 1 WHERE to_regclass('public.audit_entry') IS NOT NULL",
    [],
  )
  const { rows: work } =
    made.length === 0 ? { rows: [] } : await database.query('SELECT 1 FROM audit_entry LIMIT 1', [])
  if (work.length === 0) return emptyAgain(database)
  throw new BackupError(
    'A restore into this database was cut off, and an office has worked on it since. ' +
      'Create a new one and restore into that; nothing was changed.',
  )
}

/** It held no table before, and holds none again: the next try finds nothing of this one. All of it, or nothing. */
async function emptyAgain(database: BackupDatabase): Promise<void> {
  await database.exec('BEGIN')
  for (const [kind, word] of [
    ['r', 'TABLE'],
    ['S', 'SEQUENCE'],
  ] as const) {
    // What an extension brought along was there before.
    const { rows } = await database.query(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind::text = $1 AND NOT EXISTS (
          SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
      [kind],
    )
    const names = (rows as { name: string }[]).map(({ name }) => name)
    if (names.length > 0) await database.exec(`DROP ${word} ${names.join(', ')}`)
  }
  await database.exec('COMMIT')
}

async function requireEmpty(database: BackupDatabase): Promise<void> {
  const { rows } = await database.query(
    "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'",
    [],
  )
  if (rows.length === 0) return
  throw new BackupError(
    'The database is not empty. Create a new one and restore into that; nothing was changed.',
  )
}

/** The schema of that time; the next start takes it forward. */
function migrationsOf({ migrations, version }: BackupHeader): Migration[] {
  const own = new Map(readMigrations().map((migration) => [migration.name, migration]))
  return migrations.map(({ name, hash }) => {
    const migration = own.get(name)
    if (migration?.hash === hash) return migration
    throw new BackupError(
      `The backup was taken by Loadline ${version} with ${name}, which this version does not have. ` +
        'Restore it with that version, or a newer one.',
    )
  })
}

async function loadTables(database: BackupDatabase, lines: LineReader): Promise<BackupTrailer> {
  const held = await foreignKeys(database)
  const rows: Record<string, number> = {}
  for (;;) {
    const line = await lines.next()
    const table = TableLine.safeParse(json(line))
    if (!table.success) {
      const trailer = parse(BackupTrailer, line, 'The file was cut off.')
      const differing = Object.keys(trailer.rows).filter(
        (name) => trailer.rows[name] !== rows[name],
      )
      if (differing.length > 0) {
        throw new BackupError(`The file lacks rows of ${differing.join(', ')}.`)
      }
      for (const { add } of held) await database.exec(add)
      return trailer
    }
    const { table: name, columns } = table.data
    // Rows that a migration made are in the backup, as they were since.
    await database.exec(`DELETE FROM "${name}"`)
    rows[name] = 0
    const count = () => {
      rows[name] = (rows[name] ?? 0) + 1
    }
    await database.copyIn(name, columns, lines.until(ROWS_END, count))
  }
}

/** Tables come by name: what refers to another one is checked when all are there. */
async function foreignKeys(database: BackupDatabase): Promise<{ add: string }[]> {
  const { rows } = await database.query(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
          pg_get_constraintdef(oid)) AS add
      FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
    [],
  )
  const keys = rows as { drop: string; add: string }[]
  for (const { drop } of keys) await database.exec(drop)
  return keys
}

async function setSequences(
  database: BackupDatabase,
  sequences: BackupTrailer['sequences'],
): Promise<void> {
  for (const [name, last] of Object.entries(sequences)) {
    if (last === null) continue
    await database.query('SELECT setval($1::text::regclass, $2::text::bigint)', [`"${name}"`, last])
  }
}

type Schema<T> = { safeParse(value: unknown): { success: true; data: T } | { success: false } }

function parse<T>(schema: Schema<T>, line: string | undefined, otherwise: string): T {
  const parsed = schema.safeParse(json(line))
  if (!parsed.success) throw new BackupError(otherwise)
  return parsed.data
}

function json(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '')
  } catch {
    return undefined
  }
}

function isDamage(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('Z_')
  )
}
