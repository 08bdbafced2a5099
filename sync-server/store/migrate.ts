import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const MIGRATIONS = join(import.meta.dirname, 'migrations')

/** What migrating needs of a driver: statements without parameters, and one with. */
export type MigrationConnection = {
  exec(sql: string): Promise<unknown>
  query(sql: string, parameters: string[]): Promise<{ rows: unknown[] }>
}

export type Migration = { name: string; sql: string; hash: string }

export function readMigrations(): Migration[] {
  const names = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const sql = readFileSync(join(MIGRATIONS, name), 'utf8')
    return { name, sql, hash: createHash('sha256').update(sql).digest('hex') }
  })
}

/**
 * Brings the schema up to date. Each file runs once, in a transaction of its own; a file that
 * changed after it ran is an error that a person must see.
 */
export async function migrate(connection: MigrationConnection): Promise<void> {
  await connection.exec(
    'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, hash text NOT NULL)',
  )
  const { rows } = await connection.query('SELECT name, hash FROM migration', [])
  const done = new Map((rows as { name: string; hash: string }[]).map((r) => [r.name, r.hash]))
  for (const { name, sql, hash } of readMigrations()) {
    const doneHash = done.get(name)
    if (doneHash === hash) continue
    if (doneHash !== undefined) {
      throw new Error(`this database was made by another version of migration ${name}`)
    }
    await connection.exec('BEGIN')
    try {
      await connection.exec(sql)
      await connection.query('INSERT INTO migration (name, hash) VALUES ($1, $2)', [name, hash])
      await connection.exec('COMMIT')
    } catch (error) {
      await connection.exec('ROLLBACK')
      throw error
    }
  }
}
