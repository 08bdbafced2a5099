import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { syncBackoffMs } from '../../main/sync/back-off.ts'
import { type Link, openLink } from './link.ts'
import { makePlan, piecesOf } from './plan.ts'
import type { LinkConditions } from './slow-wire.ts'
import type { Plan, SyncServer, SyncStation, SyncSystem } from './system.ts'
import { type Tally, tallyOf } from './tally.ts'

/** A system that never drains is stopped and said to have not drained. */
const DRAIN_TIMEOUT_MS = 90_000

/** Failures that the back-off goes on doubling for: a try within a second, for all alike. */
const BACKOFF_FAILURES_MAX = 1

export type PushRun = {
  stations: number
  ordersPerStation: number
  /** Pieces that every station wants, taken after the push while nobody can ask the server. */
  goods: number
  conditions?: LinkConditions
  /** Time between the server's being ready and its next kill. */
  killEveryMs?: number
  /** Actions come in so many portions, this far apart, as people scan; all at once when absent. */
  portions?: { count: number; everyMs: number }
}

export type PushResult = Tally & {
  actions: number
  seconds: number
  bytesUp: number
  bytesDown: number
  cpuSeconds: number
  kills: number
  isDrained: boolean
}

export type PullResult = {
  seconds: number
  rows: number
  bytesUp: number
  bytesDown: number
  cpuSeconds: number
}

/** All stations push everything they recorded at once; then they take what all of them want. */
export async function measurePush(
  system: SyncSystem,
  scratch: string,
  run: PushRun,
): Promise<PushResult> {
  const plan = makePlan({ ...run, rows: 0 })
  const isSlow = run.conditions !== undefined && run.killEveryMs !== undefined
  const options = { scratch, plan, conditions: run.conditions, isSlow }
  return onFloor(system, options, async (floor) => {
    const { server, stations, links } = floor
    const { count, everyMs } = run.portions ?? { count: 1, everyMs: 0 }
    const portionOf = (n: number, portion: number) => {
      const own = plan.stations[n] ?? []
      const size = Math.ceil(own.length / count)
      return own.slice(portion * size, (portion + 1) * size)
    }
    for (const [n, station] of stations.entries()) await station.record(portionOf(n, 0))
    const killer = startKilling(server, run.killEveryMs)
    const before = { bytes: bytesOf(links), cpu: server.cpuSeconds(), at: performance.now() }
    let isDrained = true
    let drains = drainAll(stations)
    for (let portion = 1; portion < count; portion += 1) {
      const [last] = await Promise.all([drains, sleep(everyMs)])
      isDrained &&= last
      for (const [n, station] of stations.entries()) await station.record(portionOf(n, portion))
      drains = drainAll(stations)
    }
    isDrained &&= await drains
    const seconds = (performance.now() - before.at) / 1_000
    const bytes = bytesOf(links)
    const cpuSeconds = server.cpuSeconds() - before.cpu
    await Promise.all(stations.map((station) => station.takeGoods()))
    // Who could not send what there was will not send more.
    isDrained &&= await drainAll(stations)
    const kills = await killer.stop()
    const granted = await Promise.all(stations.map((station) => station.granted()))
    const recorded = plan.stations.flatMap((own) => own.map(({ id }) => id))
    return {
      result: {
        actions: recorded.length,
        seconds,
        bytesUp: bytes.up - before.bytes.up,
        bytesDown: bytes.down - before.bytes.down,
        cpuSeconds,
        kills,
        isDrained,
      },
      conclude: (held) =>
        tallyOf({
          recorded,
          held,
          picked: piecesOf(plan),
          goods: plan.goods,
          granted: granted.reduce((sum, pieces) => sum + pieces, 0),
          isDrained,
        }),
    }
  })
}

