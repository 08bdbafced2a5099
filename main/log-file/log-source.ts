import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import { readDamagedLog } from '../store/read-damaged-log.ts'
import { isDamage } from '../store/sqlite-errors.ts'
import { SyncState } from '../sync/sync-state.ts'

/** A log to be read out, whatever state its station is in. Reading may throw where the disk is damaged. */
export type LogSource = {
  firstSeq: number
  lastSeq: number
  page(fromSeq: number, limit: number): LoggedAction[]
  /** Hash of the action before this one; null where the log does not hold it any more. */
  hashBefore(seq: number): string | null
}

/** What a log's own database says besides its actions; null for what it does not say or is unreadable. */
export type LogFacts = { incarnation: string | null; state: SyncState | null }

export type ReadOnlyLog = { source: LogSource; facts: LogFacts; close(): void }

/**
 * A log that nobody has to be running for: opened to be read only, so that it is left as it is, whether its
 * station runs, was stopped by a fork, or the folder lies in quarantine. Of one that SQLite cannot open
 * any more, what still proves itself. Null where there is none.
 */
export function openLogReadOnly(dataFolder: string): ReadOnlyLog | null {
  const path = join(dataFolder, 'log.db')
  if (!existsSync(path)) return null
  try {
    return openWhole(path)
  } catch (error) {
    if (!isDamage(error)) throw error
    return salvaged(dataFolder)
  }
}

function openWhole(path: string): ReadOnlyLog {
  const db = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const ends = db
      .prepare<[], { first: number | null; last: number | null }>(
        'SELECT min(seq) AS first, max(seq) AS last FROM action',
      )
      .get()
    const pruned = prunedThrough(db)
    return {
      source: {
        firstSeq: ends?.first ?? pruned + 1,
        lastSeq: ends?.last ?? pruned,
        ...readersOf(db),
      },
      facts: {
        incarnation: readMeta(db, 'incarnation'),
        state: stateOf(readMeta(db, 'sync')),
      },
      close: () => void db.close(),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

function salvaged(dataFolder: string): ReadOnlyLog {
  const damaged = readDamagedLog(dataFolder, 'all')
  const { actions, highestSeq, floorSeq, incarnation, state } = damaged
  const bySeq = new Map(actions.map((action) => [action.seq, action]))
  return {
    source: {
      firstSeq: floorSeq + 1,
      lastSeq: highestSeq,
      page: (fromSeq, limit) => actions.filter(({ seq }) => seq >= fromSeq).slice(0, limit),
      hashBefore: (seq) => (seq === 1 ? GENESIS_HASH : (bySeq.get(seq - 1)?.hash ?? null)),
    },
    facts: { incarnation, state },
    close: () => undefined,
  }
}

/** The same of a log that is open for work. */
export function readersOf(db: Database.Database): Pick<LogSource, 'page' | 'hashBefore'> {
  const rows = db.prepare<[number, number], LoggedAction>(
    'SELECT seq, id, body, hash FROM action WHERE seq >= ? ORDER BY seq LIMIT ?',
  )
  const hashOf = db.prepare<[number], string>('SELECT hash FROM action WHERE seq = ?').pluck()
  return {
    page: (fromSeq, limit) => rows.all(fromSeq, limit),
    hashBefore: (seq) =>
      seq === 1 ? GENESIS_HASH : (hashOf.get(seq - 1) ?? prunedHash(db, seq - 1)),
  }
}

/** Where a log that holds no action ends. */
function prunedThrough(db: Database.Database): number {
  try {
    return db.prepare<[], number>('SELECT through_seq FROM pruned').pluck().get() ?? 0
  } catch {
    // A log of an older app knows no pruning.
    return 0
  }
}

/** The hash that a pruned log begins behind; a log of an older app knows no pruning (LOG-4). */
function prunedHash(db: Database.Database, seq: number): string | null {
  try {
    const row = db
      .prepare<[number], string>('SELECT hash FROM pruned WHERE through_seq = ?')
      .pluck()
    return row.get(seq) ?? null
  } catch {
    return null
  }
}

function readMeta(db: Database.Database, key: string): string | null {
  try {
    const value: unknown = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key)
    return typeof value === 'string' ? value : null
  } catch {
    // A damaged page must not keep back the actions that can still be read.
    return null
  }
}

function stateOf(text: string | null): SyncState | null {
  if (text === null) return null
  try {
    const parsed = SyncState.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
