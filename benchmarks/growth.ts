import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { PullAnswer } from '#contract/sync/envelope.ts'
import { openStore } from '../sync-server/store/index.ts'
import { layFloor, packOrder, type Floor, type FloorStation } from '../tests/support/floor.ts'
import { median, printFigure } from './figures.ts'
import { type BenchPostgres, startOffice, withPostgres } from './office-process.ts'
import { writeOldActions } from './old-actions.ts'
import { batches, epochOf, pushAll } from './push.ts'

const RUNS = 15
const LINES_PER_ORDER = 12
const ORDERS_PER_RUN = 125
const ACTIONS_PER_RUN = ORDERS_PER_RUN * 16
const PULLS_PER_RUN = 20

/** Documents of the page that a bench asks for which was away for a minute. */
const PAGE = 200

const FULL = { few: 10_000, many: 5_000_000 }
const SMALL = { few: 1_000, many: 100_000 }

type Side = {
  label: string
  floor: Floor
  station: FloorStation
  epoch: string
  office: { url: string; stop: () => Promise<void> }
  pushMs: number[]
  pullMs: number[]
  snapshotMs: number[]
}

/**
 * What a push and a pull cost with few and with many actions in the office's log, on PostgreSQL: two
 * databases of one cluster take turns, so that whatever else the machine does meets both alike.
 */
export async function benchGrowth({ isSmall }: { isSmall: boolean }): Promise<void> {
  const { few, many } = isSmall ? SMALL : FULL
  await withPostgres(async (postgres) => {
    const sides = [await open(postgres, 'few', few), await open(postgres, 'many', many)]
    // One run more than is counted warms up connections and plans.
    for (let run = 0; run <= RUNS; run += 1) {
      const inTurn = run % 2 === 0 ? sides : sides.toReversed()
      for (const side of inTurn) await turn(side, run)
    }
    for (const { office } of sides) await office.stop()
    for (const what of ['push', 'pull', 'snapshot'] as const) print(what, sides, { few, many })
  })
}

async function open(postgres: BenchPostgres, label: string, actions: number): Promise<Side> {
  const databaseUrl = await postgres.createDatabase(`growth_${label}`)
  const store = await openStore({ databaseUrl, sleep })
  await writeOldActions(store, actions)
  const orders = ORDERS_PER_RUN * (RUNS + 1)
  const floor = await layFloor(store, { orders, lines: LINES_PER_ORDER })
  const station = await floor.station()
  await store.close()
  await settle(databaseUrl)
  const office = await startOffice({ dataFolder: join(postgres.folder, label), databaseUrl })
  const epoch = await epochOf(office.url, [station])
  return { label, floor, station, epoch, office, pushMs: [], pullMs: [], snapshotMs: [] }
}

/** What autovacuum would have done in the years in which the rows came. */
async function settle(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('VACUUM (ANALYZE)')
  await client.query('CHECKPOINT')
  await client.end()
}

async function turn(side: Side, run: number): Promise<void> {
  const { floor, station, office, epoch } = side
  const from = station.log.actions.length
  const lists = floor.lists.slice(run * ORDERS_PER_RUN, (run + 1) * ORDERS_PER_RUN)
  for (const list of lists) packOrder(station, list)
  const bodies = batches(station, epoch, from)
  // The other side's turn may have outlasted the connection; this call finds out, and counts nowhere.
  await pull(side, 0, 1).catch(() => undefined)
  const pushMs = await elapsed(() => pushAll(office.url, station, bodies))
  const { head } = await pull(side, 0, 1)
  const pulls: number[] = []
  for (let n = 0; n < PULLS_PER_RUN; n += 1) {
    pulls.push(await elapsed(() => pull(side, Math.max(1, head - PAGE), PAGE)))
  }
  const snapshotMs = await elapsed(() => pull(side, 0, 5_000))
  if (run === 0) return
  side.pushMs.push((pushMs * 1_000) / ACTIONS_PER_RUN)
  side.pullMs.push(median(pulls))
  side.snapshotMs.push(snapshotMs)
}

async function pull(side: Side, cursor: number, limit: number): Promise<PullAnswer> {
  const { station, office, epoch } = side
  const url = `${office.url}/v1/sync/pull?cursor=${cursor}&epoch=${epoch}&limit=${limit}`
  const response = await fetch(url, { headers: { authorization: `Bearer ${station.token}` } })
  const page = (await response.json()) as PullAnswer
  if (!response.ok || page.reset === true) throw new Error(`a pull failed (${response.status})`)
  return page
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const at = performance.now()
  await work()
  return performance.now() - at
}

function print(
  what: 'push' | 'pull' | 'snapshot',
  sides: readonly Side[],
  { few, many }: { few: number; many: number },
): void {
  const unit = what === 'push' ? 'ms/1000 actions' : 'ms'
  const medians = sides.map((side) => {
    const value = median(side[`${what}Ms`])
    const actions = side.label === 'few' ? few : many
    printFigure({
      name: `growth.${what}.${side.label}.milliseconds`,
      value,
      unit,
      actions,
      runs: RUNS,
    })
    return value
  })
  const [before = 0, after = 0] = medians
  printFigure({ name: `growth.${what}.ratio`, value: after / before, unit: 'times', runs: RUNS })
}
