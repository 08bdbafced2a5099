import Database from 'better-sqlite3'
import { LogStore } from '../../main/store/log-store.ts'

/** Where the next write of the log breaks: in its transaction, by its disk or not, or just after the commit. */
export type LogBreak = 'inside' | 'io-error' | 'after-commit'

/** Only a simulated break. */
export class LogBroken extends Error {}

/** A log that can be made to break. */
export class BreakableLog extends LogStore {
  #broken: LogBreak | null = null
  #writesBefore = 0

  break(how: LogBreak | null, writesBefore: number): void {
    this.#broken = how
    this.#writesBefore = writesBefore
  }

  override transaction<T>(work: () => T): T {
    const how = this.#broken
    if (how === null || this.#writesBefore > 0) {
      this.#writesBefore -= 1
      return super.transaction(work)
    }
    this.#broken = null
    if (how === 'after-commit') {
      super.transaction(work)
      throw new LogBroken('killed after the commit')
    }
    return super.transaction(() => {
      work()
      if (how === 'inside') throw new LogBroken('broken inside the transaction')
      throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE')
    })
  }
}
