import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { LogFileHeader } from '#contract/sync/log-file.ts'
import { saveIdentity } from '../store/identity.ts'
import { LogStore } from '../store/log-store.ts'
import { SEGMENT_ACTIONS } from '../store/segments.ts'
import { writeSyncState } from '../sync/sync-state.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { exportLog } from './export-log.ts'
import { newStationKey } from './station-key.ts'

const clock = { now: () => Date.parse('2026-03-02T08:00:00.000Z') }
const ID = (seq: number) => `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`

/** A station that has run: so many actions, the first of them acknowledged. */
function stationFolder(actions: number, ackedSeq = 0): string {
  const folder = tempFolder()
  saveIdentity(folder, {
    stationId: 'st-1',
    token: 't',
    name: 'Pack 1',
    mode: 'pick-and-pack',
    warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
    epoch: 'e0',
    numberRange: { from: 1, to: 10_000, prefix: '38712345' },
    serverUrl: 'http://127.0.0.1:4400',
    incarnation: '11'.repeat(16),
    key: { ...newStationKey(), isKnown: true },
  })
  const log = new LogStore(folder)
  log.transaction(() => {
    for (let seq = 1; seq <= actions; seq += 1) {
      const body = { type: 'session.sign-in', v: 1, operatorId: 'emma', baseHead: 0, payload: {} }
      const occurredAt = '2026-03-02T08:00:00.000Z'
      log.append({ id: ID(seq), body: JSON.stringify({ ...body, occurredAt }) })
    }
    log.setMeta('incarnation', '22'.repeat(16))
    writeSyncState(log, { epoch: 'e1', ackedSeq, durableSeq: 0, knownHead: 9, openRefusals: [] })
  })
  log.close()
  return folder
}

function exportFrom(dataFolder: string, target: string, fromSeq?: number) {
  return exportLog({ dataFolder, target, fromSeq, appVersion: '0.1.0', clock })
}

function headerOf(file: string): LogFileHeader {
  const [first = ''] = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
  return LogFileHeader.parse(JSON.parse(first))
}

test('[ID-2] a stopped station’s log goes into a folder under its own name, of the life that it is', async () => {
  const folder = stationFolder(12, 4)
  const stick = tempFolder()
  const exported = await exportFrom(folder, stick)
  expect(exported).toMatchObject({ fromSeq: 5, throughSeq: 12, actions: 8, left: 0 })
  expect(readdirSync(stick)).toEqual(['loadline-pack-1-5-12.loadlog'])
  expect(headerOf(exported.file)).toMatchObject({
    incarnation: '22'.repeat(16),
    epoch: 'e1',
    ackedSeq: 4,
    knownHead: 9,
  })
  // All of it, whatever was acknowledged; and the log opens afterwards as if nobody had read it.
  expect(await exportFrom(folder, join(stick, 'all'), 1)).toMatchObject({ actions: 12 })
  const log = new LogStore(folder)
  expect(log.lastSeq).toBe(12)
  log.verifyTail()
  log.close()
})

test('[ID-2] a running station’s log is read beside it', async () => {
  const folder = stationFolder(3)
  const log = new LogStore(folder)
  log.transaction(() => log.append({ id: ID(4), body: '{}' }))
  expect(await exportFrom(folder, join(tempFolder(), 'f'))).toMatchObject({ throughSeq: 4 })
  log.close()
})

test('[LOG-6] of a log that cannot be opened any more, what still proves itself is written', async () => {
  const folder = stationFolder(400)
  const file = openSync(join(folder, 'log.db'), 'r+')
  writeSync(file, Buffer.alloc(100), 0, 100, 0)
  closeSync(file)
  const exported = await exportFrom(folder, join(tempFolder(), 'f'))
  expect(exported.throughSeq).toBeGreaterThan(300)
  expect(headerOf(exported.file)).toMatchObject({ stationId: 'st-1', fromSeq: 1 })
})

test('a folder without a station, or without a log, says so and leaves no file', async () => {
  const target = join(tempFolder(), 'f')
  await expect(exportFrom(tempFolder(), target)).rejects.toMatchObject({ code: 'not-enrolled' })
  const folder = stationFolder(1)
  await expect(exportFrom(folder, target, 7)).rejects.toMatchObject({ code: 'no-such-action' })
  expect(existsSync(target)).toBe(false)
})

test('[LOG-4] a log that was pruned to its end says that nothing waits, and makes a file of no actions', async () => {
  const folder = stationFolder(SEGMENT_ACTIONS, SEGMENT_ACTIONS)
  const log = new LogStore(folder)
  log.transaction(() => {
    for (let seq = 1; seq <= SEGMENT_ACTIONS; seq += 1) {
      log.recordReceipt('e1', { seq, id: ID(seq), outcome: 'accepted' }, '2026-01-01T00:00:00.000Z')
    }
  })
  const bounds = { throughSeq: SEGMENT_ACTIONS, before: '2026-03-02', isRefusalClosed: () => true }
  expect(log.pruneOldest(bounds)).toBe(SEGMENT_ACTIONS)
  log.close()
  const exported = await exportFrom(folder, join(tempFolder(), 'none'))
  expect(exported).toMatchObject({ fromSeq: SEGMENT_ACTIONS + 1, actions: 0, left: 0 })
})
