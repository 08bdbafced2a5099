import Database from 'better-sqlite3'
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { PrintJobs } from '../labels/print-jobs.ts'
import { PRINT_MEMORY_KEY } from '../labels/print-memory.ts'
import { writeSyncState } from '../sync/sync-state.ts'
import { logAction } from '../testing/logged.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { CacheStore } from './cache-store.ts'
import { readIdentity, saveIdentity, type StationIdentity } from './identity.ts'
import { noteDamage } from './log-damage.ts'
import { LOG_VERSION } from './log-schema.ts'
import { LogStore } from './log-store.ts'
import { LogTooNewError } from './open-log-file.ts'
import { noteStop, stopOf } from './log-stop.ts'
import { beginNewLog, openOwnLog, type OwnLog } from './own-log.ts'

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
}

const NOW = Date.parse('2026-03-02T08:00:00.000Z')
const ENDS = ['', '-wal', '-shm']

/** Opens the log of a folder as a start does. */
function startOn(folder: string, openLog?: (folder: string) => LogStore): OwnLog {
  const identity = readIdentity(folder) ?? ENROLLED
  const options = { dataFolder: folder, identity, nowMs: NOW }
  return openOwnLog(openLog === undefined ? options : { ...options, openLog })
}

/** A closed log of so many actions, of which the office has acknowledged the first few for good. */
function worked(actions: number, acked = 0): { folder: string; logged: LoggedAction[] } {
  const folder = tempFolder()
  saveIdentity(folder, ENROLLED)
  const { log } = startOn(folder)
  const logged: LoggedAction[] = []
  for (let n = 0; n < actions; n += 1) logged.push(logAction(log, 'session.sign-in', {}))
  const state = { epoch: 'e2', ackedSeq: acked, durableSeq: acked, knownHead: 9, openRefusals: [] }
  log.transaction(() => writeSyncState(log, state))
  log.close()
  return { folder, logged }
}

const idsOf = (log: LogStore) => log.actionsFrom(1, 10_000).map(({ id, body }) => ({ id, body }))
const sent = (actions: readonly LoggedAction[]) => actions.map(({ id, body }) => ({ id, body }))

/** Overwrites whole pages of the closed database, as a failing disk would. */
function spoilPages(folder: string, fromPage: number, pages = 1): void {
  const path = join(folder, 'log.db')
  const bytes = readFileSync(path)
  bytes.fill(0xa5, (fromPage - 1) * 4_096, (fromPage - 1 + pages) * 4_096)
  writeFileSync(path, bytes)
}

/** What a host that was killed leaves: the files as they were while it worked. */
function killed(folder: string, work: (log: LogStore) => void): void {
  const { log } = startOn(folder)
  work(log)
  const names = readdirSync(folder).filter((name) => name.startsWith('log.'))
  const aside = tempFolder()
  for (const name of names) copyFileSync(join(folder, name), join(aside, name))
  log.close()
  for (const name of names) copyFileSync(join(aside, name), join(folder, name))
}

test('[ID-2] a log keeps the incarnation it was enrolled with, start after start', () => {
  const folder = tempFolder()
  saveIdentity(folder, ENROLLED)
  const first = startOn(folder)
  expect(first.identity.incarnation).toBe(ENROLLED.incarnation)
  logAction(first.log, 'session.sign-in', {})
  first.log.close()
  const again = startOn(folder)
  expect(again.identity).toEqual({ ...ENROLLED, hasLog: true })
  expect(again.salvage).toBeNull()
  again.log.close()
})

test('[ID-4] a log that was lost begins a new incarnation, with none of the old numbers', () => {
  const { folder } = worked(1)
  for (const end of ENDS) rmSync(join(folder, `log.db${end}`), { force: true })
  const anew = startOn(folder)
  expect(anew.identity.incarnation).toMatch(/^[0-9a-f]{32}$/)
  expect(anew.identity.incarnation).not.toBe(ENROLLED.incarnation)
  expect(anew.identity.numberRange.to).toBeLessThan(anew.identity.numberRange.from)
  expect(anew.identity.token).toBe(ENROLLED.token)
  expect(anew.salvage).toMatchObject({ reason: 'file-missing', carried: 0, folder: null })
  anew.log.close()
  const again = startOn(folder)
  expect(again.identity).toEqual(anew.identity)
  again.log.close()
})

