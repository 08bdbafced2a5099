import { expect, test } from 'vitest'
import type { PullAnswer } from '#contract/sync/envelope.ts'
import { CacheStore } from '../store/cache-store.ts'
import { LogStore } from '../store/log-store.ts'
import { StationView } from '../store/view.ts'
import { logAction } from '../testing/logged.ts'
import { manualClock, type ManualClock } from '../testing/manual-clock.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { SyncLoop, type SyncParts } from './loop.ts'
import type { CallFailure, OfficeClient } from './office-client.ts'
import { FeedReader } from './pull.ts'
import { readSyncState } from './sync-state.ts'

const INCARNATION = 'ab'.repeat(16)

/** An office whose pushes can fail for a while and whose reads can grow. */
function recoveringOffice() {
  const office = {
    seqs: [] as number[],
    pushes: 0,
    pushFailure: null as CallFailure | null,
    reads: { 'session.sign-in': [1] } as Record<string, number[]>,
    refuse: new Set<number>(),
  }
  const client: OfficeClient = {
    enrol: () => Promise.reject(new Error('this station is enrolled already')),
    heartbeat: () => Promise.resolve({ ok: true, value: null }),
    live: (_onPoke, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    pull: () => Promise.resolve({ ok: true, value: pageOf(office) }),
    push: ({ actions }) => {
      office.pushes += 1
      const { pushFailure } = office
      if (pushFailure !== null) return Promise.resolve({ ok: false, failure: pushFailure })
      office.seqs.push(...actions.map(({ seq }) => seq))
      const receipts = actions.map(({ seq, id }) => ({
        seq,
        id,
        outcome: office.refuse.has(seq) ? ('refused' as const) : ('accepted' as const),
      }))
      const ackedSeq = office.seqs.length
      const serverTime = '2026-03-02T08:00:00.000Z'
      const value = { epoch: 'e1', ackedSeq, durableSeq: 0, head: 0, serverTime, receipts }
      return Promise.resolve({ ok: true, value })
    },
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

function bench(client: OfficeClient, changed: Partial<SyncParts> = {}) {
  const folder = tempFolder()
  const clock = manualClock(Date.parse('2026-03-02T08:00:00.000Z'))
  const log = new LogStore(folder)
  const cache = new CacheStore(folder)
  const view = new StationView(cache, log, 'station-1')
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
    onRefused: () => [],
    onChange: () => undefined,
    onTrouble: (text) => troubles.push(text),
    ...changed,
  })
  return { clock, log, loop, troubles }
}

async function settle(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function pass(clock: ManualClock, ms: number): Promise<void> {
  clock.advance(ms)
  await settle()
}

test('[PUSH-6] what the office can read is sent, what stands behind waits until it is upgraded', async () => {
  const { office, client } = recoveringOffice()
  const { log, loop, clock } = bench(client)
  loop.start()
  await settle()
  logAction(log, 'session.sign-in', {})
  logAction(log, 'pick.claim', { pickListId: 'list-1' })
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(office.seqs).toEqual([1])
  expect(loop.status.block).toBe('office-too-old')
  office.reads = { 'session.sign-in': [1], 'pick.claim': [1] }
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(office.seqs).toEqual([1, 2, 3])
  expect(loop.status.block).toBe('none')
  await loop.close()
})

test('[VER-1] an office that asked for an upgrade and takes actions again gets all of them', async () => {
  const { office, client } = recoveringOffice()
  const { log, loop, clock } = bench(client)
  loop.start()
  await settle()
  office.pushFailure = { kind: 'upgrade' }
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(loop.status.block).toBe('upgrade')
  office.pushFailure = null
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(office.seqs).toEqual([1])
  expect(loop.status.block).toBe('none')
  await loop.close()
})

test('[PUSH-4] a single action that is too large for whatever stands between is not sent in a loop', async () => {
  const { office, client } = recoveringOffice()
  const { log, loop } = bench(client)
  loop.start()
  await settle()
  office.pushFailure = { kind: 'too-large' }
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  for (let n = 0; n < 10; n += 1) await settle()
  // 200, 100, 50, 25, 12, 6, 3, 1, and then the back-off.
  expect(office.pushes).toBeLessThanOrEqual(10)
  await loop.close()
})

test('[I11] a refusal that could not be put before the operator stays open', async () => {
  const { office, client } = recoveringOffice()
  office.refuse.add(1)
  let isWritable = false
  const { log, loop, clock } = bench(client, {
    onRefused: (seqs) => (isWritable ? [] : seqs),
  })
  loop.start()
  await settle()
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(readSyncState(log, 'e1').openRefusals).toEqual([1])
  isWritable = true
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(readSyncState(log, 'e1').openRefusals).toEqual([])
  await loop.close()
})

test('an action the office refuses for what it is, is said and not retried in silence', async () => {
  const { office, client } = recoveringOffice()
  const { log, loop, troubles } = bench(client)
  loop.start()
  await settle()
  office.pushFailure = { kind: 'rejected', status: 400, code: 'chain', detail: 'no' }
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(troubles.join()).toContain('chain')
  await loop.close()
})
