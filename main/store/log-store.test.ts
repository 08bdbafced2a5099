import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logAction } from '../testing/logged.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { LogDamagedError } from './log-damage.ts'
import { LogStore } from './log-store.ts'

const receipt = (seq: number, outcome: 'accepted' | 'excepted' | 'refused') => ({
  seq,
  id: `id-${seq}`,
  outcome,
})

test('[LOG-1] triggers forbid changing and deleting an action', () => {
  const log = new LogStore(tempFolder())
  logAction(log, 'session.sign-in', {})
  expect(() => log.db.exec("UPDATE action SET body = 'x'")).toThrow('never changed')
  expect(() => log.db.exec('DELETE FROM action')).toThrow('never deleted')
  log.close()
})

test('[ID-1] a transaction that fails leaves no hole in the sequence', () => {
  const log = new LogStore(tempFolder())
  logAction(log, 'session.sign-in', {})
  expect(() =>
    log.transaction(() => {
      log.append({ id: 'never', body: '{}' })
      throw new Error('the disk is full')
    }),
  ).toThrow('the disk is full')
  expect(log.lastSeq).toBe(1)
  expect(logAction(log, 'session.sign-out', {}).seq).toBe(2)
  log.verifyTail()
  log.close()
})

test('the log goes on where it ended when it is opened again', () => {
  const folder = tempFolder()
  const first = new LogStore(folder)
  const { hash } = logAction(first, 'session.sign-in', {})
  first.transaction(() => first.recordReceipt('e1', receipt(1, 'accepted'), 'now'))
  first.close()
  const again = new LogStore(folder)
  expect(again.lastSeq).toBe(1)
  expect(again.hashAt(1)).toBe(hash)
  expect(again.counts).toEqual({ accepted: 1, excepted: 0, refused: 0 })
  again.close()
})

test('every open is WAL with full sync', () => {
  const log = new LogStore(tempFolder())
  expect(log.db.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(log.db.pragma('synchronous', { simple: true })).toBe(2)
  log.close()
})

test('[LOG-6] a bit flipped after the checkpoint is found at start', () => {
  const folder = tempFolder()
  const log = new LogStore(folder)
  for (let n = 0; n < 5; n += 1) logAction(log, 'session.sign-in', {})
  log.close()
  flipBody(folder, 3)
  const again = new LogStore(folder)
  expect(() => again.verifyTail()).toThrow(LogDamagedError)
  again.close()
})

test('[LOG-6] a bit flipped before the checkpoint is found in the background', async () => {
  const folder = tempFolder()
  const log = new LogStore(folder)
  log.transaction(() => {
    for (let n = 0; n < 1_001; n += 1) log.append({ id: `id-${n}`, body: '{}' })
  })
  log.close()
  flipBody(folder, 7)
  const again = new LogStore(folder)
  again.verifyTail()
  await expect(again.verifyAll(() => Promise.resolve())).rejects.toThrow('at action 7')
  again.close()
})

test('[I4] the first receipt of an epoch stands, and a new epoch counts its own answer once', () => {
  const log = new LogStore(tempFolder())
  logAction(log, 'session.sign-in', {})
  log.transaction(() => {
    expect(log.recordReceipt('e1', receipt(1, 'accepted'), 'now')).toBe(true)
    expect(log.recordReceipt('e1', receipt(1, 'refused'), 'now')).toBe(false)
  })
  expect(log.receiptOf(1)?.outcome).toBe('accepted')
  log.transaction(() => log.recordReceipt('e2', receipt(1, 'excepted'), 'now'))
  expect(log.receiptOf(1)?.outcome).toBe('excepted')
  expect(log.counts).toEqual({ accepted: 0, excepted: 1, refused: 0 })
  log.close()
})

test('what counts as refused is the newest answer of each action', () => {
  const log = new LogStore(tempFolder())
  for (let n = 0; n < 3; n += 1) logAction(log, 'session.sign-in', {})
  log.transaction(() => {
    for (const seq of [1, 2]) log.recordReceipt('e1', receipt(seq, 'refused'), 'now')
    log.recordReceipt('e2', receipt(1, 'accepted'), 'now')
    log.recordReceipt('e2', receipt(3, 'refused'), 'now')
  })
  expect([...log.refusedFrom(1)]).toEqual([2, 3])
  expect([...log.refusedFrom(3)]).toEqual([3])
  log.close()
})

/** Changes a stored body behind the log's back, as a failing disk would. */
function flipBody(folder: string, seq: number): void {
  const db = new Database(join(folder, 'log.db'))
  db.exec('DROP TRIGGER action_is_never_changed')
  db.prepare("UPDATE action SET body = body || ' ' WHERE seq = ?").run(seq)
  db.close()
}
