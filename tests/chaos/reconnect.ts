import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentOf } from '#contract/documents/document.ts'
import { CacheStore } from '../../main/store/cache-store.ts'
import { LogStore } from '../../main/store/log-store.ts'
import { StationView } from '../../main/store/view.ts'
import { SyncLoop } from '../../main/sync/loop.ts'
import { httpOfficeClient } from '../../main/sync/office-client.ts'
import { FeedReader } from '../../main/sync/pull.ts'
import { readSyncState } from '../../main/sync/sync-state.ts'
import { manualClock, type ManualClock } from '../../main/testing/manual-clock.ts'
import { type Floor, type FloorStation, packOrder } from '../support/floor.ts'
import { chanceOf } from '../simulation/chance.ts'

/** What a station calls the office for. */
const CALLS = ['push', 'pull', 'heartbeat', 'live', 'scope'] as const
type Call = (typeof CALLS)[number]

/** One call as the station saw it: when it was made, by the simulated clock, and how long it took. */
type CallMade = { call: Call; atMs: number; tookMs: number; status: number | null }

/**
 * A station without hands, screen and devices: its own log and cache on disk, and the host's real lanes
 * and client. `net` is the way to the office; while it is null every connection is refused.
 */
export type LightStation = {
  loop: SyncLoop
  log: LogStore
  calls: CallMade[]
  /** Packs its orders and counts products, and has nobody to tell. */
  work(counts: number): void
  /** Counts one product more, and has it sent. */
  count(): void
  /** Does the next action of its orders, and has it sent; counts once they are all packed. */
  scan(): void
  close(): Promise<void>
}

export type LightFloor = {
  stations: LightStation[]
  clock: ManualClock
  /** Where the office is, or null while it is away. */
  setOffice(url: string | null): void
  close(): Promise<void>
}