test('[ID-4, I2] a page that can’t be read: the log is set aside, and what it still gives is carried', () => {
  const { folder, logged } = worked(200)
  const before = readFileSync(join(folder, 'log.db'))
  const at = before.lastIndexOf(logged[99]?.hash ?? '')
  spoilPages(folder, Math.floor(at / 4_096) + 1)
  const { log, identity, salvage } = startOn(folder)
  log.verifyTail()
  expect(salvage?.reason).toBe('page-unreadable')
  expect(identity.incarnation).not.toBe(ENROLLED.incarnation)
  expect(readIdentity(folder)).toEqual(identity)
  const kept = idsOf(log)
  expect(kept).toHaveLength(salvage?.carried ?? -1)
  expect(salvage?.unreadable).toBe(200 - kept.length)
  expect(kept.length).toBeGreaterThan(150)
  expect(salvage?.lost).toBeGreaterThan(0)
  // The same ids and bytes, in the order in which they were made, from both sides of the damage.
  const known = sent(logged)
  expect(kept).toEqual(known.filter(({ id }) => kept.some((action) => action.id === id)))
  expect(kept.at(-1)).toEqual(known.at(-1))
  // Nothing is deleted: the old files lie in quarantine as they were found.
  const quarantined = readFileSync(join(folder, salvage?.folder ?? '', 'log.db'))
  expect(quarantined).toHaveLength(before.length)
  expect(existsSync(join(folder, salvage?.folder ?? '', 'station.json'))).toBe(true)
  log.close()
})

test('[ID-4] a file that is no database any more still gives every action that lies in it', () => {
  const { folder, logged } = worked(300)
  spoilPages(folder, 1)
  const { log, salvage } = startOn(folder)
  expect(salvage).toMatchObject({ reason: 'not-a-database', carried: 300, unreadable: 0, lost: 0 })
  expect(idsOf(log)).toEqual(sent(logged))
  log.close()
})

test('[ID-4] what the office has for good is not carried, and not counted as lost', () => {
  const { folder, logged } = worked(50, 30)
  noteDamage(folder, { reason: 'chain-broken', detail: 'found beside the work' })
  const { log, salvage } = startOn(folder)
  expect(salvage).toMatchObject({ reason: 'chain-broken', carried: 20, unreadable: 0, lost: 0 })
  expect(idsOf(log)).toEqual(sent(logged.slice(30)))
  expect(existsSync(join(folder, 'log.damaged'))).toBe(false)
  log.close()
})

test('[I11] a refusal that nobody has closed is carried, though the office has it for good', () => {
  const { folder } = worked(5, 5)
  const first = startOn(folder)
  const receipt = { seq: 2, id: 'x', outcome: 'refused' as const }
  first.log.transaction(() => first.log.recordReceipt('e2', receipt, 'now'))
  const refused = first.log.actionsFrom(2, 1)
  first.log.close()
  noteDamage(folder, { reason: 'chain-broken', detail: '' })
  const { log } = startOn(folder)
  expect(idsOf(log)).toEqual(sent(refused))
  log.close()
})

test('[LOG-6, ID-4] a flipped bit in the newest actions costs that action alone', () => {
  const { folder, logged } = worked(20)
  const bytes = readFileSync(join(folder, 'log.db'))
  // Pages that were split may hold an older copy of a row besides.
  const flip = ({ id }: LoggedAction, offset: number) => {
    for (let at = bytes.indexOf(`${id}{`); at !== -1; at = bytes.indexOf(`${id}{`, at + 1)) {
      bytes.writeUInt8(bytes.readUInt8(at + offset) ^ 1, at + offset)
    }
  }
  const [seventh, twelfth] = [logged[6], logged[11]]
  if (seventh === undefined || twelfth === undefined) throw new Error('nothing to damage')
  flip(seventh, 36 + seventh.body.indexOf('emma'))
  flip(twelfth, 36 + twelfth.body.length)
  writeFileSync(join(folder, 'log.db'), bytes)
  const { log, salvage } = startOn(folder)
  // The flipped hash is proven by the action behind it; the flipped body by nothing.
  expect(salvage).toMatchObject({ reason: 'chain-broken', carried: 19, unreadable: 1, lost: 1 })
  expect(idsOf(log)).toEqual(sent(logged.filter(({ seq }) => seq !== 7)))
  log.close()
})

test('[ID-4] a file cut off in the middle of a page costs what lay behind the cut and nothing else', () => {
  const { folder, logged } = worked(40)
  const path = join(folder, 'log.db')
  const bytes = readFileSync(path)
  const rowOf = ({ id, body, hash }: LoggedAction) => `${id}${body}${hash}`
  // Cut in the hash of an action in the last page of the file; SQLite takes what is missing for zeros.
  const ends = logged.map((action) => bytes.lastIndexOf(rowOf(action)) + rowOf(action).length)
  const cutAt = Math.max(...ends.filter((end) => end < Math.max(...ends))) - 30
  writeFileSync(path, bytes.subarray(0, cutAt))
  const { log, salvage } = startOn(folder)
  const whole = logged.filter((action) => bytes.subarray(0, cutAt).includes(rowOf(action)))
  const kept = idsOf(log).map(({ id }) => id)
  expect(whole.filter(({ id }) => !kept.includes(id))).toEqual([])
  expect(whole.length).toBeLessThan(40)
  expect(salvage?.unreadable).toBe(40 - kept.length)
  log.close()
})

