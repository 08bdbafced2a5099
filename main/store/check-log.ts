import Database from 'better-sqlite3'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SyncState } from '../sync/sync-state.ts'
import { damagedHeader } from './damaged-header.ts'
import { LOG_VERSION } from './log-schema.ts'
import { type DamageNote, LogDamagedError, readDamageNote } from './log-damage.ts'
import type { LogStore } from './log-store.ts'
import { LogTooNewError, logVersion } from './open-log-file.ts'
import { isWalMissing, wasCutOff } from './run-mark.ts'
import { isDamage } from './sqlite-errors.ts'
import { isWalDamaged, readWal } from './wal-frames.ts'

/**
 * A log up to this size is checked page by page at every start, which costs about a millisecond per MiB. A
 * larger one only after its host was cut off: every page that matters is read beside the work anyway,
 * when the whole chain is proven.
 */
const CHECKED_ALWAYS_BYTES = 128 * 1024 * 1024

const FILE = 'log.db'

/** What stands in a data folder before anything has opened it for work. */
export type LogFinding = { kind: 'none' } | { kind: 'whole' } | ({ kind: 'damaged' } & DamageNote)

/** Looks at the log's files. Throws for a log of a newer app, and for a disk that can't be worked with. */
export function checkLogFiles(dataFolder: string): LogFinding {
  const path = join(dataFolder, FILE)
  const note = readDamageNote(dataFolder)
  if (note !== null) return { kind: 'damaged', ...note }
  if (sizeOf(path) === 0) {
    if (sizeOf(`${path}-wal`) === 0) return { kind: 'none' }
    // SQLite would take the write-ahead log for another database's and remove it.
    return damaged('file-missing', 'only the write-ahead log is there')
  }
  if (isWalMissing(dataFolder)) return damaged('wal-missing', 'the write-ahead log is gone')
  const wal = existsSync(`${path}-wal`) ? readWal(readFileSync(`${path}-wal`)) : null
  if (wal !== null && isWalDamaged(wal)) {
    return damaged('wal-damaged', 'a commit in the write-ahead log does not prove itself')
  }
  return checkPages(dataFolder, path)
}

/**
 * What only an open log can be asked: does its chain prove itself from the last checkpoint, is everything
 * beside it what was written, and can what the office said and the operator's place be read. Throws
 * LogDamagedError.
 */
export function checkOpenLog(log: LogStore, heldByOffice: number): void {
  log.verifyTail()
  log.verifyMeta()
  for (const [key, isReadable] of Object.entries(META_CHECKS)) {
    const value = log.meta(key)
    if (value === null || isReadable(value)) continue
    throw new LogDamagedError(`what the log says of ${key} can't be read`, 'state-unreadable')
  }
  if (heldByOffice <= log.lastSeq) return
  const text = `the office had ${heldByOffice} actions of this log, which has ${log.lastSeq}`
  throw new LogDamagedError(text, 'behind-cache')
}

const META_CHECKS: { [key: string]: (value: string) => boolean } = {
  incarnation: (value) => /^[0-9a-f]{32}$/.test(value),
  sync: (value) => SyncState.safeParse(jsonOf(value)).success,
  workflow: (value) => isObject(jsonOf(value)),
  outcomes: (value) => isObject(jsonOf(value)),
  lastSerial: (value) => Number.isInteger(Number(value)),
  lastSerials: (value) => isObject(jsonOf(value)) || Number.isInteger(Number(value)),
}

function checkPages(dataFolder: string, path: string): LogFinding {
  const isDue = statSync(path).size <= CHECKED_ALWAYS_BYTES || wasCutOff(dataFolder)
  try {
    const damage = damagedHeader(path)
    if (damage !== null) return damaged('not-a-database', damage)
    return lookInto(path, { readonly: true }, isDue)
  } catch (error) {
    // A log that was being made when the power went is first put back to what it was before that.
    if (isReadOnly(error)) return lookInto(path, { readonly: false }, isDue)
    if (!isDamage(error)) throw error
    const isNone = error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB'
    return damaged(isNone ? 'not-a-database' : 'page-unreadable', String(error))
  }
}

function lookInto(path: string, how: { readonly: boolean }, isDue: boolean): LogFinding {
  const db = new Database(path, { ...how, fileMustExist: true })
  try {
    const version = logVersion(db)
    if (version > LOG_VERSION) throw new LogTooNewError(version)
    if (!isDue) return { kind: 'whole' }
    const found = String(db.pragma('quick_check(1)', { simple: true }))
    return found === 'ok' ? { kind: 'whole' } : damaged('page-unreadable', found)
  } finally {
    db.close()
  }
}

function isReadOnly(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_READONLY')
}

function damaged(reason: DamageNote['reason'], detail: string): LogFinding {
  return { kind: 'damaged', reason, detail }
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function jsonOf(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return undefined
  }
}
