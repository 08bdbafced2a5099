import Database from 'better-sqlite3'
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE_SCHEMA, CACHE_VERSION } from './cache-schema.ts'
import { damagedHeader } from './damaged-header.ts'
import { openDatabase } from './open-database.ts'
import { damagedSchema } from './schema-damage.ts'

/**
 * A cache up to this size is checked whole at every start. A larger one only after the host was cut
 * off, which is when its write-ahead log is still there; its rows prove themselves when they are read.
 */
const CHECKED_ALWAYS_BYTES = 32 * 1024 * 1024

const FILE = 'cache.db'

export type OpenedCache = {
  db: Database.Database
  /** Why the cache before it was thrown away; null when it was kept or there was none. */
  thrownAway: string | null
  /** Its pages were checked, so its rows are to be proven as well. */
  isChecked: boolean
}

/** Opens the cache, or an empty one in place of a cache that is damaged or of another version. */
export function openCacheFile(dataFolder: string): OpenedCache {
  const path = join(dataFolder, FILE)
  const isChecked = existsSync(path) && isCheckDue(path)
  const reason = existsSync(path) ? whyUnusable(path, isChecked) : null
  if (reason !== null || !existsSync(path)) dropCacheFile(dataFolder)
  return { db: openDatabase(path, CACHE_SCHEMA), thrownAway: reason, isChecked }
}

/** The files of the cache; a write-ahead log that outlives its database would be taken for another's. */
export function dropCacheFile(dataFolder: string): void {
  for (const end of ['', '-wal', '-shm']) {
    rmSync(join(dataFolder, `${FILE}${end}`), { force: true })
  }
}

/** How much of which log's actions the documents hold; null where nothing says. */
export function readCachePosition(
  dataFolder: string,
): { incarnation: string; processedSeq: number } | null {
  const path = join(dataFolder, FILE)
  if (!existsSync(path)) return null
  let db: Database.Database | null = null
  try {
    db = new Database(path, { readonly: true, fileMustExist: true })
    const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
    const incarnation = read.get('incarnation')
    const position = JSON.parse(read.get('position') ?? 'null') as { processedSeq?: unknown } | null
    const processedSeq = position?.processedSeq
    if (incarnation === undefined || typeof processedSeq !== 'number') return null
    return { incarnation, processedSeq }
  } catch {
    // Whatever is wrong with it, the cache is thrown away for it elsewhere.
    return null
  } finally {
    db?.close()
  }
}

function isCheckDue(path: string): boolean {
  const wasCutOff = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0
  return wasCutOff || statSync(path).size <= CHECKED_ALWAYS_BYTES
}

function whyUnusable(path: string, isDue: boolean): string | null {
  let db: Database.Database | null = null
  try {
    const head = damagedHeader(path)
    if (head !== null) return `it is damaged: ${head}`
    db = new Database(path)
    const version: unknown = db.pragma('user_version', { simple: true })
    if (version !== CACHE_VERSION) return `it has layout ${String(version)}`
    const found: unknown = isDue ? db.pragma('quick_check(1)', { simple: true }) : 'ok'
    const damage = found === 'ok' ? damagedSchema(db, CACHE_SCHEMA) : String(found)
    return damage === null ? null : `it is damaged: ${damage}`
  } catch (error) {
    return `it can't be read: ${String(error)}`
  } finally {
    db?.close()
  }
}
