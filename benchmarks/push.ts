import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { PUSH_ACTIONS_MAX } from '#contract/sync/limits.ts'
import type { PushAnswer } from '#contract/sync/envelope.ts'
import { openStore } from '../sync-server/store/index.ts'
import { layFloor, packOrder, type FloorStation } from '../tests/support/floor.ts'
import { median, printFigure } from './figures.ts'
import { type BenchPostgres, startOffice, withPostgres } from './office-process.ts'

const RUNS = 5
const LINES_PER_ORDER = 12
const ORDERS_PER_RUN = 500
const ACTIONS_PER_ORDER = 16

type Backend = { name: 'pglite' | 'postgres'; databaseUrl?: string; durability: string }

/**
 * Actions a second over HTTP into an office of its own process: orders of sixteen actions (claim,
 * twelve confirms, weigh, close, label) in full batches, from one station and from four.
 */
export async function benchPush(): Promise<void> {
  await withPostgres(benchBackends)
}

async function benchBackends({ folder, createDatabase }: BenchPostgres): Promise<void> {
  const backends: Backend[] = [
    { name: 'pglite', durability: 'PGlite, no fsync' },
    { name: 'postgres', durability: 'PostgreSQL, fsync and synchronous_commit on' },
  ]
  for (const backend of backends) {
    for (const stations of [1, 4]) {
      const name = `${backend.name}_${stations}`
      const databaseUrl = backend.name === 'postgres' ? await createDatabase(name) : undefined
      const rates = await measure({ dataFolder: join(folder, name), databaseUrl, stations })
      const label = stations === 1 ? '1-station' : `${stations}-stations`
      printFigure({
        name: `push.${backend.name}.${label}.rate`,
        value: median(rates),
        unit: 'actions/s',
        runs: RUNS,
        slowest: Math.round(Math.min(...rates)),
        fastest: Math.round(Math.max(...rates)),
        actionsPerRun: ORDERS_PER_RUN * ACTIONS_PER_ORDER,
        durability: backend.durability,
      })
    }
  }
}

async function measure(options: {
  dataFolder: string
  databaseUrl: string | undefined
  stations: number
}): Promise<number[]> {
  const { dataFolder, databaseUrl } = options
  const store = await openStore(
    databaseUrl === undefined ? { dataFolder, sleep } : { databaseUrl, sleep },
  )
  // One warm-up run more than is counted.
  const orders = ORDERS_PER_RUN * (RUNS + 1)
  const floor = await layFloor(store, { orders, lines: LINES_PER_ORDER })
  const stations = await Promise.all(
    Array.from({ length: options.stations }, () => floor.station()),
  )
  await store.close()
  const office = await startOffice({ dataFolder, databaseUrl })
  const epoch = await epochOf(office.url, stations)
  const rates: number[] = []
  for (let run = 0; run <= RUNS; run += 1) {
    const lists = floor.lists.slice(run * ORDERS_PER_RUN, (run + 1) * ORDERS_PER_RUN)
    const bodies = stations.map((station, n) => {
      const from = station.log.actions.length
      const own = lists.filter((_, index) => index % stations.length === n)
      for (const list of own) packOrder(station, list)
      return batches(station, epoch, from)
    })
    const at = performance.now()
    await Promise.all(stations.map((station, n) => pushAll(office.url, station, bodies[n] ?? [])))
    const seconds = (performance.now() - at) / 1_000
    if (run > 0) rates.push((lists.length * ACTIONS_PER_ORDER) / seconds)
  }
  await office.stop()
  return rates
}

/** Made before the clock runs: the figure is the office's, not the client's. */
export function batches(
  station: FloorStation,
  epoch: string,
  from: number,
): Uint8Array<ArrayBuffer>[] {
  const made: Uint8Array<ArrayBuffer>[] = []
  const total = station.log.actions.length
  for (let seq = from + 1; seq <= total; seq += PUSH_ACTIONS_MAX) {
    const request = station.log.request({
      epoch,
      fromSeq: seq,
      count: PUSH_ACTIONS_MAX,
      ackedSeq: seq - 1,
    })
    made.push(new Uint8Array(gzipSync(JSON.stringify(request))))
  }
  return made
}

export async function pushAll(
  url: string,
  station: FloorStation,
  bodies: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  for (const body of bodies) {
    const response = await fetch(`${url}/v1/sync/push`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${station.token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body,
    })
    const answer = (await response.json()) as PushAnswer
    const isGood = response.ok && answer.receipts.every(({ outcome }) => outcome === 'accepted')
    if (!isGood) throw new Error(`a push failed: ${JSON.stringify(answer).slice(0, 400)}`)
  }
}

export async function epochOf(url: string, stations: readonly FloorStation[]): Promise<string> {
  const response = await fetch(`${url}/v1/sync/pull?cursor=0&epoch=&limit=1`, {
    headers: { authorization: `Bearer ${stations[0]?.token ?? ''}` },
  })
  const { epoch } = (await response.json()) as { epoch: string }
  return epoch
}
