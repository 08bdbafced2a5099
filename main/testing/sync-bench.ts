import type { PullAnswer } from '#contract/sync/envelope.ts'
import { CacheStore } from '../store/cache-store.ts'
import { LogStore } from '../store/log-store.ts'
import { StationView } from '../store/view.ts'
import { SyncLoop, type SyncParts } from '../sync/loop.ts'
import type { CallFailure, OfficeClient } from '../sync/office-client.ts'
import { FeedReader } from '../sync/pull.ts'
import { readSyncState } from '../sync/sync-state.ts'
import { manualClock, type ManualClock } from './manual-clock.ts'
import { tempFolder } from './temp-folder.ts'

const INCARNATION = 'ab'.repeat(16)

/** An office of one station that can be made to fail; it keeps what it was sent. */
export function smallOffice() {
  const office = {
    seqs: [] as number[],
    calls: [] as string[],
    failure: null as CallFailure | null,
    /** Why pushes alone fail. */
    pushFailure: null as CallFailure | null,
    reads: { 'session.sign-in': [1], 'pick.claim': [1] } as Record<string, number[]>,
    refuse: new Set<number>(),
  }
  const answerOr = <T>(name: string, value: () => T) => {
    office.calls.push(name)
    const failure = office.failure ?? (name === 'push' ? office.pushFailure : null)
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

/** A bench's sync lanes over real stores, on a clock moved by hand. */
export function syncBench(
  client: OfficeClient,
  { folder = tempFolder(), ...changed }: Partial<SyncParts> & { folder?: string } = {},
) {
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
    ...changed,
  })
  return { clock, log, loop, heard, troubles, folder }
}

/** Lets every promise that can settle do so; the manual clock moves nothing by itself. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve))
}

export async function pass(clock: ManualClock, ms: number): Promise<void> {
  clock.advance(ms)
  await settle()
}
