import { Kysely, PostgresDialect, sql } from 'kysely'
import { Client, Pool, types, type ClientConfig } from 'pg'
import { prepareStatements } from './prepared-statements.ts'
import { migrate, type MigrationConnection } from './migrate.ts'
import { noticeRestart } from './notice-restart.ts'
import { columnParsers } from './parsers.ts'
import type { Database } from './schema.ts'
import { SharedListening } from './shared-listening.ts'
import {
  noteQueryError,
  runSnapshot,
  runTransaction,
  type RetryPause,
  type Store,
} from './store.ts'
import { refuseUnfinishedRestore } from './unfinished-restore.ts'

/** Enough for two cores of PostgreSQL; more only wait for each other's locks. */
export const CONNECTIONS_DEFAULT = 10
const CONNECT_TIMEOUT_MS = 5_000

/**
 * A connection that only listens sends nothing: without a probe nobody would ever notice that the cable to the
 * database was pulled, and no poke of another office would come any more.
 */
const KEEP_ALIVE_AFTER_MS = 10_000

/** One stuck transaction must not hold the rest (sync.md, the server's transaction). */
const LOCK_TIMEOUT_MS = 5_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000

/** Any number: instances that start together migrate one after the other, and none while a backup is restored. */
export const MIGRATION_LOCK = 4_400_001
const MIGRATION_TURN_PAUSE_MS = 250

export type PostgresOptions = {
  databaseUrl: string
  /** Connections this instance may hold at once. */
  connections?: number | undefined
  pause: RetryPause
}

export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const { databaseUrl, connections = CONNECTIONS_DEFAULT, pause } = options
  await migratePostgres(databaseUrl, pause)
  const pool = new Pool({
    ...connectionConfig(databaseUrl),
    max: connections,
    // This process may outlive the database's server, and go on with one that was restored. A connection that
    // can't note that, as a standby's, is given up: kept by nobody it would be missing from the pool for ever.
    verify: (client, done) => {
      const notice = noticeRestart('postgres', sql`now()`).compile(db)
      client.query(notice.sql, [...notice.parameters], (error) => done(error ?? undefined))
    },
  })
  // A connection that breaks while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same holds while it is in use: the statement that was under way says what has happened.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    prepareStatements(client)
  })
  const db: Kysely<Database> = new Kysely<Database>({
    log: noteQueryError,
    dialect: new PostgresDialect({ pool }),
  })
  const listening = new SharedListening(connectionConfig(databaseUrl), pause)
  return {
    kind: 'postgres',
    transaction: (work) => runTransaction(db, pause, work),
    read: (work) => work(db),
    snapshot: (work) => runSnapshot(db, work),
    notify: async (channel, payload) => {
      await pool.query('SELECT pg_notify($1, $2)', [channel, payload])
    },
    listen: (channel, onMessage, onMissed = () => undefined) =>
      listening.listen({ channel, onMessage, onMissed }),
    connections: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      max: connections,
    }),
    close: () => db.destroy(),
  }
}

/** How every connection of ours is opened. */
export function connectionConfig(databaseUrl: string): ClientConfig {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    options: '-c TimeZone=UTC',
    application_name: 'loadline-office',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') => {
        const own = format === 'binary' ? undefined : columnParsers[oid]
        return own ?? (types.getTypeParser(oid, format) as (text: string) => unknown)
      },
    },
  }
}

async function migratePostgres(databaseUrl: string, pause: RetryPause): Promise<void> {
  const client = new Client({ ...connectionConfig(databaseUrl), lock_timeout: 0 })
  await client.connect()
  try {
    await takeTurn(client, pause)
    const connection: MigrationConnection = {
      exec: (text) => client.query(text),
      query: (text, parameters) => client.query(text, parameters),
    }
    await refuseUnfinishedRestore(connection)
    await migrate(connection)
  } finally {
    await client.end()
  }
}

/**
 * Asks again and again instead of waiting in the database: a statement that waits sees the database as it was, and
 * an index that is made while work goes on waits until nobody does, so that each would wait for the other.
 */
async function takeTurn(client: Client, pause: RetryPause): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ isOurs: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS "isOurs"',
      [MIGRATION_LOCK],
    )
    if (rows[0]?.isOurs === true) return
    await pause.sleep(MIGRATION_TURN_PAUSE_MS)
  }
}
