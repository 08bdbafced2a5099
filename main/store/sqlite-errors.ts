import Database from 'better-sqlite3'

/** What SQLite says of a file that is not what it wrote; a full disk or a busy lock is no damage. */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    /^SQLITE_(CORRUPT|NOTADB|IOERR_READ|IOERR_SHORT_READ|IOERR_CORRUPTFS)/.test(error.code)
  )
}