/** Time until all stations, all new, hold the same rows. */
export async function measurePull(
  system: SyncSystem,
  scratch: string,
  run: { stations: number; rows: number },
): Promise<PullResult> {
  const plan = makePlan({ stations: run.stations, ordersPerStation: 0, goods: 1, rows: run.rows })
  return onFloor(system, { scratch, plan, isSlow: false }, async ({ server, stations, links }) => {
    const before = { bytes: bytesOf(links), cpu: server.cpuSeconds(), at: performance.now() }
    await Promise.all(stations.map((station) => station.pull()))
    const seconds = (performance.now() - before.at) / 1_000
    const bytes = bytesOf(links)
    const cpuSeconds = server.cpuSeconds() - before.cpu
    const rows = await sameRows(stations)
    const bytesUp = bytes.up - before.bytes.up
    const bytesDown = bytes.down - before.bytes.down
    return { result: { seconds, rows, bytesUp, bytesDown, cpuSeconds }, conclude: () => ({}) }
  })
}

type Floor = { server: SyncServer; stations: SyncStation[]; links: Link[] }

/** A server, a link for each station and the stations; all of it gone afterwards. */
async function onFloor<T, C>(
  system: SyncSystem,
  options: {
    scratch: string
    plan: Plan
    conditions?: LinkConditions | undefined
    isSlow: boolean
  },
  work: (floor: Floor) => Promise<{
    result: T
    conclude: (held: Awaited<ReturnType<SyncServer['finish']>>) => C
  }>,
): Promise<T & C> {
  const { scratch, plan, conditions, isSlow } = options
  const folder = mkdtempSync(join(scratch, `${system.name}-`))
  mkdirSync(folder, { recursive: true })
  const server = await system.start({ folder, plan, isSlow })
  const links: Link[] = []
  const stations: SyncStation[] = []
  try {
    for (const n of plan.stations.keys()) {
      const link = await openLink({ serverPort: server.port, conditions })
      links.push(link)
      stations.push(await server.station(n, link.url))
    }
    const { result, conclude } = await work({ server, stations, links })
    for (const station of stations) await station.close()
    return { ...result, ...conclude(await server.finish()) }
  } finally {
    for (const link of links) await link.close()
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every station tries until it has sent all, waiting as a bench does between its tries (PUSH-4). */
async function drainAll(stations: readonly SyncStation[]): Promise<boolean> {
  const deadline = performance.now() + DRAIN_TIMEOUT_MS
  const drained = await Promise.all(
    stations.map(async (station) => {
      for (let failures = 0; performance.now() < deadline; failures += 1) {
        try {
          await station.push()
          return true
        } catch (error) {
          if (process.env['BENCH_VERBOSE'] !== undefined) process.stderr.write(`${String(error)}\n`)
          await sleep(syncBackoffMs(Math.min(failures, BACKOFF_FAILURES_MAX), Math.random))
        }
      }
      return false
    }),
  )
  return drained.every(Boolean)
}

/** Kills the server, starts it again at once, and again when it has been up for a while. */
function startKilling(server: SyncServer, everyMs: number | undefined) {
  const stopping = new AbortController()
  let kills = 0
  const killing = (async () => {
    if (everyMs === undefined) return
    for (;;) {
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      await server.kill()
      kills += 1
      await server.startAgain()
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await killing
      return kills
    },
  }
}

function bytesOf(links: readonly Link[]): { up: number; down: number } {
  const counted = links.map((link) => link.bytes())
  return {
    up: counted.reduce((sum, { toServer }) => sum + toServer, 0),
    down: counted.reduce((sum, { toStation }) => sum + toStation, 0),
  }
}

/** How many rows each of them holds; it throws where two of them differ in any. */
async function sameRows(stations: readonly SyncStation[]): Promise<number> {
  const [first, ...others] = await Promise.all(stations.map((station) => station.rows()))
  if (first === undefined) throw new Error('there are no stations')
  for (const other of others) {
    const isSame = [...first].every(([key, body]) => other.get(key) === body)
    if (!isSame || other.size !== first.size) throw new Error('two stations hold different rows')
  }
  return first.size
}
