import Database from 'better-sqlite3'
import { join } from 'node:path'

/** Another host already works on this data folder; two would write one log. */
export class AlreadyRunningError extends Error {
  readonly code = 'already-running'
}

/** Holds the data folder for this process; the lock dies with the process, however it ends. */
export function lockDataFolder(dataFolder: string): { release(): void } {
  const db = new Database(join(dataFolder, 'station.lock'), { timeout: 0 })
  try {
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    throw new AlreadyRunningError(`another station host uses ${dataFolder}`, { cause: error })
  }
  return { release: () => db.close() }
}
