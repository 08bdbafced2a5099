import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logAction } from '../testing/logged.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { CacheStore } from './cache-store.ts'
import { readIdentity, saveIdentity, type StationIdentity } from './identity.ts'
import { LogStore } from './log-store.ts'
import { identityOfLog } from './own-log.ts'

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

/** Starts a bench on a folder up to its identity, does `work`, and stops it. */
function startOn(folder: string, work: (log: LogStore) => void = () => undefined): StationIdentity {
  const log = new LogStore(folder)
  const identity = identityOfLog(log, readIdentity(folder) ?? ENROLLED, folder)
  work(log)
  log.close()
  return identity
}

test('[ID-2] a log keeps the incarnation it was enrolled with, start after start', () => {
  const folder = tempFolder()
  saveIdentity(folder, ENROLLED)
  expect(startOn(folder).incarnation).toBe(ENROLLED.incarnation)
  startOn(folder, (log) => void logAction(log, 'session.sign-in', {}))
  expect(startOn(folder)).toEqual({ ...ENROLLED, hasLog: true })
})

test('[ID-4] a log that was lost begins a new incarnation, with none of the old numbers', () => {
  const folder = tempFolder()
  saveIdentity(folder, ENROLLED)
  startOn(folder, (log) => void logAction(log, 'session.sign-in', {}))
  const cache = new CacheStore(folder)
  cache.apply([], { epoch: 'e1', cursor: 7, processedSeq: 1 })
  cache.close()
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `log.db${end}`), { force: true })

  const anew = startOn(folder)
  expect(anew.incarnation).toMatch(/^[0-9a-f]{32}$/)
  expect(anew.incarnation).not.toBe(ENROLLED.incarnation)
  expect(anew.numberRange.to).toBeLessThan(anew.numberRange.from)
  expect(anew.token).toBe(ENROLLED.token)
  expect(existsSync(join(folder, 'cache.db'))).toBe(false)
  expect(startOn(folder)).toEqual(anew)
})
