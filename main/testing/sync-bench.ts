import { hash } from 'node:crypto'
import type { PullAnswer, PushAnswer, PushRequest } from '#contract/sync/envelope.ts'
import { CacheStore } from '../store/cache-store.ts'
import { LogStore } from '../store/log-store.ts'
import { noteDisowned } from '../store/log-stop.ts'
import { StationView } from '../store/view.ts'
import { SyncLoop } from '../sync/loop.ts'
import type { CallFailure, OfficeClient } from '../sync/office-client.ts'
import { FeedReader } from '../sync/pull.ts'
import type { SyncParts } from '../sync/sync-parts.ts'
import { readSyncState } from '../sync/sync-state.ts'
import { manualClock, type ManualClock } from './manual-clock.ts'
import { tempFolder } from './temp-folder.ts'

export const INCARNATION = 'ab'.repeat(16)

type Call = 'push' | 'pull' | 'heartbeat' | 'scope'

/** An office of one station that can be made to fail; it keeps what it was sent. */
export function smallOffice() {
  const office = {
    seqs: [] as number[],
    /** Names of the calls, in the order in which they came. */
    calls: [] as string[],
    pushed: [] as PushRequest[],
    /** Why every call fails. */
    failure: null as CallFailure | null,
    /** Why calls of one kind fail. */
    failures: {} as Partial<Record<Call, CallFailure>>,
    reads: { 'session.sign-in': [1], 'pick.claim': [1] } as Record<string, number[]>,
    refuse: new Set<number>(),
    epoch: 'e1',
    durableSeq: 0,
    serverTime: '2026-03-02T08:00:10.000Z',
    page: {} as Partial<PullAnswer>,
    /** What this station should hold; by default nothing, as the pages bring nothing. */
    scopeHash: hash('sha256', '', 'hex'),
    /** Sends a hint to whoever listens. */
    poke: () => undefined as void,
  }
  const countOf = (name: Call) => office.calls.filter((call) => call === name).length
  const answerOr = <T>(name: Call, value: () => T) => {
    office.calls.push(name)
    const failure = office.failure ?? office.failures[name] ?? null
    return Promise.resolve(
      failure === null ? { ok: true as const, value: value() } : { ok: false as const, failure },
    )
  }
  const client: OfficeClient = {
    enrol: () => Promise.reject(new Error('this station is enrolled already')),
    heartbeat: () => answerOr('heartbeat', () => null),
    live: (onPoke, signal) =>
      new Promise((resolve) => {
        office.poke = () => onPoke({ head: 0, epoch: office.epoch })
        signal.addEventListener('abort', () => resolve())
      }),
    pull: () => answerOr('pull', () => pageOf(office)),
    scope: () =>
      answerOr('scope', () => ({
        epoch: office.epoch,
        head: office.page.head ?? 0,
        documents: 0,
        hash: office.scopeHash,
      })),
    push: (request) => {
      office.pushed.push(request)
      if (request.epoch !== office.epoch && office.failures.push === undefined) {
        office.calls.push('push')
        const { epoch } = office
        const conflict = { code: 'epoch' as const, epoch, lastSeq: office.seqs.length }
        return Promise.resolve({ ok: false, failure: { kind: 'conflict', conflict } })
      }
      return answerOr('push', () => answerOf(office, request))
    },
  }
  return { office, client, countOf }
}

type SmallOffice = ReturnType<typeof smallOffice>['office']

function answerOf(office: SmallOffice, request: PushRequest): PushAnswer {
  const fresh = request.actions.filter(({ seq }) => !office.seqs.includes(seq))
  office.seqs.push(...fresh.map(({ seq }) => seq))
  return {
    epoch: office.epoch,
    ackedSeq: office.seqs.length,
    durableSeq: office.durableSeq,
    head: 0,
    serverTime: office.serverTime,
    receipts: request.actions.map(({ seq, id }) => ({
      seq,
      id,
      outcome: office.refuse.has(seq) ? ('refused' as const) : ('accepted' as const),
    })),
  }
}

function pageOf(office: SmallOffice): PullAnswer {
  return {
    epoch: office.epoch,
    head: 0,
    cursor: 0,
    more: false,
    processed: { incarnation: INCARNATION, seq: office.seqs.length },
    reads: office.reads,
    serverTime: office.serverTime,
    changes: [],
    ...office.page,
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
  const setBack: { lastSeq: number; processedSeq: number }[] = []
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
    scopeEntries: () => cache.scopeEntries(),
    onLogSetBack: (evidence) => setBack.push(evidence),
    onLogStopped: (why) => troubles.push(`the log has stopped: ${why}`),
    onDisowned: (isDisowned) => noteDisowned(log, isDisowned),
    onLogSuspect: () => troubles.push('the log is suspect'),
    onRefused: (seqs) => {
      heard.push(...seqs)
      return []
    },
    onChange: () => undefined,
    onTrouble: (text) => troubles.push(text),
    ...changed,
  })
  return { clock, log, cache, view, loop, heard, troubles, setBack, folder }
}

/** Lets every promise that can settle do so; the manual clock moves nothing by itself. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve))
}

export async function pass(clock: ManualClock, ms: number): Promise<void> {
  clock.advance(ms)
  await settle()
}
