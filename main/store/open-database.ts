import Database from 'better-sqlite3'

/** Pages of write-ahead log before a checkpoint; small, so that start-up after a kill is short. */
const WAL_AUTOCHECKPOINT_PAGES = 1_000

/** KiB of pages kept in memory; what a bench works on is small, the rest of the log is only read once. */
const PAGE_CACHE_KIB = 2_048

/** How long to wait for another process's lock before giving up. */
const BUSY_TIMEOUT_MS = 2_000

/** The disk or the build refuses the settings without which a commit would not survive a power cut. */
export class UnsafeStorageError extends Error {
  readonly code = 'unsafe-storage'
}

/**
 * Opens a database that must not lose a committed transaction to a power cut: WAL, and FULL so that
 * each commit is synced. The settings are read back, as a file or a build can quietly refuse them.
 */
export function openDatabase(path: string, schema = ''): Database.Database {
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma(`wal_autocheckpoint = ${WAL_AUTOCHECKPOINT_PAGES}`)
  db.pragma(`cache_size = -${PAGE_CACHE_KIB}`)
  const journal: unknown = db.pragma('journal_mode', { simple: true })
  const synchronous: unknown = db.pragma('synchronous', { simple: true })
  if (journal !== 'wal' || synchronous !== 2) {
    db.close()
    throw new UnsafeStorageError(
      `${path} could not be opened safely: journal ${String(journal)}, synchronous ${String(synchronous)}`,
    )
  }
  db.exec(schema)
  return db
}