test('[ID-4] what the office said can’t be read: every action is sent again', () => {
  const { folder, logged } = worked(8, 4)
  const db = new Database(join(folder, 'log.db'))
  db.exec(`UPDATE meta SET value = '{"epoch":' WHERE key = 'sync'`)
  db.close()
  const { log, salvage } = startOn(folder)
  expect(salvage?.reason).toBe('state-unreadable')
  expect(idsOf(log)).toEqual(sent(logged))
  log.close()
})

test('[I1] a write-ahead log that was deleted behind a killed host is noticed, not taken for the end', () => {
  const { folder, logged } = worked(3)
  killed(folder, (log) => void logAction(log, 'session.sign-out', {}))
  rmSync(join(folder, 'log.db-wal'))
  const { log, identity, salvage } = startOn(folder)
  expect(salvage?.reason).toBe('wal-missing')
  expect(identity.incarnation).not.toBe(ENROLLED.incarnation)
  expect(idsOf(log)).toEqual(sent(logged))
  log.close()
})

test('[I1] a commit in the middle of the write-ahead log that is damaged does not take the later ones along', () => {
  const { folder, logged } = worked(3)
  killed(folder, (log) => {
    for (let n = 0; n < 6; n += 1) logged.push(logAction(log, 'session.sign-out', {}))
  })
  const path = join(folder, 'log.db-wal')
  const bytes = readFileSync(path)
  // A byte of an early frame's page; SQLite would forget this commit and all behind it, without a word.
  bytes.writeUInt8(bytes.readUInt8(32 + 24 + 3_000) ^ 0x10, 32 + 24 + 3_000)
  writeFileSync(path, bytes)
  const { log, salvage } = startOn(folder)
  expect(salvage).toMatchObject({ reason: 'wal-damaged', carried: 9, unreadable: 0 })
  expect(idsOf(log)).toEqual(sent(logged))
  log.close()
})

test('[I1] a host that was killed goes on with its own log', () => {
  const { folder, logged } = worked(3)
  killed(folder, (log) => logged.push(logAction(log, 'session.sign-out', {})))
  const { log, identity, salvage } = startOn(folder)
  expect(salvage).toBeNull()
  expect(identity.incarnation).toBe(ENROLLED.incarnation)
  expect(idsOf(log)).toEqual(sent(logged))
  log.close()
})

test('[ID-4] a log that is behind what its own cache has seen was put back, and begins anew', () => {
  const { folder } = worked(4)
  const cache = new CacheStore(folder)
  cache.adopt(ENROLLED.incarnation, () => 0)
  cache.apply([], { epoch: 'e2', cursor: 3, processedSeq: 6 })
  cache.close()
  const { log, salvage } = startOn(folder)
  expect(salvage).toMatchObject({ reason: 'behind-cache', carried: 4, unreadable: 2, lost: 0 })
  log.close()
})

test('[PULL-1] documents pulled beside the old log count its carried actions once', () => {
  const { folder } = worked(6, 2)
  const cache = new CacheStore(folder)
  cache.adopt(ENROLLED.incarnation, () => 0)
  cache.apply([], { epoch: 'e2', cursor: 3, processedSeq: 4 })
  cache.close()
  noteDamage(folder, { reason: 'chain-broken', detail: '' })
  const { log, identity } = startOn(folder)
  // Carried were 3 to 6, now 1 to 4; the documents hold the first two of them.
  expect(log.carriedThrough(ENROLLED.incarnation, 4)).toBe(2)
  const again = new CacheStore(folder)
  again.adopt(identity.incarnation, (other) => log.carriedThrough(other.incarnation, other.seq))
  expect(again.position()).toEqual({ epoch: 'e2', cursor: 3, processedSeq: 2 })
  again.close()
  log.close()
})

test('[ID-4, I16] where the operator stands and unfinished labels go along', () => {
  const { folder } = worked(2)
  const first = startOn(folder)
  first.log.transaction(() => {
    first.log.setMeta('workflow', '{"operatorId":"emma"}')
    // A printer that may hold half a label holds it still.
    first.log.setMeta(PRINT_MEMORY_KEY, '{"midway":{"p1":"j1"}}')
    first.log.db.exec(`INSERT INTO print_job VALUES
      ('j1', 'u1', 1, 'p1', NULL, 'sending', '', '{}', '2026-03-02', '2026-03-02')`)
  })
  first.log.close()
  noteDamage(folder, { reason: 'chain-broken', detail: '' })
  const { log } = startOn(folder)
  expect(log.meta('workflow')).toBe('{"operatorId":"emma"}')
  expect(new PrintJobs(log).midwayPrinters()).toEqual(['p1'])
  expect(log.db.prepare('SELECT state FROM print_job').pluck().all()).toEqual(['sending'])
  log.close()
})

