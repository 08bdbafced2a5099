import { mkdtempSync, existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StationIdentity } from '../../main/store/identity.ts'
import type { LogStore } from '../../main/store/log-store.ts'
import { SCOPE_CHECK_INTERVAL_MS } from '#contract/sync/limits.ts'
import type { OfficeClient } from '../../main/sync/office-client.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { type Chance, chanceOf } from './chance.ts'
import { letRuleCrash } from './faults/crashing-rule.ts'
import { isDrained, seeToBench } from './faults/fork-faults.ts'
import { strikeAny } from './faults/index.ts'
import { Floor } from './floor.ts'
import { checkAtRest } from './invariants.ts'
import { Monitor } from './monitor.ts'
import { Network } from './network.ts'
import { emptyDatabase } from './office-image.ts'
import { Shop } from './shop.ts'
import { SimOffice } from './sim-office.ts'
import { SimStation } from './sim-station.ts'
import { type Violation, World } from './world.ts'

export type RunOptions = {
  seed: number
  stations: number
  steps: number
  /** Emptied at the start; its owner closes it. */
  store: Store
  /** How much likelier than usual disks fail, are copied and put back. */
  diskTrouble?: number
  /** A defect put in on purpose, between the office and the network or under a bench. */
  defect?: Defect
}

export type Defect = {
  office?: (office: OfficeClient, store: Store, chance: Chance) => OfficeClient
  log?: (folder: string) => LogStore
}

export type RunResult = {
  seed: number
  actions: number
  faults: number
  violations: readonly Violation[]
  events: ReadonlyMap<string, number>
  /** Hash of the whole story: equal for equal seeds. */
  trace: string
  lastLines: readonly string[]
}

/** Simulated time in which everything must have drained once the network is whole (I10). */
const DRAIN_ROUNDS_MAX = 30
const DRAIN_ROUND_MS = 20_000

/** A little more than the time in which every bench compares its scope with the office's. */
const SCOPE_COMPARED_MS = SCOPE_CHECK_INTERVAL_MS + 60_000

const STEPS = {
  work: 68,
  wait: 5,
  longWait: 0.7,
  fault: 17,
  order: 7,
  load: 1.4,
  resolve: 1.5,
  restock: 0.8,
} as const

/** A bench that asks for fewer documents at a time reads a snapshot in many pages. */
const PAGE_LIMITS = [20, 60, null]

/** Serials of its first range that a bench has used already: none, or all but the fifth that is low. */
const SERIALS_USED = [0, 7_990]

/** What benches are for, and how many of them have a printer. */
const MODES = { 'pick-and-pack': 70, pick: 15, pack: 15 } as const
const PRINTERS_SHARE = 0.75

/** One seed, from furnishing the shop to the books at rest. */
export async function runSimulation(options: RunOptions): Promise<RunResult> {
  const world = new World()
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = mkdtempSync(join(memory, 'loadline-sim-'))
  await emptyDatabase(options.store)
  const endCrashes = letRuleCrash(world)
  const run = new Simulation(world, options, folder)
  let actions = 0
  try {
    await run.begin()
    for (let step = 0; step < options.steps; step += 1) await run.step()
    actions = await run.finish()
  } catch (error) {
    world.blame(
      'unexplained',
      'crash',
      error instanceof Error ? String(error.stack) : String(error),
    )
  } finally {
    await run.close()
    endCrashes()
    rmSync(folder, { recursive: true, force: true })
  }
  const { violations, events, trace, lastLines } = world
  const { seed } = options
  return { seed, actions, faults: run.faults, violations, events, trace, lastLines }
}

class Simulation {
  readonly #options: RunOptions
  readonly #folder: string
  readonly #floor: Floor
  readonly #stations: SimStation[] = []
  #strikes = 0

