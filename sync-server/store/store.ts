import type { Kysely, LogEvent, Transaction } from 'kysely'
import type { Database } from './schema.ts'

/** The only thing a module can query with; a second query outside it deadlocks on PGlite. */
export type Tx = Transaction<Database>

/** What single statements read with, outside any transaction. */
export type Reader = Kysely<Database>

/** One database, PGlite or PostgreSQL, behind the same few calls. */
export type Store = {
  kind: 'pglite' | 'postgres'
  /** Runs `work` in one transaction; all of it again, at most five times, when locks collided. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs statements that only read, each in a state of its own; for a single one that is consistent and cheapest. */
  read<T>(work: (db: Reader) => Promise<T>): Promise<T>
  /** Reads one consistent state: REPEATABLE READ, READ ONLY. */
  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Tells every office instance on this database; in vain on PGlite, which has one. */
  notify(channel: string, payload: string): Promise<void>
  /**
   * Hears `notify` of other instances, and our own; reconnects by itself, and then says that something may have been
   * missed. Returns its stop.
   */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onMissed?: () => void,
  ): Promise<() => Promise<void>>
  /** Connections of this instance as they stand; `waiting` is calls that wait for one. */
  connections(): Connections
  close(): Promise<void>
}

export type Connections = { used: number; idle: number; waiting: number; max: number }

const TRANSACTION_TRIES_MAX = 5
const RETRY_BASE_MS = 10

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'

/** How the store waits between tries; `random` is from 0 up to 1. */
export type RetryPause = {
  sleep: (durationMs: number) => Promise<void>
  random: () => number
  /** Hears the SQLSTATE of every try that collided with another transaction. */
  onCollision: (code: string) => void
}

export async function runTransaction<T>(
  db: Kysely<Database>,
  pause: RetryPause,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      const code = databaseErrorCode(error)
      const isCollision = code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED
      if (isCollision) pause.onCollision(code)
      if (!isCollision || attempt === TRANSACTION_TRIES_MAX) throw error
      await pause.sleep(pause.random() * RETRY_BASE_MS * 2 ** attempt)
    }
  }
}

export async function runSnapshot<T>(
  db: Kysely<Database>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(work)
}

const queryErrors = new WeakSet()

/** Remembers what a statement failed with; for the log of Kysely. */
export function noteQueryError(event: LogEvent): void {
  const isObject = event.level === 'error' && typeof event.error === 'object'
  if (isObject && event.error !== null) queryErrors.add(event.error)
}

/** Whether an error came from a statement, and so from the database or the way to it. */
export function isQueryError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && queryErrors.has(error)
}

/** The five-character SQLSTATE of a database error, if it is one. */
export function databaseErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
