import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logAction } from '../testing/logged.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { CacheStore } from './cache-store.ts'
import { type StationIdentity, saveIdentity } from './identity.ts'
import { LOG_SCHEMA } from './log-schema.ts'
import { LogStore } from './log-store.ts'
import { openOwnLog } from './own-log.ts'
import { damagedSchema } from './schema-damage.ts'

const ENROLLED: StationIdentity = {
  stationId: 'station-1',
  token: 'secret',
  name: 'Bench 1',
  mode: 'pick-and-pack',
  warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
  epoch: 'e1',
  numberRange: { from: 1, to: 10_000, prefix: '38712345' },
  serverUrl: 'http://127.0.0.1:4400',
  incarnation: 'ab'.repeat(16),
  hasLog: true,
}

/** Flips the lowest bit of the last letter of a text that stands once in a file. */
function flipEndOf(path: string, text: string): void {
  const bytes = readFileSync(path)
  const at = bytes.indexOf(text) + text.length - 1
  if (at < text.length - 1) throw new Error(`there is no ${text}`)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(path, bytes)
}

function flipBit(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at)
  writeFileSync(path, bytes)
}

function worked(): { folder: string; ids: string[] } {
  const folder = tempFolder()
  saveIdentity(folder, ENROLLED)
  const log = new LogStore(folder)
  log.transaction(() => log.setMeta('incarnation', ENROLLED.incarnation))
  const ids = Array.from({ length: 5 }, () => logAction(log, 'session.sign-in', {}).id)
  log.close()
  return { folder, ids }
}

test.each([
  ['a column that every scan writes', 'at TEXT NOT NULL,\n  scanner_id'],
  ['a column that only a label writes', 'copy INTEGER NOT NULL,\n  printer_id'],
  ['a column of the actions', 'UNIQUE,\n  body'],
  ['the table of the actions', 'CREATE TABLE action'],
  ['the mark of what was pruned', 'CHECK (only_row = 1),\n  through_seq'],
  ['what the log says of itself', 'CREATE TABLE meta (\n  key'],
  ['a trigger', 'action_is_never_deleted BEFORE DELETE ON action\nWHEN OLD.seq'],
])('[LOG-6, ID-4] a flipped bit in the name of %s costs no action', (_what, text) => {
  const { folder, ids } = worked()
  flipEndOf(join(folder, 'log.db'), text)
  const { log, salvage } = openOwnLog({ dataFolder: folder, identity: ENROLLED, nowMs: 0 })
  expect(salvage).toMatchObject({ reason: 'page-unreadable', carried: 5, unreadable: 0, lost: 0 })
  expect(log.actionsFrom(1, 10).map(({ id }) => id)).toEqual(ids)
  expect(damagedSchema(log.db, LOG_SCHEMA)).toBeNull()
  log.close()
})

test('[LOG-6] a column that only changed its case is seen: statements name what they read by it', () => {
  const { folder, ids } = worked()
  const path = join(folder, 'log.db')
  const text = readFileSync(path, 'latin1').replace('action (\n  seq', 'action (\n  Seq')
  writeFileSync(path, text, 'latin1')
  const { log, salvage } = openOwnLog({ dataFolder: folder, identity: ENROLLED, nowMs: 0 })
  expect(salvage).toMatchObject({ reason: 'page-unreadable', carried: 5, unreadable: 0 })
  expect(log.actionsFrom(1, 10).map(({ id }) => id)).toEqual(ids)
  log.close()
})

const HEAD = [
  [18, 'SQLite would only read it'],
  [47, 'SQLite would take it for a later one’s'],
] as const

test.each(HEAD)('[LOG-6, ID-4] a flipped bit in byte %i of the head costs no action: %s', (at) => {
  const { folder, ids } = worked()
  flipBit(join(folder, 'log.db'), at)
  const { log, salvage } = openOwnLog({ dataFolder: folder, identity: ENROLLED, nowMs: 0 })
  expect(salvage).toMatchObject({ reason: 'not-a-database', carried: 5, unreadable: 0, lost: 0 })
  expect(log.actionsFrom(1, 10).map(({ id }) => id)).toEqual(ids)
  log.close()
})

test.each(HEAD)('[PULL-4] a flipped bit in byte %i has the cache thrown away: %s', (at) => {
  const folder = tempFolder()
  new CacheStore(folder).close()
  flipBit(join(folder, 'cache.db'), at)
  const reasons: string[] = []
  const cache = new CacheStore(folder, (why) => reasons.push(why))
  expect(reasons).toHaveLength(1)
  cache.adopt(ENROLLED.incarnation, () => 0)
  cache.close()
})

test('[PULL-4] a flipped bit in the name of a column has the cache thrown away', () => {
  const folder = tempFolder()
  new CacheStore(folder).close()
  flipEndOf(join(folder, 'cache.db'), 'is_readable')
  const reasons: string[] = []
  const cache = new CacheStore(folder, (why) => reasons.push(why))
  expect(reasons).toHaveLength(1)
  expect(cache.scopeEntries()).toEqual([])
  cache.close()
})

test('[LOG-6] tables and triggers that are not ours are no damage', () => {
  const db = new Database(':memory:')
  db.exec(LOG_SCHEMA)
  db.exec(`CREATE TABLE more (a); CREATE TRIGGER full BEFORE INSERT ON action
    BEGIN SELECT RAISE(ABORT, 'full'); END`)
  expect(damagedSchema(db, LOG_SCHEMA)).toBeNull()
  db.close()
})