  constructor(world: World, options: RunOptions, folder: string) {
    const { seed, store } = options
    this.#options = options
    this.#folder = folder
    const network = new Network(world, chanceOf(seed, 'network'), () => office)
    const office: SimOffice = new SimOffice(store, { world, seed, onPoke: () => network.poke() })
    this.#floor = new Floor({
      world,
      chance: chanceOf(seed, 'events'),
      network,
      office,
      shop: new Shop(office, world, chanceOf(seed, 'shop')),
      monitor: new Monitor(world, store, () => office),
      stations: this.#stations,
      addBench: (name) => this.#addStation(name),
      copyBench: (station, image) => this.#copyBench(station, image),
      dismiss: (station) => this.#dismiss(station),
    })
  }

  get faults(): number {
    return this.#strikes + this.#floor.network.faults
  }

  async begin(): Promise<void> {
    const { office, shop } = this.#floor
    await office.start()
    await shop.furnish()
    for (let n = 1; n <= this.#options.stations; n += 1) await this.#addStation(`bench-${n}`)
    await this.#floor.pass(1_000)
  }

  async step(): Promise<void> {
    const { chance, shop } = this.#floor
    const station = this.#floor.anyStation
    switch (chance.weighted(STEPS)) {
      case 'work':
        return this.#floor.work(station)
      case 'wait':
        return this.#floor.pass(chance.between(1_000, 30_000))
      case 'longWait':
        return this.#floor.pass(chance.between(60_000, 5 * 60_000))
      case 'fault':
        this.#strikes += 1
        return strikeAny(this.#floor, this.#options.diskTrouble ?? 1)
      case 'order':
        return shop.postOrder()
      case 'load':
        return shop.planLoad()
      case 'resolve':
        return shop.resolveException()
      default:
        return shop.restock()
    }
  }

  /** Heals everything, waits until all is drained, and looks whether all is right. */
  async finish(): Promise<number> {
    const { office, network, shop, world } = this.#floor
    network.heal(this.#stations.map(({ name }) => name))
    for (const station of this.#stations) {
      station.room = 'plenty'
      station.setDiskFull(false)
    }
    office.unread = null
    await shop.restoreTokens()
    for (const station of this.#stations) {
      station.breakLog(null)
      station.resume()
    }
    await this.#drain()
    if (world.caused.has('cache spoilt') || world.caused.has('restored')) {
      // What shows when scopes are compared only (PULL-4): a row that does not prove itself, or is gone, and
      // a restore that took back what nobody can prove, while the feed has come past everybody's cursor.
      await this.#floor.pass(SCOPE_COMPARED_MS)
      await this.#drain()
    }
    for (const station of this.#stations) {
      if (isDrained(station)) continue
      const { floor, log, name } = station
      const state = JSON.stringify({ ...floor.sync.state, ...floor.sync.status })
      world.blame('lost', 'I10', `${name} has ${log.lastSeq} and does not drain: ${state}`)
    }
    return checkAtRest(world, this.#options.store, this.#stations)
  }

  async #drain(): Promise<void> {
    for (let round = 0; round < DRAIN_ROUNDS_MAX; round += 1) {
      await this.#floor.pass(DRAIN_ROUND_MS)
      for (const station of this.#stations) await seeToBench(this.#floor, station)
      if (round > 3 && this.#stations.every(isDrained)) return
    }
  }

  async close(): Promise<void> {
    const { network, office } = this.#floor
    for (const station of this.#stations) await station.close(() => network.cut(station.name))
    await office.close()
  }

  async #addStation(name: string): Promise<SimStation> {
    const { office } = this.#floor
    const chance = chanceOf(this.#options.seed, name)
    const mode = chanceOf(this.#options.seed, `${name} mode`).weighted(MODES)
    const plan = { warehouse: 'MAIN', name, mode }
    const { body } = await office.admin('POST', '/v1/station-codes', plan)
    const { code } = body as { code: string }
    const incarnation = Buffer.from(chance.bytes(16)).toString('hex')
    const enrolled = await office.stranger().enrol({ code, incarnation, appVersion: '0.0.0-sim' })
    if (!enrolled.ok) throw new Error(`not enrolled: ${JSON.stringify(enrolled.failure)}`)
    const { serverTime: _, ...answer } = enrolled.value
    const identity = { ...answer, serverUrl: 'http://office.invalid', incarnation }
    const station = this.#bench(name, chance, { identity })
    await this.#start(station)
    return station
  }

  /** Another machine with a copy of that bench's disk. */
  async #copyBench(of: SimStation, image: string): Promise<SimStation> {
    const name = `${of.name}-copy`
    const chance = chanceOf(this.#options.seed, name)
    const station = this.#bench(name, chance, { identity: of.identity, image })
    this.#floor.monitor.takeAsSeen(station)
    await this.#start(station)
    return station
  }

  #bench(
    name: string,
    chance: Chance,
    { identity, image }: { identity: StationIdentity; image?: string },
  ): SimStation {
    const { seed, store, defect } = this.#options
    const { office, network, monitor, world } = this.#floor
    const defectChance = chanceOf(seed, `${name} defect`)
    const pageLimit = chance.pick(PAGE_LIMITS)
    return new SimStation({
      world,
      chance,
      folder: this.#folder,
      name,
      identity,
      connect: ({ token }) => {
        const { offices, portal } = office.doors(token)
        const doors = offices
          .map((door) => withPages(door, pageLimit))
          .map((door) => defect?.office?.(door, store, defectChance) ?? door)
        return network.client(name, { offices: doors, portal }, monitor)
      },
      skewMs: chance.between(-90_000, 90_000),
      hasPrinter: chanceOf(seed, `${name} printer`).hit(PRINTERS_SHARE),
      serialsUsed: image === undefined ? chance.pick(SERIALS_USED) : 0,
      ...(image === undefined ? {} : { image }),
      ...(defect?.log === undefined ? {} : { openLog: defect.log }),
    })
  }

  async #start(station: SimStation): Promise<void> {
    this.#stations.push(station)
    station.start()
    await this.#floor.world.settle()
  }

  /** Its disk is wiped: what it alone held is the office's to keep, and goes with the office's past. */
  async #dismiss(station: SimStation): Promise<void> {
    const { network, office, world } = this.#floor
    await station.close(() => network.cut(station.name))
    this.#stations.splice(this.#stations.indexOf(station), 1)
    for (const other of this.#stations) other.noteRecorded()
    const kept = new Set(this.#stations.flatMap(({ noted }) => noted.map(({ id }) => id)))
    const gone = station.noted.map(({ id }) => id).filter((id) => !kept.has(id))
    const lost = await world.hands.lose(office.store, gone)
    if (lost.length > 0) world.blame('lost', 'I1', `${station.name} was wiped with ${lost.join()}`)
  }
}

function withPages(door: OfficeClient, pageLimit: number | null): OfficeClient {
  if (pageLimit === null) return door
  return { ...door, pull: (query) => door.pull({ ...query, limit: pageLimit }) }
}
