import { printFigure } from '../figures.ts'
import { withPostgres } from '../office-process.ts'
import { actualSystem } from './actual.ts'
import { loadlineOnPglite, loadlineOnPostgres } from './loadline.ts'
import { pouchSystem } from './pouch.ts'
import type { SyncSystem } from './system.ts'
import { measurePull, measurePush, type PushResult, type PushRun } from './workload.ts'

const BAD_LINK = { roundTripMs: 200, bitsPerSecond: 256_000, lossShare: 0.02 }
const KILL_EVERY_MS = 2_000

/** With everything at once the healthy systems would be done before the first kill. */
const PORTIONS = { count: 20, everyMs: 500 }
const STATIONS: readonly number[] = [1, 4, 16]
const STATIONS_IN_TROUBLE = 4

type Size = {
  ordersPerStation: number
  ordersPerStationInTrouble: number
  goods: number
  rows: number
}

/** 10,000 actions of each station, 1,000 (to the next whole order) where the network is bad. */
const FULL: Size = { ordersPerStation: 625, ordersPerStationInTrouble: 63, goods: 50, rows: 5_000 }

/** A tenth: to see that it works, in a minute or two. */
const SMALL: Size = { ordersPerStation: 25, ordersPerStationInTrouble: 13, goods: 10, rows: 500 }

/**
 * Loadline beside others, one after the other in one run on one machine: what every station recorded
 * is pushed by all at once; all pull the same rows; then on a bad link, and with a server that is killed.
 */
export async function benchSync(options: {
  isSmall: boolean
  systems?: readonly string[]
}): Promise<void> {
  const size = options.isSmall ? SMALL : FULL
  await withPostgres(async (postgres) => {
    const systems = [
      loadlineOnPostgres(postgres),
      loadlineOnPglite(),
      pouchSystem({ isSynced: false }),
      pouchSystem({ isSynced: true }),
      actualSystem(),
    ].filter(({ name }) => options.systems?.includes(name) ?? true)
    const rates = new Map<string, number>()
    for (const system of systems) {
      const problem = await system.prepare()
      if (problem === null) await measureSystem(system, postgres.folder, { size, rates })
      else process.stderr.write(`${system.name} is not measured: ${problem}\n`)
    }
    printRatios(rates)
  })
}

async function measureSystem(
  system: SyncSystem,
  scratch: string,
  { size, rates }: { size: Size; rates: Map<string, number> },
): Promise<void> {
  for (const stations of STATIONS) {
    const label = `${system.name}.${stations === 1 ? '1-station' : `${stations}-stations`}`
    const pushed = await measurePush(system, scratch, { ...size, stations })
    rates.set(label, pushed.actions / pushed.seconds)
    printPush(system, label, pushed)
    const { rows } = size
    const pulled = await measurePull(system, scratch, { stations, rows })
    const detail = { rows: pulled.rows }
    const bytes = (pulled.bytesUp + pulled.bytesDown) / stations
    const name = `sync.${label}.scope`
    printFigure({ name: `${name}.seconds`, value: pulled.seconds, unit: 's', ...detail })
    printFigure({ name: `${name}.wire`, value: bytes, unit: 'bytes/station', ...detail })
    printFigure({ name: `${name}.server-cpu`, value: pulled.cpuSeconds, unit: 's', ...detail })
  }
  const trouble: PushRun = {
    stations: STATIONS_IN_TROUBLE,
    ordersPerStation: size.ordersPerStationInTrouble,
    goods: size.goods,
  }
  const kinds: Record<string, PushRun> = {
    'bad-link': { ...trouble, conditions: BAD_LINK },
    killed: { ...trouble, killEveryMs: KILL_EVERY_MS, portions: PORTIONS },
    'bad-link-killed': { ...trouble, conditions: BAD_LINK, killEveryMs: KILL_EVERY_MS },
  }
  for (const [kind, run] of Object.entries(kinds)) {
    printPush(system, `${system.name}.${kind}`, await measurePush(system, scratch, run))
  }
}

function printPush(system: SyncSystem, label: string, result: PushResult): void {
  const { actions, seconds, bytesUp, bytesDown, cpuSeconds, kills, isDrained } = result
  const { durability } = system
  const detail = {
    actions,
    kills,
    seconds: Number(seconds.toFixed(2)),
    drained: isDrained ? 'yes' : 'no',
  }
  const name = `sync.${label}`
  const value = actions / seconds
  printFigure({ name: `${name}.rate`, value, unit: 'actions/s', ...detail, durability })
  printFigure({
    name: `${name}.wire`,
    value: (bytesUp + bytesDown) / actions,
    unit: 'bytes/action',
    toServer: Math.round(bytesUp / actions),
    toStation: Math.round(bytesDown / actions),
    ...detail,
  })
  printFigure({
    name: `${name}.server-cpu`,
    value: (cpuSeconds * 1_000_000) / actions,
    unit: 'ms/1000 actions',
    ...detail,
  })
  for (const what of ['lost', 'waiting', 'doubled', 'oversold'] as const) {
    printFigure({ name: `${name}.${what}`, value: result[what], unit: 'actions', ...detail })
  }
}

function printRatios(rates: ReadonlyMap<string, number>): void {
  for (const stations of STATIONS) {
    const label = stations === 1 ? '1-station' : `${stations}-stations`
    const ours = rates.get(`loadline-postgres.${label}`)
    for (const other of ['pouchdb', 'pouchdb-synced']) {
      const theirs = rates.get(`${other}.${label}`)
      if (ours === undefined || theirs === undefined) continue
      printFigure({ name: `sync.${label}.times-${other}`, value: ours / theirs, unit: 'times' })
    }
  }
}
