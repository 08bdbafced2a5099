import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempFolder } from '../testing/temp-folder.ts'
import { LogDamagedError } from './log-damage.ts'
import { LogStore } from './log-store.ts'
import { provenMeta } from './meta-sum.ts'

/** A log that says where the operator stands, after `spoil` was done to its rows. */
function spoiltLog(spoil: string): LogStore {
  const folder = tempFolder()
  const log = new LogStore(folder)
  log.transaction(() => log.setMeta('workflow', '{"place":"idle"}'))
  log.close()
  const db = new Database(join(folder, 'log.db'))
  db.exec(spoil)
  db.close()
  return new LogStore(folder)
}

test('[LOG-6, I16] a value beside the chain that is not what was written is damage', () => {
  for (const spoil of [
    `UPDATE meta SET value = '{"place":"idlf"}' WHERE key = 'workflow'`,
    `UPDATE meta SET value = '0' WHERE key = 'sum:workflow'`,
    `UPDATE meta SET key = 'workgrow' WHERE key = 'workflow'`,
  ]) {
    const log = spoiltLog(spoil)
    expect(() => log.meta('workflow'), spoil).toThrow(LogDamagedError)
    log.close()
  }
})

test('[VER-1] a value that an earlier app wrote has no sum and is taken', () => {
  const log = spoiltLog(`DELETE FROM meta WHERE key = 'sum:workflow'`)
  expect(log.meta('workflow')).toBe('{"place":"idle"}')
  log.close()
})

test('[I16] of a damaged log only proven values go on', () => {
  const rows = new Map([
    ['workflow', '{}'],
    ['sum:workflow', 'not it'],
    ['lastSerial', '7'],
  ])
  expect(provenMeta(rows)).toEqual(new Map([['lastSerial', '7']]))
})
