import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LOG_STOPS, type LogStop } from '#contract/sync/log-trouble.ts'
import type { LogStore } from './log-store.ts'

const META_KEY = 'stopped'
const ORDER_KEY = 'newLogAskedFor'
const DISOWNED_KEY = 'disowned'

type Meta = Pick<LogStore, 'meta'>

/** Why nothing may be recorded on this log any more, as it was told. */
export function stopOf(log: Meta): LogStop | null {
  const value = log.meta(META_KEY)
  return LOG_STOPS.find((stop) => stop === value) ?? null
}

/** The office's newest word on this station's token was that it does not know it (SEC-1). */
export function isDisowned(log: Meta): boolean {
  return log.meta(DISOWNED_KEY) === 'yes'
}

export function noteDisowned(log: LogStore, isForgotten: boolean): void {
  if (isDisowned(log) === isForgotten) return
  log.transaction(() => log.setMeta(DISOWNED_KEY, isForgotten ? 'yes' : 'no'))
}

/** The same of a log that nobody works on; null where there is none or it can't be read. */
export function stopOfFolder(dataFolder: string): LogStop | null {
  return ofFolder(dataFolder, stopOf)
}

export function isFolderDisowned(dataFolder: string): boolean {
  return ofFolder(dataFolder, isDisowned) ?? false
}

/** The first reason stands, start after start, until a new log is begun. */
export function noteStop(log: LogStore, stop: LogStop): void {
  if (stopOf(log) === null) log.transaction(() => log.setMeta(META_KEY, stop))
}

/** A supervisor has said that this bench goes on with a new log; the next start begins it. */
export function askForNewLog(log: LogStore): void {
  log.transaction(() => log.setMeta(ORDER_KEY, 'yes'))
}

/** What the next start must set this log aside for, without being asked again. */
export function dueNewLog(log: LogStore): LogStop | null {
  const stop = stopOf(log)
  // The office can't be brought to go on with a log that it has forgotten more of than there is.
  return stop === 'pruned-past' || log.meta(ORDER_KEY) !== null ? stop : null
}

function ofFolder<T>(dataFolder: string, read: (log: Meta) => T): T | null {
  const path = join(dataFolder, 'log.db')
  if (!existsSync(path)) return null
  let db: Database.Database | null = null
  try {
    db = new Database(path, { readonly: true, fileMustExist: true })
    const value = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
    return read({ meta: (key) => value.get(key) ?? null })
  } catch {
    // A damaged log is another matter, which the start looks after.
    return null
  } finally {
    db?.close()
  }
}
