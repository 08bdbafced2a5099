import Database from 'better-sqlite3'
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { LOG_VERSION } from '../../main/store/log-schema.ts'
import type { Chance } from './chance.ts'

/** What may happen to the files of a log while its host does not run. */
export type LogDamage =
  'bit-flipped' | 'truncated' | 'header-lost' | 'deleted' | 'wal-deleted' | 'wal-bit-flipped'

const PAGE_BYTES = 4_096
const LOG = 'log.db'
const CACHE = 'cache.db'

/**
 * Where a flipped bit can be noticed: the actions prove themselves, and so do what the log says of itself
 * and the trees of pages. Receipts and texts of scans prove nothing; the office holds those answers.
 */
const PROVEN_TABLES = {
  action: 6,
  meta: 2,
  sqlite_schema: 1,
  sqlite_autoindex_action_1: 1,
} as const

/** A disk image: every file but what was set aside earlier. */
export function copyDisk(from: string, to: string, isKept = (_name: string) => true): void {
  const filter = (path: string) => {
    const name = basename(path)
    return path === from || (name !== 'quarantine' && name !== 'station.lock' && isKept(name))
  }
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true, filter })
}

/** The image's log on a disk that is otherwise as it was. */
export function putBackLog(image: string, disk: string): void {
  for (const folder of [disk, image]) {
    for (const name of readdirSync(folder).filter((file) => file.startsWith('log.'))) {
      if (folder === disk) rmSync(join(disk, name))
      else cpSync(join(image, name), join(disk, name))
    }
  }
}

/** Damages the log; answers which of the actions it had can be read no more by anyone. */
export function damageLog(
  disk: string,
  damage: LogDamage,
  { chance, actions }: { chance: Chance; actions: readonly LoggedAction[] },
): Set<string> {
  const path = join(disk, LOG)
  switch (damage) {
    case 'bit-flipped':
      flipBit(path, offsetIn(path, chance), chance)
      break
    case 'truncated':
      truncateSync(path, chance.below(readFileSync(path).length))
      break
    case 'header-lost':
      spoilFirstPage(path)
      break
    case 'deleted':
      rmSync(path)
      break
    case 'wal-deleted':
      rmSync(`${path}-wal`, { force: true })
      break
    default: {
      const { length } = readFileSync(`${path}-wal`)
      if (length > 0) flipBit(`${path}-wal`, chance.below(length), chance)
    }
  }
  return unreadableOf(disk, actions)
}

/** An action is there while its id, body and hash lie side by side in the log's files. */
function unreadableOf(disk: string, actions: readonly LoggedAction[]): Set<string> {
  const files = [LOG, `${LOG}-wal`]
    .map((name) => join(disk, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path))
  const isThere = ({ id, body, hash }: LoggedAction) =>
    files.some((bytes) => bytes.includes(`${id}${body}${hash}`))
  return new Set(actions.filter((action) => !isThere(action)).map(({ id }) => id))
}

/** One bit of the cache, wherever; false where there is none. */
export function flipCacheBit(disk: string, chance: Chance): boolean {
  const path = join(disk, CACHE)
  if (!existsSync(path)) return false
  flipBit(path, chance.below(readFileSync(path).length), chance)
  return true
}

/** As another version of the app would have left it. */
export function setCacheVersion(disk: string, version: number): void {
  setVersion(join(disk, CACHE), version)
}

/** A newer version of the app has worked on this log, or has just brought it back to this one's layout. */
export function setLogVersion(disk: string, how: 'newer' | 'own'): void {
  setVersion(join(disk, LOG), how === 'newer' ? LOG_VERSION + 1 : LOG_VERSION)
}

function setVersion(path: string, version: number): void {
  if (!existsSync(path)) return
  const db = new Database(path)
  db.pragma(`user_version = ${version}`)
  db.close()
}

function flipBit(path: string, offset: number, chance: Chance): void {
  const bytes = readFileSync(path)
  bytes[offset] = (bytes[offset] ?? 0) ^ (1 << chance.below(8))
  writeFileSync(path, bytes)
}

function spoilFirstPage(path: string): void {
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xa5, 0, PAGE_BYTES))
}

/** A place in a page of one of the tables that prove themselves. */
function offsetIn(path: string, chance: Chance): number {
  const table = chance.weighted(PROVEN_TABLES)
  const db = new Database(path, { readonly: true })
  const pages = db
    .prepare<[string], { pageno: number }>('SELECT pageno FROM dbstat WHERE name = ?')
    .all(table)
  db.close()
  const page = pages.length === 0 ? 1 : chance.pick(pages).pageno
  return (page - 1) * PAGE_BYTES + chance.below(PAGE_BYTES)
}
