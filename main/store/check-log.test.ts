import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PRINT_MEMORY_KEY } from '../labels/print-memory.ts'
import { logAction } from '../testing/logged.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { checkOpenLog } from './check-log.ts'
import { LogDamagedError } from './log-damage.ts'
import { LogStore } from './log-store.ts'

/** What the whole of a log of one action is found to be, after one statement was run on its rows. */
function findingOf(spoil: string): string {
  const folder = tempFolder()
  const log = new LogStore(folder)
  logAction(log, 'session.sign-in', {})
  log.transaction(() => log.setMeta(PRINT_MEMORY_KEY, '{"midway":{"p1":"job-1"}}'))
  log.transaction(() => log.setMeta('refusalsThrough', '7'))
  log.close()
  const db = new Database(join(folder, 'log.db'))
  db.exec(spoil)
  db.close()
  const opened = new LogStore(folder)
  try {
    checkOpenLog(opened, 0)
    return 'whole'
  } catch (error) {
    if (error instanceof LogDamagedError) return `${error.reason}: ${error.message}`
    throw error
  } finally {
    opened.close()
  }
}

test('[LOG-6] a log that is as it was written is whole', () => {
  expect(findingOf('SELECT 1')).toBe('whole')
})

test('[LOG-6] whatever stands beside the chain is proven by the start, whoever reads it later', () => {
  for (const [key, spoil] of [
    ['printing', `UPDATE meta SET value = '{"midway":{"p2":"job-1"}}' WHERE key = 'printing'`],
    ['printing', `UPDATE meta SET value = 'ffff' WHERE key = 'sum:printing'`],
    ['printing', `UPDATE meta SET key = 'prinuing' WHERE key = 'printing'`],
    ['refusalsThrough', `UPDATE meta SET value = '6' WHERE key = 'refusalsThrough'`],
  ]) {
    const said = `state-unreadable: what the log says of ${key} is not what was written`
    expect(findingOf(spoil ?? ''), spoil).toBe(said)
  }
})

test('[VER-1] a value of an earlier app, which wrote no sums, is no damage', () => {
  expect(findingOf(`DELETE FROM meta WHERE key = 'sum:printing'`)).toBe('whole')
})
