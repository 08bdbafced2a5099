import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MIGRATIONS_FOLDER } from '../places.ts'
import { databaseErrorCode } from './store.ts'

/**
 * Head lines of a migration. `-- alone`: its statements run one by one outside a transaction and may run
 * again (`CREATE INDEX CONCURRENTLY IF NOT EXISTS`), so that a large table is written to meanwhile.
 * `-- needs 0009_name.sql`: once it ran, a program whose last migration is an older one works wrongly on
 * this database and refuses it.
 */
const ALONE = /^-- alone$/m
const NEEDS = /^-- needs (\S+)$/m

/**
 * A change of a table waits for who uses it, and whoever comes later waits behind it: after this it steps aside
 * and tries again, so that an instance that still serves is never held up for long.
 */
const LOCK_TIMEOUT_MS = 1_000
const LOCK_TRIES_MAX = 120
const LOCK_NOT_AVAILABLE = '55P03'
const DEADLOCK_DETECTED = '40P01'

/** What migrating needs of a driver: statements without parameters, and one with. */
export type MigrationConnection = {
  exec(sql: string): Promise<unknown>
  query(sql: string, parameters: string[]): Promise<{ rows: unknown[] }>
}

export type Migration = {
  name: string
  sql: string
  hash: string
  isAlone: boolean
  /** The oldest last migration a program must have to work on the database from then on. */
  needs: string | null
}

type DoneMigration = { name: string; hash: string; needs: string | null }

export function readMigrations(folder = MIGRATIONS_FOLDER): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8')
    const hash = createHash('sha256').update(sql).digest('hex')
    return { name, sql, hash, isAlone: ALONE.test(sql), needs: NEEDS.exec(sql)?.[1] ?? null }
  })
}

/**
 * Brings the schema up to date. Each file runs once; a file that changed after it ran is an error that a person
 * must see, and so is a database that a newer version has changed beyond what this one understands.
 */
export async function migrate(
  connection: MigrationConnection,
  migrations: readonly Migration[] = readMigrations(),
): Promise<void> {
  await connection.exec(
    'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, hash text NOT NULL)',
  )
  await withoutHoldingUp(connection, () =>
    connection.exec('ALTER TABLE migration ADD COLUMN IF NOT EXISTS needs text'),
  )
  const { rows } = await connection.query('SELECT name, hash, needs FROM migration', [])
  const done = rows as DoneMigration[]
  refuseNewer(done, migrations)
  const hashes = new Map(done.map(({ name, hash }) => [name, hash]))
  for (const migration of migrations) {
    const hash = hashes.get(migration.name)
    if (hash === migration.hash) continue
    if (hash !== undefined) {
      throw new Error(`this database was made by another version of migration ${migration.name}`)
    }
    await (migration.isAlone ? runAlone : runWhole)(connection, migration)
  }
  await connection.exec('RESET lock_timeout')
}

/** Throws when a newer version has left something that this one would work wrongly on. */
function refuseNewer(done: readonly DoneMigration[], migrations: readonly Migration[]): void {
  const last = migrations.at(-1)?.name ?? ''
  const beyond = done.find(({ needs }) => needs !== null && needs > last)
  if (beyond === undefined) return
  throw new Error(
    `this database was changed by a newer Loadline (${beyond.name}), which this version cannot ` +
      'work with; start the newer one, or restore the backup from before the upgrade',
  )
}

/** All of it in one transaction, or nothing. */
async function runWhole(connection: MigrationConnection, migration: Migration): Promise<void> {
  await withoutHoldingUp(connection, async () => {
    await connection.exec('BEGIN')
    try {
      await connection.exec(migration.sql)
      await note(connection, migration)
      await connection.exec('COMMIT')
    } catch (error) {
      await connection.exec('ROLLBACK')
      throw error
    }
  })
}

/** Statement by statement; one that was interrupted is made again at the next start. */
async function runAlone(connection: MigrationConnection, migration: Migration): Promise<void> {
  await connection.exec('SET lock_timeout = 0')
  for (const statement of statementsOf(migration.sql)) {
    await whileCrossed(async () => {
      await dropHalfMade(connection, statement)
      await connection.exec(statement)
    })
  }
  await note(connection, migration)
}

function note(connection: MigrationConnection, { name, hash, needs }: Migration): Promise<unknown> {
  return connection.query(
    "INSERT INTO migration (name, hash, needs) VALUES ($1, $2, NULLIF($3, ''))",
    [name, hash, needs ?? ''],
  )
}

/** Such files hold plain statements: a semicolon at the end of a line ends one. */
function statementsOf(sql: string): string[] {
  const code = sql.replaceAll(/^\s*--.*$/gm, '')
  return code
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

/** An index whose making was cut off is there and unused: it goes before it is made anew. */
async function dropHalfMade(connection: MigrationConnection, statement: string): Promise<void> {
  const name = /INDEX CONCURRENTLY IF NOT EXISTS (\w+)/i.exec(statement)?.[1]
  if (name === undefined) return
  const { rows } = await connection.query(
    `SELECT 1 FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE relname = $1 AND NOT indisvalid`,
    [name],
  )
  if (rows.length > 0) await connection.exec(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`)
}

async function withoutHoldingUp(
  connection: MigrationConnection,
  work: () => Promise<unknown>,
): Promise<void> {
  await connection.exec(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`)
  await whileCrossed(work)
}

/** Tries again where somebody else who uses the database was in the way. */
async function whileCrossed(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work()
      return
    } catch (error) {
      const code = databaseErrorCode(error)
      const isCrossed = code === LOCK_NOT_AVAILABLE || code === DEADLOCK_DETECTED
      if (!isCrossed || attempt === LOCK_TRIES_MAX) throw error
    }
  }
}