test('[ID-4] a salvage that is cut off at any step is ended by the next start', () => {
  // Steps are cut by failing at each place where a name in the data folder changes.
  for (const step of ['plan', 'moved', 'made', 'placed'] as const) {
    const { folder, logged } = worked(40)
    spoilPages(folder, 1)
    const whole = startOn(folder)
    const { incarnation } = whole.identity
    const aside = join(folder, whole.salvage?.folder ?? '')
    whole.log.close()
    // Back to what the step leaves behind.
    const plan = { ...(JSON.parse(readFileSync(join(aside, 'salvage.json'), 'utf8')) as object) }
    writeFileSync(join(folder, 'salvage.json'), JSON.stringify(plan))
    rmSync(join(aside, 'salvage.json'))
    saveIdentity(folder, { ...ENROLLED, hasLog: true })
    if (step !== 'placed') rmSync(join(folder, 'log.db'))
    if (step === 'plan') renameSync(join(aside, 'log.db'), join(folder, 'log.db'))
    if (step === 'made') writeFileSync(join(folder, 'salvage.tmp'), 'half of a log')
    const { log, identity } = startOn(folder)
    expect(identity.incarnation).toBe(incarnation)
    expect(identity.numberRange.to).toBe(0)
    expect(idsOf(log)).toEqual(sent(logged))
    expect(existsSync(join(folder, 'salvage.json'))).toBe(false)
    log.close()
  }
})

test('[ID-2] a person begins a new log for one that the office refused; what was never sent goes along', () => {
  const { folder, logged } = worked(9, 6)
  const first = startOn(folder)
  noteStop(first.log, 'forked')
  expect(stopOf(first.log)).toBe('forked')
  first.log.close()
  const identity = readIdentity(folder) ?? ENROLLED
  const made = beginNewLog({ dataFolder: folder, identity, nowMs: NOW, reason: 'forked' })
  expect(made.salvage).toMatchObject({ reason: 'forked', carried: 3, unreadable: 0 })
  const { log, identity: own } = startOn(folder)
  expect(own).toEqual(made.identity)
  expect(own.incarnation).not.toBe(ENROLLED.incarnation)
  expect(stopOf(log)).toBeNull()
  expect(idsOf(log)).toEqual(sent(logged.slice(6)))
  log.close()
})

test('[ID-2] a copied disk that is enrolled as a station of its own sends only what was never sent', () => {
  const { folder, logged } = worked(9, 6)
  const enrolled = {
    ...ENROLLED,
    stationId: 'station-2',
    incarnation: 'cd'.repeat(16),
    epoch: 'e7',
  }
  const identity = readIdentity(folder) ?? ENROLLED
  beginNewLog({ dataFolder: folder, identity, nowMs: NOW, reason: 're-enrolled', enrolled })
  const { log, identity: own } = startOn(folder)
  expect(own).toEqual({ ...enrolled, hasLog: true })
  expect(idsOf(log)).toEqual(sent(logged.slice(6)))
  log.close()
})

test('[LOG-4] an office that forgot more than the log still holds is answered with all that it holds', () => {
  const { folder, logged } = worked(5, 5)
  const first = startOn(folder)
  const forgotten = { epoch: 'e3', ackedSeq: 0, durableSeq: 0, knownHead: 0, openRefusals: [] }
  first.log.transaction(() => writeSyncState(first.log, forgotten))
  noteStop(first.log, 'pruned-past')
  first.log.close()
  const { log, salvage } = startOn(folder)
  expect(salvage).toMatchObject({ reason: 'pruned-past', carried: 5 })
  expect(idsOf(log)).toEqual(sent(logged))
  log.close()
})

test('[VER-1] a log of a newer app is refused and left as it is', () => {
  const { folder } = worked(2)
  const db = new Database(join(folder, 'log.db'))
  db.pragma(`user_version = ${LOG_VERSION + 1}`)
  db.close()
  const before = readFileSync(join(folder, 'log.db'))
  expect(() => startOn(folder)).toThrow(LogTooNewError)
  expect(readFileSync(join(folder, 'log.db'))).toEqual(before)
  expect(existsSync(join(folder, 'quarantine'))).toBe(false)
})
