import Database from 'better-sqlite3'
import { LogDamagedError } from './log-damage.ts'
import { LOG_SCHEMA, LOG_VERSION } from './log-schema.ts'
import { openDatabase } from './open-database.ts'
import { damagedSchema } from './schema-damage.ts'
import { SEGMENT_ACTIONS } from './segments.ts'

/** The log was written by a newer app. It stays as it is; only that app may go on with it. */
export class LogTooNewError extends Error {
  readonly code = 'log-too-new'

  constructor(version: number) {
    super(
      `This bench's log was written by a newer version of Loadline (layout ${version}, this one ` +
        `knows ${LOG_VERSION}). Start the newer version again; nothing was changed.`,
    )
  }
}

/** Opens the log at `path`, brought forward to this app's layout. Throws LogDamagedError for another's. */
export function openLogFile(path: string): Database.Database {
  const db = openDatabase(path)
  try {
    bringForward(db)
  } catch (error) {
    db.close()
    throw error
  }
  return db
}

/** Layout of a log, or 0 for one of the first version or an empty file. */
export function logVersion(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

function bringForward(db: Database.Database): void {
  const version = logVersion(db)
  if (version > LOG_VERSION) throw new LogTooNewError(version)
  if (version === LOG_VERSION) {
    refuseDamaged(db)
    return
  }
  db.transaction(() => {
    db.exec(LOG_SCHEMA)
    refuseDamaged(db)
    sealWhatStands(db)
  }).immediate()
}

function refuseDamaged(db: Database.Database): void {
  const damage = damagedSchema(db, LOG_SCHEMA)
  if (damage !== null) throw new LogDamagedError(damage, 'page-unreadable')
}

/** A log of the first layout has no segments yet. The ends are looked up one by one: they are far apart. */
function sealWhatStands(db: Database.Database): void {
  const last = db.prepare<[], number | null>('SELECT max(seq) FROM action').pluck().get() ?? 0
  const seal = db.prepare(
    `INSERT OR IGNORE INTO segment (through_seq, hash) SELECT seq, hash FROM action WHERE seq = ?`,
  )
  for (let seq = SEGMENT_ACTIONS; seq <= last; seq += SEGMENT_ACTIONS) seal.run(seq)
}
