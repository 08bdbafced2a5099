import { sql } from 'kysely'
import { constants, setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../sync-server/store/index.ts'
import { layStations, type LightFloor, runUntil } from '../tests/chaos/reconnect.ts'
import { scratchInMemory } from '../tests/chaos/scratch-in-memory.ts'
import { layFloor } from '../tests/support/floor.ts'
import type { StationsAnswer, StationsOrder } from './office-stations.ts'

const TICK_MS = 10

/** What a station has to pack: a minute of two scans a second and more, sixteen actions an order. */
const ORDERS = 8
const LINES = 12
const PRODUCTS = 600

const CONNECT_LIMIT_MS = 600_000

/** The orders of the floor are written under numbers of their own; the office's own begin here. */
const FIRST_NUMBER = 1_000_000

await main(process.argv.slice(2))

async function main([databaseUrl = '', stations = '', everyMs = '']: string[]): Promise<void> {
  const floor = await lay(databaseUrl, Number(stations))
  // Benches are machines of their own: what fifty of them need must not be taken from the office they ask.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  let stop: () => void = () => undefined
  process.on('message', (order: StationsOrder) => {
    void follow(order)
  })
  tell({ done: 'laid' })

  async function follow(order: StationsOrder): Promise<void> {
    switch (order.do) {
      case 'connect':
        floor.setOffice(order.officeUrl)
        for (const { loop } of floor.stations) loop.start()
        await runUntil(floor.clock, {
          speed: 1,
          limitMs: CONNECT_LIMIT_MS,
          isDone: () => floor.stations.every(({ loop }) => loop.status.online),
        })
        tell({ done: 'online' })
        break
      case 'scan':
        for (const { calls } of floor.stations) calls.length = 0
        stop = scanWithoutRest(floor, Number(everyMs))
        tell({ done: 'scanning' })
        break
      case 'rest':
        stop()
        tell({ done: 'rested', ...measured(floor) })
        break
      case 'end':
        await floor.close()
        process.disconnect()
    }
  }
}

async function lay(databaseUrl: string, stations: number): Promise<LightFloor> {
  const store = await openStore({ databaseUrl, sleep })
  const laid = await layFloor(store, {
    orders: stations * ORDERS,
    lines: LINES,
    products: PRODUCTS,
  })
  await store.read((db) => sql`SELECT setval('order_number_seq', ${FIRST_NUMBER})`.execute(db))
  // As a database has it that has run for longer than a minute.
  await store.read((db) => sql`ANALYZE`.execute(db))
  const folder = scratchInMemory('loadline-office-')
  const floor = await layStations({ floor: laid, folder, stations, seed: 1 })
  await store.close()
  return floor
}

/** Each station in its turn, spread over the time between two scans of one, as people are. */
function scanWithoutRest(floor: LightFloor, everyMs: number): () => void {
  const startedAt = performance.now()
  let lastAt = startedAt
  let scans = 0
  const timer = setInterval(() => {
    const now = performance.now()
    floor.clock.advance(now - lastAt)
    lastAt = now
    const due = ((now - startedAt) / everyMs) * floor.stations.length
    for (; scans < due; scans += 1) floor.stations[scans % floor.stations.length]?.scan()
  }, TICK_MS)
  return () => clearInterval(timer)
}

function measured(floor: LightFloor) {
  const all = floor.stations.flatMap(({ calls }) => calls)
  const calls: Record<string, number> = {}
  for (const { call } of all) calls[call] = (calls[call] ?? 0) + 1
  const pushMs = all.filter(({ call }) => call === 'push').map(({ tookMs }) => tookMs)
  return { pushMs, calls }
}

function tell(answer: StationsAnswer): void {
  process.send?.(answer)
}
