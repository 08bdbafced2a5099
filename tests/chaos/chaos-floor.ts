import Database from 'better-sqlite3'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Devices,
  type OfficeProcess,
  plugDevices,
  type ProcessBench,
  startBenchProcess,
  startOfficeProcess,
} from '../support/bench-floor.ts'
import { eventually } from '../support/processes.ts'
import { furnishShop, orderIntent, type ShopOrder, stationCode } from '../support/small-shop.ts'
import { type Chance, chanceOf } from '../simulation/chance.ts'
import { type Cluster, createCluster } from './cluster.ts'
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts'

/** One bench and what it stands in: its folder, its devices, what it has promised people. */
export type Stand = {
  name: string
  folder: string
  devices: Devices
  bench: ProcessBench
  /** Seqs that an answered scan said are recorded; nothing of it may ever be missing. */
  promised: Set<number>
  /** Stopped by SIGSTOP: hands leave it alone. */
  isFrozen: boolean
}

/** Offices behind one address on one PostgreSQL, and benches that reach them through bad weather. */
export type ChaosFloor = {
  seed: number
  folder: string
  chance: Chance
  cluster: Cluster
  offices: OfficeProcess[]
  proxy: FaultyProxy
  stands: Stand[]
  badges: Record<string, string>
  /** An office that is alive, called directly. */
  office(): OfficeProcess
  /** Starts an office in place of the n-th, which is gone. */
  restartOffice(n: number): Promise<void>
  /** A bench more, enrolled with the office. */
  addStand(name: string): Promise<Stand>
  /** Starts a bench that was killed, on the folder it left; with a code where it is to be enrolled anew. */
  restartBench(stand: Stand, code?: string): Promise<void>
  /** Orders of one to three lines, and the lists they are picked from. */
  order(count: number): Promise<ShopOrder[]>
  /** Sources post again all they ever posted, and lists are made of what is new to the office. */
  repostOrders(): Promise<ShopOrder[]>
  close(): Promise<void>
}

const SKUS = ['OAK-14', 'GLUE-5', 'FELT-3']

/** The seed is printed, so that a run that failed can be run again: `CHAOS_SEED=… npx vitest …`. */
export function chaosSeed(fixed: number): number {
  const seed = Number(process.env['CHAOS_SEED'] ?? fixed)
  process.stdout.write(`chaos seed ${seed}\n`)
  return seed
}

export async function startChaosFloor(options: {
  seed: number
  benches: number
  offices?: number
  hasArchive?: boolean
}): Promise<ChaosFloor> {
  const { seed, benches, offices: officeCount = 2, hasArchive = false } = options
  const folder = mkdtempSync(join(tmpdir(), 'loadline-chaos-'))
  // The cluster runs as another user when the tests run as root.
  chmodSync(folder, 0o755)
  const cluster = await createCluster(folder, { hasArchive })
  const { databaseUrl } = cluster
  const startOffice = (n: number) =>
    startOfficeProcess({ dataFolder: join(folder, `office-${n}`), databaseUrl })
  const offices: OfficeProcess[] = []
  for (let n = 0; n < officeCount; n += 1) offices.push(await startOffice(n))
  const chance = chanceOf(seed, 'chaos')
  const urls = () => offices.map(({ url }) => url)
  const proxy = await startFaultyProxy({ chance: chanceOf(seed, 'proxy'), targets: urls() })
  const office = () => {
    const alive = offices.find(({ process: { pid } }) => isRunning(pid))
    if (alive === undefined) throw new Error('no office is running')
    return alive
  }
  const intents: Intent[] = []
  const floor: ChaosFloor = {
    seed,
    folder,
    chance,
    cluster,
    offices,
    proxy,
    stands: [],
    badges: await furnishShop(office()),
    office,
    restartOffice: async (n) => {
      offices[n] = await startOffice(n)
      proxy.setTargets(urls())
    },
    addStand: async (name) => {
      const stand = await startStand(floor, name)
      floor.stands.push(stand)
      return stand
    },
    restartBench: async (stand, code) => {
      stand.bench = await startBench(floor, stand, code)
    },
    order: (count) => {
      const made = Array.from({ length: count }, () => drawIntent(chance))
      intents.push(...made)
      return postIntents(floor, made)
    },
    repostOrders: () => postIntents(floor, intents),
    close: () => closeFloor(floor),
  }
  for (let n = 1; n <= benches; n += 1) await floor.addStand(`Pack ${n}`)
  return floor
}

