import { randomInt } from 'node:crypto'
import { openPGliteStore } from './pglite-store.ts'
import { openPostgresStore } from './postgres-store.ts'
import type { Store } from './store.ts'

export { noteBefore, notedBefore } from './before-change.ts'
export { type MigrationState, readMigrationState } from './migration-state.ts'
export { databaseErrorCode, isQueryError, type Reader, type Store, type Tx } from './store.ts'
export type { Database } from './schema.ts'
export { noticeRestart, serverStart } from './notice-restart.ts'
export { skipOrderNumbersOf, skipSequences } from './skip-sequences.ts'
export { textColumn } from './text-column.ts'

export type StoreOptions = {
  databaseUrl?: string | undefined
  /** Connections to PostgreSQL that may be open at once. */
  connections?: number | undefined
  dataFolder?: string | undefined
  /** A dumped PGlite data directory to start from (tests). */
  image?: Blob | undefined
  sleep: (durationMs: number) => Promise<void>
  /** Hears the SQLSTATE of every try that collided with another transaction and is made again. */
  onCollision?: ((code: string) => void) | undefined
}

const RANDOM_STEPS = 1_000_000

/** Opens PostgreSQL when there is an address, else PGlite in a folder, else PGlite in memory. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, connections, dataFolder, image, sleep, onCollision } = options
  const random = () => randomInt(RANDOM_STEPS) / RANDOM_STEPS
  const pause = { sleep, random, onCollision: onCollision ?? (() => undefined) }
  if (databaseUrl !== undefined) return openPostgresStore({ databaseUrl, connections, pause })
  return openPGliteStore({ dataFolder, image, pause })
}
