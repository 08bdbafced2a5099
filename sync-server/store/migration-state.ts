import { sql } from 'kysely'
import { readMigrations } from './migrate.ts'
import type { Reader, Tx } from './store.ts'

/** How the schema stands to this program. Another instance may have taken it further meanwhile. */
export type MigrationState = {
  applied: number
  /** Migrations of this program that the database does not have. */
  missing: string[]
  /** A migration of a newer version after which this one works wrongly; null where there is none. */
  beyond: string | null
}

let own: string[] | null = null

export async function readMigrationState(db: Tx | Reader): Promise<MigrationState> {
  own ??= readMigrations().map(({ name }) => name)
  const { rows } = await sql<{ name: string; needs: string | null }>`
    SELECT name, needs FROM migration ORDER BY name`.execute(db)
  const applied = new Set(rows.map(({ name }) => name))
  const last = own.at(-1) ?? ''
  return {
    applied: rows.length,
    missing: own.filter((name) => !applied.has(name)),
    beyond: rows.find(({ needs }) => needs !== null && needs > last)?.name ?? null,
  }
}
