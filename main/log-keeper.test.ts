import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LOG_KEPT_MS } from '#contract/sync/limits.ts'
import type { Bench } from './bench.ts'
import type { RecordingStop } from './storage-alert.ts'
import { LogKeeper } from './log-keeper.ts'
import { logTroubleOf } from './log-trouble.ts'
import { LogStore } from './store/log-store.ts'
import { stopOf } from './store/log-stop.ts'
import { SEGMENT_ACTIONS } from './store/segments.ts'
import { manualClock } from './testing/manual-clock.ts'
import { tempFolder } from './testing/temp-folder.ts'

const START = Date.parse('2026-03-02T08:00:00.000Z')

/** A log of two segments that the office has for good, and who looks after it. */
function keptLog(folder = tempFolder()) {
  const log = new LogStore(folder)
  const clock = manualClock(START)
  const answeredAt = new Date(START).toISOString()
  if (log.lastSeq === 0) {
    log.transaction(() => {
      for (let n = 1; n <= 2 * SEGMENT_ACTIONS; n += 1) {
        const { seq, id } = log.append({ id: `id-${n}`, body: '{}' })
        log.recordReceipt('e1', { seq, id, outcome: 'accepted' }, answeredAt)
      }
    })
  }
  const stops: RecordingStop[] = []
  const asked: string[] = []
  const acked = { ackedSeq: log.lastSeq, durableSeq: log.lastSeq }
  const keeper = new LogKeeper({
    log,
    dataFolder: folder,
    // What a keeper asks of a bench is one thing.
    bench: { stopRecording: (why: RecordingStop) => void stops.push(why) } as unknown as Bench,
    clock,
    syncState: () => ({ epoch: 'e1', knownHead: 0, openRefusals: [], ...acked }),
    isRefusalClosed: () => false,
    onTrouble: (text) => void asked.push(text),
    restart: () => void asked.push('restart'),
  })
  return { folder, log, clock, keeper, stops, asked }
}

async function turnOver(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('[LOG-4] old segments go one by one while nobody scans', () => {
  const { log, clock, keeper, stops } = keptLog()
  keeper.start()
  clock.advance(60 * 60 * 1_000)
  expect(log.prunedThrough).toBe(0)
  clock.advance(LOG_KEPT_MS)
  expect(log.prunedThrough).toBe(2 * SEGMENT_ACTIONS)
  expect(stops).toEqual([])
  keeper.close()
  log.close()
})

test('[LOG-4] a bench that is being worked at is left alone', () => {
  const { log, clock, keeper } = keptLog()
  clock.advance(LOG_KEPT_MS + 1)
  keeper.start()
  for (let n = 0; n < 30; n += 1) {
    log.transaction(() => log.append({ id: `busy-${n}`, body: '{}' }))
    clock.advance(1_000)
  }
  expect(log.prunedThrough).toBe(0)
  clock.advance(1_000)
  expect(log.prunedThrough).toBe(SEGMENT_ACTIONS)
  keeper.close()
  log.close()
})

test('[LOG-6] damage found beside the work stops the recording, is noted for the start, and asks for it', async () => {
  const first = keptLog()
  first.log.close()
  const db = new Database(join(first.folder, 'log.db'))
  db.exec('DROP TRIGGER action_is_never_changed')
  db.exec(`UPDATE action SET body = '{"x":1}' WHERE seq = 3`)
  db.close()
  const { log, clock, keeper, stops, asked, folder } = keptLog(first.folder)
  log.verifyTail()
  keeper.start()
  clock.advance(1)
  await turnOver()
  expect(stops).toEqual(['log-damaged'])
  expect(asked.at(-1)).toBe('restart')
  expect(existsSync(join(folder, 'log.damaged'))).toBe(true)
  const trouble = logTroubleOf({ log, salvage: null, stopped: 'log-damaged' })
  expect(trouble).toMatchObject({ kind: 'stopped', reason: 'chain-broken' })
  keeper.close()
  log.close()
})

test('[ID-2] a forked log stays stopped over a restart and says why', () => {
  const { log, keeper, stops, asked, folder } = keptLog()
  keeper.start()
  keeper.stop('forked')
  keeper.stop('set-back')
  expect(stops).toEqual(['log-forked'])
  expect(asked).toEqual([])
  keeper.close()
  log.close()
  const again = keptLog(folder)
  again.keeper.start()
  expect(again.stops).toEqual(['log-forked'])
  expect(stopOf(again.log)).toBe('forked')
  const trouble = logTroubleOf({ log: again.log, salvage: null, stopped: 'log-forked' })
  expect(trouble).toMatchObject({ kind: 'stopped', reason: 'forked' })
  again.keeper.close()
  again.log.close()
})

test('[LOG-4, EPOCH-2] an office that forgot what is pruned here has the bench begin a new log by itself', () => {
  const { log, keeper, asked } = keptLog()
  keeper.start()
  keeper.stop('pruned-past')
  expect(asked).toEqual(['restart'])
  expect(stopOf(log)).toBe('pruned-past')
  keeper.close()
  log.close()
})
