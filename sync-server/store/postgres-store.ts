import { Kysely, PostgresDialect, sql } from 'kysely'
import { Client, escapeIdentifier, Pool, types, type ClientConfig } from 'pg'
import { prepareStatements } from './prepared-statements.ts'
import { migrate, type MigrationConnection } from './migrate.ts'
import { noticeRestart } from './notice-restart.ts'
import { columnParsers } from './parsers.ts'
import type { Database } from './schema.ts'
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

/** One stuck transaction must not hold the rest (sync.md, the server's transaction). */
const LOCK_TIMEOUT_MS = 5_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000

/** Any number: instances that start together migrate one after the other, and none while a backup is restored. */
export const MIGRATION_LOCK = 4_400_001
const MIGRATION_TURN_PAUSE_MS = 250

const RELISTEN_PAUSE_MS = 1_000

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
  return {
    kind: 'postgres',
    transaction: (work) => runTransaction(db, pause, work),
    read: (work) => work(db),
    snapshot: (work) => runSnapshot(db, work),
    notify: async (channel, payload) => {
      await pool.query('SELECT pg_notify($1, $2)', [channel, payload])
    },
    listen: (channel, onMessage, onMissed = () => undefined) =>
      listen(databaseUrl, { channel, onMessage, onMissed, pause }),
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

type Listening = {
  channel: string
  onMessage: (payload: string) => void
  onMissed: () => void
  pause: RetryPause
}

/**
 * Listens on a connection of its own. States: connected; or lost, then connected again after a
 * pause. What was notified while lost is lost too: pokes are hints (POKE-1). Ends with its stop.
 */
async function listen(
  databaseUrl: string,
  { channel, onMessage, onMissed, pause }: Listening,
): Promise<() => Promise<void>> {
  let isStopped = false
  let client = await connect()

  async function connect(): Promise<Client> {
    const next = new Client(connectionConfig(databaseUrl))
    next.on('notification', (message) => onMessage(message.payload ?? ''))
    next.on('error', () => undefined)
    try {
      await next.connect()
      await next.query(`LISTEN ${escapeIdentifier(channel)}`)
    } catch (error) {
      await next.end().catch(() => undefined)
      throw error
    }
    // Only one that stood is lost. One that never did also ends, and has its next try already.
    next.once('end', () => void reconnect())
    return next
  }

  async function reconnect(): Promise<void> {
    for (;;) {
      await pause.sleep(RELISTEN_PAUSE_MS)
      if (isStopped) return
      try {
        client = await connect()
        if (isStopped) await client.end()
        else onMissed()
        return
      } catch {
        // The database is still away.
      }
    }
  }

  return async () => {
    isStopped = true
    await client.end()
  }
}
