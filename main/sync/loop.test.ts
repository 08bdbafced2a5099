import { expect, test } from 'vitest'
import type { PullAnswer } from '#contract/sync/envelope.ts'
import { CacheStore } from '../store/cache-store.ts'
import { LogStore } from '../store/log-store.ts'
import { StationView } from '../store/view.ts'
import { logAction } from '../testing/logged.ts'
import { manualClock, type ManualClock } from '../testing/manual-clock.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { SyncLoop } from './loop.ts'
import type { CallFailure, OfficeClient } from './office-client.ts'
import { FeedReader } from './pull.ts'
import { readSyncState } from './sync-state.ts'

const INCARNATION = 'ab'.repeat(16)

/** An office of one station that can be made unreachable; it keeps what it was sent. */
function smallOffice() {
  const office = {
    seqs: [] as number[],
    calls: [] as string[],
    failure: null as CallFailure | null,
    reads: { 'session.sign-in': [1], 'pick.claim': [1] } as Record<string, number[]>,
    refuse: new Set<number>(),
  }
  const answerOr = <T>(name: string, value: () => T) => {
    office.calls.push(name)
    const { failure } = office
    return Promise.resolve(
      failure === null ? { ok: true as const, value: value() } : { ok: false as const, failure },
    )
  }
  const client: OfficeClient = {
    enrol: () => Promise.reject(new Error('this station is enrolled already')),
    heartbeat: () => answerOr('heartbeat', () => null),
    live: (_onPoke, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve())
      }),
    pull: () => answerOr('pull', () => pageOf(office)),
    push: (request) =>
      answerOr('push', () => {
        const fresh = request.actions.filter(({ seq }) => !office.seqs.includes(seq))
        office.seqs.push(...fresh.map(({ seq }) => seq))
        return {
          epoch: 'e1',
          ackedSeq: office.seqs.length,
          durableSeq: 0,
          head: 0,
          serverTime: '2026-03-02T08:00:00.000Z',
          receipts: request.actions.map(({ seq, id }) => ({
            seq,
            id,
            outcome: office.refuse.has(seq) ? ('refused' as const) : ('accepted' as const),
          })),
        }
      }),
  }
  return { office, client }
}

function pageOf(office: { seqs: number[]; reads: Record<string, number[]> }): PullAnswer {
  return {
    epoch: 'e1',
    head: 0,
    cursor: 0,
    more: false,
    processed: { incarnation: INCARNATION, seq: office.seqs.length },
    reads: office.reads,
    serverTime: '2026-03-02T08:00:10.000Z',
    changes: [],
  }
}

function bench(client: OfficeClient, folder = tempFolder()) {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00.000Z'))
  const log = new LogStore(folder)
  const cache = new CacheStore(folder)
  const view = new StationView(cache, log, 'station-1')
  const heard: number[] = []
  const troubles: string[] = []
  const loop = new SyncLoop({
    log,
    feed: new FeedReader({ cache, view, incarnation: INCARNATION }),
    office: client,
    clock,
    random: () => 1,
    incarnation: INCARNATION,
    state: readSyncState(log, 'e1'),
    heartbeat: () => ({
      appVersion: '0',
      pending: 0,
      oldestPendingAt: null,
      clockOffsetMs: 0,
      devices: [],
      printJobs: { queued: 0, printed: 0, unknown: 0, failed: 0 },
    }),
    onRefused: (seqs) => {
      heard.push(...seqs)
      return []
    },
    onChange: () => undefined,
    onTrouble: (text) => troubles.push(text),
  })
  return { clock, log, loop, heard, troubles, folder }
}

/** Lets every promise that can settle do so; the manual clock moves nothing by itself. */
async function settle(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function pass(clock: ManualClock, ms: number): Promise<void> {
  clock.advance(ms)
  await settle()
}

test('what is logged is sent without being asked twice, and the bench is online', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = bench(client)
  loop.start()
  await settle()
  expect(loop.status).toMatchObject({ online: true, clockOffsetMs: 10_000 })
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(office.seqs).toEqual([1])
  expect(loop.state.ackedSeq).toBe(1)
  await pass(clock, 60_000)
  expect(office.calls.filter((call) => call === 'push')).toHaveLength(1)
  await loop.close()
})

test('[PUSH-4] failures wait longer and longer, and the first success wakes every lane', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = bench(client)
  office.failure = { kind: 'unreachable', detail: 'no route' }
  logAction(log, 'session.sign-in', {})
  loop.start()
  await settle()
  expect(loop.status.online).toBe(false)
  const callsIn = async (ms: number) => {
    const before = office.calls.length
    await pass(clock, ms)
    return office.calls.length - before
  }
  for (let n = 0; n < 12; n += 1) await pass(clock, 60_000)
  // At the ceiling of a minute, the lanes together call a few times a minute and no more.
  expect(await callsIn(59_000)).toBeLessThanOrEqual(6)
  office.failure = null
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(office.seqs).toEqual([1])
  expect(loop.status.online).toBe(true)
  await loop.close()
})

test('[PUSH-4] Retry-After is obeyed', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = bench(client)
  loop.start()
  await settle()
  office.failure = { kind: 'busy', retryAfterMs: 30_000 }
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  const pushes = () => office.calls.filter((call) => call === 'push').length
  const before = pushes()
  await pass(clock, 9_000)
  expect(pushes()).toBe(before)
  office.failure = null
  await pass(clock, 30_000)
  expect(office.seqs).toEqual([1])
  await loop.close()
})

test('[PUSH-6] an action the office can not read yet is kept, and said', async () => {
  const { office, client } = smallOffice()
  office.reads = { 'pick.claim': [1] }
  const { log, loop, troubles } = bench(client)
  loop.start()
  await settle()
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(office.seqs).toEqual([])
  expect(loop.status.block).toBe('office-too-old')
  expect(troubles.join()).toContain('must be upgraded')
  await loop.close()
})

test('[SEC-1] a 401 deletes nothing and is tried again', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = bench(client)
  office.failure = { kind: 'unauthorized' }
  logAction(log, 'session.sign-in', {})
  loop.start()
  await settle()
  expect(loop.status.block).toBe('unauthorized')
  office.failure = null
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(office.seqs).toEqual([1])
  expect(loop.status.block).toBe('none')
  await loop.close()
})

test('a refusal whose alert was cut off by a crash is handed over after the restart', async () => {
  const { office, client } = smallOffice()
  office.refuse.add(1)
  const first = bench(client)
  first.loop.start()
  logAction(first.log, 'pick.claim', { pickListId: 'list-1' })
  first.loop.wakePush()
  await settle()
  expect(first.heard).toEqual([1])
  await first.loop.close()
  // As if the crash came between the receipt's commit and the alert's.
  const state = { ...readSyncState(first.log, 'e1'), openRefusals: [1] }
  first.log.transaction(() => first.log.setMeta('sync', JSON.stringify(state)))
  first.log.close()
  const again = bench(client, first.folder)
  again.loop.start()
  expect(again.heard).toEqual([1])
  expect(readSyncState(again.log, 'e1').openRefusals).toEqual([])
  await settle()
  await again.loop.close()
})