/** Stations with so many orders' worth of actions each that nobody has been told of. */
export async function layStations(options: {
  floor: Floor
  folder: string
  stations: number
  seed: number
}): Promise<LightFloor> {
  const { floor, folder, seed } = options
  const clock = manualClock(Date.parse('2026-03-02T06:00:00.000Z'))
  let officeUrl: string | null = null
  const send = (station: string): typeof fetch =>
    ((_url: string, init?: RequestInit) => {
      if (officeUrl === null) return Promise.reject(new TypeError('fetch failed'))
      return fetch(`${officeUrl}${_url.slice(station.length)}`, init)
    }) as typeof fetch
  const stations: LightStation[] = []
  const perStation = Math.floor(floor.lists.length / options.stations)
  for (let n = 0; n < options.stations; n += 1) {
    const enrolled = await floor.station()
    const lists = floor.lists.slice(n * perStation, (n + 1) * perStation)
    const chance = chanceOf(seed, `station ${n}`)
    stations.push(
      lightStation({
        enrolled,
        lists,
        clock,
        random: () => chance.next(),
        folder: join(folder, `station-${n}`),
        send,
      }),
    )
  }
  return {
    stations,
    clock,
    setOffice: (url) => {
      officeUrl = url
    },
    close: async () => {
      await Promise.all(stations.map((station) => station.close()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What every count finds; the book follows the hands. */
const COUNTED = 1_000_000

/** Stands for the office's address, which changes. */
const PLACE = 'http://office'

type StationParts = {
  enrolled: FloorStation
  lists: readonly DocumentOf<'pick-list'>[]
  clock: ManualClock
  random: () => number
  folder: string
  send: (place: string) => typeof fetch
}

function lightStation(parts: StationParts): LightStation {
  const { enrolled, folder } = parts
  mkdirSync(folder, { recursive: true })
  const log = new LogStore(folder)
  const cache = new CacheStore(folder)
  const calls: CallMade[] = []
  const loop = lanesOf(parts, { log, cache, calls })
  const skus = parts.lists.flatMap(({ lines }) => lines.map(({ sku }) => sku))
  const note = (first: number, end?: number) => {
    log.transaction(() => {
      for (const { id, body } of enrolled.log.actions.slice(first, end)) log.append({ id, body })
    })
    loop.wakePush()
  }
  let turn = 0
  let noted = 0
  const orders = [...parts.lists]
  const count = () => {
    enrolled.log.act('stock.count', { sku: skus[turn++ % skus.length] ?? '', counted: COUNTED })
  }
  return {
    loop,
    log,
    calls,
    count: () => {
      const first = enrolled.log.actions.length
      count()
      note(first, first + 1)
    },
    scan: () => {
      if (noted === enrolled.log.actions.length) {
        const list = orders.shift()
        if (list === undefined) count()
        else packOrder(enrolled, list)
      }
      note(noted, noted + 1)
      noted += 1
    },
    work: (counts) => {
      for (const list of parts.lists) packOrder(enrolled, list)
      for (let n = 0; n < counts; n += 1) {
        const sku = skus[n % skus.length] ?? ''
        enrolled.log.act('stock.count', { sku, counted: COUNTED })
      }
      note(0)
    },
    close: async () => {
      await loop.close()
      cache.close()
      log.close()
    },
  }
}

/** The host's real lanes and client, as this station has them. */
function lanesOf(
  parts: StationParts,
  { log, cache, calls }: { log: LogStore; cache: CacheStore; calls: CallMade[] },
): SyncLoop {
  const { enrolled, clock } = parts
  const { incarnation } = enrolled.log
  const view = new StationView(cache, log, enrolled.stationId)
  const loop: SyncLoop = new SyncLoop({
    log,
    feed: new FeedReader({ cache, view, incarnation }),
    office: httpOfficeClient({
      url: PLACE,
      token: () => enrolled.token,
      fetch: counted(parts.send(PLACE), calls, clock),
    }),
    clock,
    random: parts.random,
    incarnation,
    state: readSyncState(log, ''),
    heartbeat: () => ({
      appVersion: '0.0.0-test',
      pending: log.lastSeq - loop.state.ackedSeq,
      oldestPendingAt: null,
      clockOffsetMs: 0,
      devices: [],
      printJobs: { queued: 0, printed: 0, unknown: 0, failed: 0 },
    }),
    scopeEntries: () => cache.scopeEntries(),
    onRefused: () => [],
    onChange: () => undefined,
    onTrouble: () => undefined,
    onLogSetBack: () => undefined,
    onLogStopped: () => undefined,
    onDisowned: () => undefined,
    onLogSuspect: () => undefined,
  })
  return loop
}

function counted(send: typeof fetch, calls: CallMade[], clock: ManualClock): typeof fetch {
  return (async (url: string, init?: RequestInit) => {
    const call = CALLS.find((one) => url.includes(`/${one}`)) ?? 'pull'
    const atMs = clock.monotonicMs()
    const startedAt = performance.now()
    const made = (status: number | null) =>
      calls.push({ call, atMs, tookMs: performance.now() - startedAt, status })
    try {
      const response = await send(url, init)
      // Receipts count once they are read, not once they begin to come.
      if (call === 'live') return response
      const body = await response.arrayBuffer()
      made(response.status)
      const { status, headers } = response
      return new Response(status === 204 ? null : body, { status, headers: unpacked(headers) })
    } catch (error) {
      made(null)
      throw error
    } finally {
      if (call === 'live') made(null)
    }
  }) as typeof fetch
}

/** The body is no longer compressed once it was read. */
function unpacked(headers: Headers): Headers {
  const kept = new Headers(headers)
  kept.delete('content-encoding')
  kept.delete('content-length')
  return kept
}

/** Lets everything that can settle do so, between two steps of a clock that is moved by hand. */
async function passMinutes(clock: ManualClock, minutes: number): Promise<void> {
  for (let step = 0; step < minutes * STEPS_PER_MINUTE; step += 1) {
    clock.advance(60_000 / STEPS_PER_MINUTE)
    for (let turn = 0; turn < TURNS_PER_STEP; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

const STEPS_PER_MINUTE = 60
const TURNS_PER_STEP = 6

/**
 * Lets the clock run, `speed` times as fast as the wall's, until `isDone`. Answers how much simulated
 * time that took.
 */
export async function runUntil(
  clock: ManualClock,
  options: { speed: number; isDone: () => boolean; limitMs: number },
): Promise<number> {
  const startedMs = clock.monotonicMs()
  let lastAt = performance.now()
  while (!options.isDone()) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    const now = performance.now()
    clock.advance((now - lastAt) * options.speed)
    lastAt = now
    if (clock.monotonicMs() - startedMs > options.limitMs)
      throw new Error('it did not drain in time')
  }
  return clock.monotonicMs() - startedMs
}

const TICK_MS = 5

/** The most calls one station made in any minute that begins with one, by kind. */
function mostPerMinute(calls: readonly CallMade[], call?: Call): number {
  const times = calls
    .filter((made) => call === undefined || made.call === call)
    .map(({ atMs }) => atMs)
    .toSorted((a, b) => a - b)
  let most = 0
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= 60_000) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

/** What a night away and the morning after came to. */
type Reconnected = {
  /** Calls of a station in its busiest minute while the office was away, and of all in the mean. */
  awayMostPerMinute: number
  awayMeanPerMinute: number
  /** The same by kind of call once it was back, and how many there were in all. */
  backMostPerMinute: Record<Call, number>
  backCalls: Record<Call, number>
  /** Pushes of the station that needed most of them. */
  pushesMost: number
  pushMs: number[]
  /** From the office's return until nothing waited anywhere and every station was online. */
  drainedMs: number
}

/** Simulated minutes away before it is counted, and while: a back-off stands at its ceiling by then. */
const AWAY_BEFORE_MINUTES = 12
const AWAY_COUNTED_MINUTES = 8

const DRAIN_LIMIT_MS = 10 * 60_000

/**
 * Every station reads what there is; the office goes; every station works, and calls in vain; the office
 * comes back to all of them at once.
 */
export async function goAwayAndComeBack(
  floor: LightFloor,
  options: {
    speed: number
    counts: number
    startOffice: () => Promise<{ url: string; stop: () => Promise<unknown> }>
  },
): Promise<Reconnected> {
  const { stations, clock } = floor
  const { speed } = options
  const limitMs = DRAIN_LIMIT_MS
  const forget = () => stations.forEach(({ calls }) => (calls.length = 0))
  const isOnline = ({ loop }: LightStation) => loop.status.online
  const before = await options.startOffice()
  floor.setOffice(before.url)
  for (const { loop } of stations) loop.start()
  await runUntil(clock, { speed, limitMs, isDone: () => stations.every(isOnline) })
  floor.setOffice(null)
  await before.stop()
  for (const station of stations) station.work(options.counts)
  await passMinutes(clock, AWAY_BEFORE_MINUTES)
  forget()
  await passMinutes(clock, AWAY_COUNTED_MINUTES)
  const away = stations.map(({ calls }) => [...calls])
  forget()
  const after = await options.startOffice()
  floor.setOffice(after.url)
  const isDrained = ({ loop, log }: LightStation) => log.lastSeq === loop.state.ackedSeq
  const isDone = () => stations.every((station) => isOnline(station) && isDrained(station))
  const drainedMs = await runUntil(clock, { speed, limitMs, isDone })
  const back = stations.map(({ calls }) => [...calls])
  const minutes = AWAY_COUNTED_MINUTES * stations.length
  return {
    awayMostPerMinute: Math.max(...away.map((calls) => mostPerMinute(calls))),
    awayMeanPerMinute: away.flat().length / minutes,
    backMostPerMinute: ofEach((call) =>
      Math.max(...back.map((calls) => mostPerMinute(calls, call))),
    ),
    backCalls: ofEach((call) => back.flat().filter((made) => made.call === call).length),
    pushesMost: Math.max(
      ...back.map((calls) => calls.filter(({ call }) => call === 'push').length),
    ),
    pushMs: back
      .flat()
      .filter(({ call }) => call === 'push')
      .map(({ tookMs }) => tookMs),
    drainedMs,
  }
}

function ofEach(count: (call: Call) => number): Record<Call, number> {
  return Object.fromEntries(CALLS.map((call) => [call, count(call)])) as Record<Call, number>
}
