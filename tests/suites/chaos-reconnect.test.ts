import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, inject, test } from 'vitest'
import { goAwayAndComeBack, type LightFloor, layStations } from '../chaos/reconnect.ts'
import { openStore } from '../../sync-server/store/index.ts'
import { type OfficeProcess, startOfficeProcess } from '../support/bench-floor.ts'
import { createDatabase } from '../support/databases.ts'
import { layFloor } from '../support/floor.ts'
import { scratchInMemory } from '../chaos/scratch-in-memory.ts'

const STATIONS = 200
const LINES_PER_ORDER = 12

/** An order of sixteen actions, and counts. */
const COUNTS = 32
const ACTIONS_PER_STATION = 48

/** How much faster than the wall's the stations' clocks run: for the office harsher than life. */
const SPEED = 2

let floor: LightFloor
let office: OfficeProcess

afterEach(async () => {
  await floor.close()
  await office.process.stop()
})

test(
  '[PUSH-1] [PUSH-4] [POKE-1] 200 stations that come back at once after a night drain without a storm',
  { timeout: 240_000 },
  async () => {
    const databaseUrl = await createDatabase(inject('postgresUrl'))
    const store = await openStore({ databaseUrl, sleep })
    const laid = await layFloor(store, { orders: STATIONS, lines: LINES_PER_ORDER })
    const folder = scratchInMemory('loadline-reconnect-')
    floor = await layStations({ floor: laid, folder, stations: STATIONS, seed: 30 })
    const { pushMs, ...figures } = await goAwayAndComeBack(floor, {
      speed: SPEED,
      counts: COUNTS,
      startOffice: async () => {
        office = await startOfficeProcess({ dataFolder: join(folder, 'office'), databaseUrl })
        return { url: office.url, stop: () => office.process.kill() }
      },
    })
    process.stdout.write(`chaos reconnect ${JSON.stringify(figures)}\n`)

    // Nobody answers: four lanes at the ceiling of a minute call every half minute in the mean.
    expect(figures.awayMeanPerMinute).toBeLessThan(12)
    expect(figures.awayMostPerMinute).toBeLessThan(30)
    // It is back: one push holds all that waited, and pokes are told in rounds.
    expect(figures.pushesMost).toBeLessThanOrEqual(3)
    expect(figures.backMostPerMinute.pull).toBeLessThan(90)
    expect(figures.backMostPerMinute.heartbeat).toBeLessThanOrEqual(5)
    expect(figures.backMostPerMinute.live).toBeLessThanOrEqual(10)
    const held = await store.snapshot((tx) =>
      tx
        .selectFrom('station_action')
        .select(({ fn }) => [
          fn.countAll<string>().as('all'),
          fn.count<string>('id').distinct().as('different'),
        ])
        .executeTakeFirstOrThrow(),
    )
    await store.close()
    expect(Number(held.all)).toBe(STATIONS * ACTIONS_PER_STATION)
    expect(Number(held.different)).toBe(STATIONS * ACTIONS_PER_STATION)
  },
)
