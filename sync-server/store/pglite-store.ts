import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lockFolder } from './folder-lock.ts'
import { migrate, type MigrationConnection } from './migrate.ts'
import { columnParsers } from './parsers.ts'
import { preparingPGlite } from './prepared-pglite.ts'
import type { Database } from './schema.ts'
import {
  noteQueryError,
  runSnapshot,
  runTransaction,
  type RetryPause,
  type Store,
} from './store.ts'
import { refuseUnfinishedRestore } from './unfinished-restore.ts'

export type PGliteOptions = {
  /** Where the database lives; in memory when absent. */
  dataFolder?: string | undefined
  /** A dumped data directory to start from (tests). */
  image?: Blob | undefined
  pause: RetryPause
}

/** One database inside this process: for pilots, demos and tests. It never fsyncs (EPOCH-3). */
export async function openPGliteStore(options: PGliteOptions): Promise<Store> {
  const { dataFolder, image, pause } = options
  const unlock = dataFolder === undefined ? () => undefined : lockDataFolder(dataFolder)
  const database = await openDatabase(dataFolder, image)
  await database.exec("SET TIME ZONE 'UTC'")
  if (image === undefined) {
    await migrateWhole(database).catch(async (error: unknown) => {
      await database.close()
      unlock()
      throw error
    })
  }
  const db = new Kysely<Database>({
    log: noteQueryError,
    dialect: new PGliteDialect({ pglite: preparingPGlite(database) }),
  })
  return {
    kind: 'pglite',
    transaction: (work) => runTransaction(db, pause, work),
    read: (work) => work(db),
    snapshot: (work) =>
      runSnapshot(db, async (tx) => {
        // Its dialect begins every transaction alike.
        await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`.execute(tx)
        return work(tx)
      }),
    notify: () => Promise.resolve(),
    listen: () => Promise.resolve(() => Promise.resolve()),
    // One, inside this process; who waits for it is not known.
    connections: () => ({ used: 0, idle: 1, waiting: 0, max: 1 }),
    close: async () => {
      await db.destroy()
      if (!database.closed) await database.close()
      unlock()
    },
  }
}

async function migrateWhole(database: PGlite): Promise<void> {
  const connection: MigrationConnection = {
    exec: (text) => database.exec(text),
    query: (text, parameters) => database.query(text, parameters),
  }
  await refuseUnfinishedRestore(connection)
  await migrate(connection)
}

function lockDataFolder(dataFolder: string): () => void {
  mkdirSync(dataFolder, { recursive: true })
  return lockFolder(dataFolder)
}

async function openDatabase(dataFolder: string | undefined, image: Blob | undefined) {
  return PGlite.create({
    ...(dataFolder === undefined ? {} : { dataDir: join(dataFolder, 'database') }),
    ...(image === undefined ? {} : { loadDataDir: image }),
    parsers: columnParsers,
  })
}
