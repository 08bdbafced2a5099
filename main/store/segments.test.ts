import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LOG_KEPT_MS } from '#contract/sync/limits.ts'
import { nextBatch } from '../sync/push.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { LogStore } from './log-store.ts'
import { SEGMENT_ACTIONS } from './segments.ts'

const ANSWERED = '2026-01-05T08:00:00.000Z'
const isRefusalClosed = () => false

/** Days after the answers, less how long they are kept. */
function daysLater(days: number): string {
  return new Date(Date.parse(ANSWERED) + days * 86_400_000 - LOG_KEPT_MS).toISOString()
}

/** A log of two segments and a half, answered on one day but for the last few. */
function fullLog(folder = tempFolder(), refusedSeq = 0): LogStore {
  const log = new LogStore(folder)
  log.transaction(() => {
    for (let n = 1; n <= 2.5 * SEGMENT_ACTIONS; n += 1) {
      const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
      const { seq } = log.append({ id, body: '{}' })
      const outcome = seq === refusedSeq ? 'refused' : 'accepted'
      if (seq <= 2_400) log.recordReceipt('e1', { seq, id, outcome }, ANSWERED)
    }
  })
  return log
}

const bounds = { throughSeq: 2_400, before: daysLater(31), isRefusalClosed }

test('[LOG-4] whole segments that are old and durable go, and the chain still proves itself', async () => {
  const folder = tempFolder()
  const log = fullLog(folder)
  const hash = log.hashAt(2_000)
  expect(log.pruneOldest(bounds)).toBe(SEGMENT_ACTIONS)
  expect(log.pruneOldest(bounds)).toBe(SEGMENT_ACTIONS)
  // The third has not ended.
  expect(log.pruneOldest(bounds)).toBe(0)
  expect(log.prunedThrough).toBe(2_000)
  expect(log.actionsFrom(1, 1)[0]?.seq).toBe(2_001)
  expect(log.receiptOf(2_000)).toBeUndefined()
  expect(log.hashAt(2_000)).toBe(hash)
  log.close()
  const again = new LogStore(folder)
  expect(again.lastSeq).toBe(2_500)
  again.verifyTail()
  await again.verifyAll(() => Promise.resolve())
  const next = again.transaction(() => again.append({ id: 'next', body: '{}' }))
  expect(next.seq).toBe(2_501)
  again.close()
})

test('[LOG-4] what is younger than thirty days, not durable or not answered stays', () => {
  const log = fullLog()
  expect(log.pruneOldest({ ...bounds, before: daysLater(29) })).toBe(0)
  expect(log.pruneOldest({ ...bounds, throughSeq: 999 })).toBe(0)
  log.db.exec('DELETE FROM receipt WHERE seq = 500')
  expect(log.pruneOldest(bounds)).toBe(0)
  expect(log.prunedThrough).toBe(0)
  log.close()
})

test('[LOG-4, I11] an open refusal keeps its segment and all behind it', () => {
  const log = fullLog(tempFolder(), 700)
  expect(log.pruneOldest(bounds)).toBe(0)
  const closed = { ...bounds, isRefusalClosed: ({ seq }: { seq: number }) => seq === 700 }
  expect(log.pruneOldest(closed)).toBe(SEGMENT_ACTIONS)
  log.close()
})

test('[LOG-1, LOG-4] nothing but a sealed segment can ever be deleted', () => {
  const log = fullLog()
  log.pruneOldest(bounds)
  const run = (sql: string) => () => log.db.exec(sql)
  expect(run('DELETE FROM action WHERE seq = 1001')).toThrow('never deleted')
  expect(run('DELETE FROM segment')).toThrow('never forgotten')
  expect(run("UPDATE segment SET hash = ''")).toThrow('never changed')
  expect(run('DELETE FROM pruned')).toThrow('never forgotten')
  const hash = log.hashAt(1_500)
  expect(run(`UPDATE pruned SET through_seq = 1500, hash = '${hash}'`)).toThrow('whole sealed')
  expect(run('UPDATE pruned SET through_seq = 0')).toThrow('whole sealed')
  expect(run(`INSERT INTO segment VALUES (1500, 'ab')`)).toThrow('ends with an action')
  log.close()
})

test('[LOG-4, PUSH-1] a push goes on from the end of what was pruned', () => {
  const log = fullLog()
  while (log.pruneOldest(bounds) > 0);
  const state = { epoch: 'e1', ackedSeq: 2_000, durableSeq: 0, knownHead: 0, openRefusals: [] }
  const batch = nextBatch(log, state, { incarnation: 'i', actionsMax: 10 })
  expect(batch).toMatchObject({ fromSeq: 2_001, prevHash: log.hashAt(2_000) })
  expect(batch?.actions[0]?.seq).toBe(2_001)
  log.close()
})

test('[LOG-4] texts of old scans and labels that came out go, what is open stays', () => {
  const log = fullLog()
  const scan = { scannerId: 's1', text: 'x', became: 'good', firstSeq: null, lastSeq: null }
  log.transaction(() => {
    log.recordScan({ ...scan, at: '2026-01-01', alert: null })
    log.recordScan({ ...scan, at: '2026-03-01', alert: null })
    for (const [id, state] of [
      ['j1', 'printed'],
      ['j2', 'failed'],
    ] as const) {
      const row = `('${id}', 'u', 1, 'p', NULL, '${state}', '', '{}', '2026-01-01', '2026-01-01')`
      log.db.exec(`INSERT INTO print_job VALUES ${row}`)
    }
  })
  expect(log.pruneSideRows('2026-02-01')).toBe(2)
  expect(log.pruneSideRows('2026-02-01')).toBe(0)
  expect(log.db.prepare('SELECT at FROM scan').pluck().all()).toEqual(['2026-03-01'])
  expect(log.db.prepare('SELECT id FROM print_job').pluck().all()).toEqual(['j2'])
  log.close()
})

test('[VER-1] a log of the first layout is brought forward: its segments are sealed, nothing changes', () => {
  const folder = tempFolder()
  const log = fullLog(folder)
  const before = log.actionsFrom(1, 5_000)
  log.close()
  const db = new Database(join(folder, 'log.db'))
  db.exec('DROP TABLE segment; DROP TABLE pruned; DROP TABLE carried; PRAGMA user_version = 0')
  db.exec('DROP TRIGGER action_is_never_deleted')
  db.close()
  const again = new LogStore(folder)
  expect(again.actionsFrom(1, 5_000)).toEqual(before)
  again.verifyTail()
  expect(again.pruneOldest(bounds)).toBe(SEGMENT_ACTIONS)
  again.close()
})
