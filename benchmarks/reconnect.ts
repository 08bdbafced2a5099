import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../sync-server/store/index.ts'
import { goAwayAndComeBack, layStations } from '../tests/chaos/reconnect.ts'
import { scratchInMemory } from '../tests/chaos/scratch-in-memory.ts'
import { layFloor } from '../tests/support/floor.ts'
import { percentile, printFigure } from './figures.ts'
import { startOffice, withPostgres } from './office-process.ts'

const STATIONS = 200
const LINES_PER_ORDER = 12
const COUNTS = 32
const SEED = 1

/**
 * 200 stations, each with 48 actions that nobody has been told of, find the office back at the same
 * moment: how long a push takes, how soon all is drained, how often one of them calls.
 */
export async function benchReconnect(): Promise<void> {
  await withPostgres(async ({ folder, createDatabase }) => {
    const databaseUrl = await createDatabase('reconnect')
    const store = await openStore({ databaseUrl, sleep })
    const laid = await layFloor(store, { orders: STATIONS, lines: LINES_PER_ORDER })
    const stationsFolder = scratchInMemory('loadline-reconnect-')
    const floor = await layStations({
      floor: laid,
      folder: stationsFolder,
      stations: STATIONS,
      seed: SEED,
    })
    await store.close()
    const offices: { stop: () => Promise<void> }[] = []
    const { pushMs, drainedMs, backCalls, backMostPerMinute, awayMeanPerMinute } =
      await goAwayAndComeBack(floor, {
        speed: 1,
        counts: COUNTS,
        startOffice: async () => {
          const office = await startOffice({ dataFolder: join(folder, 'office'), databaseUrl })
          offices.push(office)
          return office
        },
      })
    await floor.close()
    await offices.at(-1)?.stop()
    const told = { stations: STATIONS, actionsPerStation: LINES_PER_ORDER + COUNTS + 4 }
    const push = (share: number) => percentile(pushMs, share)
    printFigure({ name: 'reconnect.push.p50', value: push(0.5), unit: 'ms', ...told })
    printFigure({ name: 'reconnect.push.p99', value: push(0.99), unit: 'ms', goal: 2_000, ...told })
    printFigure({ name: 'reconnect.drained', value: drainedMs / 1_000, unit: 's', ...told })
    printFigure({
      name: 'reconnect.pulls.most',
      value: backMostPerMinute.pull,
      unit: 'calls/min of one station',
      all: backCalls.pull,
    })
    printFigure({
      name: 'reconnect.away.mean',
      value: awayMeanPerMinute,
      unit: 'calls/min of one station',
    })
  })
}