async function startStand(floor: ChaosFloor, name: string): Promise<Stand> {
  const folder = join(floor.folder, name.replaceAll(' ', '-').toLowerCase())
  const devices = await plugDevices()
  const { code } = await stationCode(floor.office(), name)
  const bench = await startBench(floor, { folder, devices }, code)
  return { name, folder, devices, bench, promised: new Set(), isFrozen: false }
}

function startBench(
  { proxy }: Pick<ChaosFloor, 'proxy'>,
  { folder, devices }: Pick<Stand, 'folder' | 'devices'>,
  code?: string,
): Promise<ProcessBench> {
  const enrolment = code === undefined ? {} : { code }
  return startBenchProcess({ dataFolder: folder, serverUrl: proxy.url, devices, ...enrolment })
}

type Intent = ReturnType<typeof orderIntent>

function drawIntent(chance: Chance): Intent {
  const skus = SKUS.slice(0, chance.between(1, SKUS.length))
  return orderIntent(skus.map((sku) => ({ sku, quantity: chance.between(1, 9) })))
}

async function postIntents(floor: ChaosFloor, intents: readonly Intent[]): Promise<ShopOrder[]> {
  const office = floor.office()
  const orders: ShopOrder[] = []
  for (const intent of intents) orders.push(await office.post('/v1/order-intents', intent))
  for (const deliveryDate of new Set(orders.map((order) => order.deliveryDate))) {
    await office.post('/v1/pick-lists/generate', { warehouse: 'MAIN', deliveryDate })
  }
  return orders
}

async function closeFloor(floor: ChaosFloor): Promise<void> {
  for (const { process: running } of floor.offices) thaw(running.pid)
  for (const { bench, devices } of floor.stands) {
    thaw(bench.process.pid)
    await bench.process.kill()
    devices.close()
  }
  for (const { process: running } of floor.offices) await running.kill()
  floor.proxy.close()
  await floor.cluster.remove()
}

/** SIGSTOP: it is there, holds its connections and locks, and does nothing. */
export function freeze(pid: number): void {
  process.kill(pid, 'SIGSTOP')
}

/** SIGCONT; nothing happens to a process that is gone. */
export function thaw(pid: number): void {
  if (isRunning(pid)) process.kill(pid, 'SIGCONT')
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Heals the network and waits until every bench has an answer for all it did and holds the office's head. */
export async function healAndDrain(floor: ChaosFloor, timeoutMs = 90_000): Promise<void> {
  floor.proxy.setWeather('fair')
  for (const { name, bench } of floor.stands) {
    const drained = async () => (await bench.state()).log.pending === 0
    await eventually(drained, { what: `${name} has drained`, timeoutMs }).catch(
      async (error: unknown) => {
        const { log, server } = await bench.state()
        throw new Error(
          `${String(error)}, ${JSON.stringify({ log, server })}\n${bench.process.stderr()}`,
        )
      },
    )
  }
  const reads = async () => {
    const [head] = await floor.cluster.query<{ head: string }>('SELECT head FROM warehouse_head')
    return floor.stands.every(({ folder }) => cursorOf(folder) === Number(head?.head))
  }
  await eventually(reads, { what: 'every bench has read to the head', timeoutMs })
}

function cursorOf(folder: string): number {
  const db = new Database(join(folder, 'cache.db'), { readonly: true })
  try {
    const position = db
      .prepare<[], string>("SELECT value FROM meta WHERE key = 'position'")
      .pluck()
      .get()
    return (JSON.parse(position ?? '{"cursor":0}') as { cursor: number }).cursor
  } finally {
    db.close()
  }
}
