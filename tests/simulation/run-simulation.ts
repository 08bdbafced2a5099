import { mkdtempSync, existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { LogStore } from '../../main/store/log-store.ts'
import { httpOfficeClient, type OfficeClient } from '../../main/sync/office-client.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { type Chance, chanceOf } from './chance.ts'
import { checkAtRest } from './invariants.ts'
import { Monitor } from './monitor.ts'
import { type Link, Network } from './network.ts'
import { nextMove } from './operator.ts'
import { Shop } from './shop.ts'
import { emptyDatabase, SimOffice } from './sim-office.ts'
import { SimStation } from './sim-station.ts'
import { type Violation, World } from './world.ts'

export type RunOptions = {
  seed: number
  stations: number
  steps: number
  /** Emptied at the start; its owner closes it. */
  store: Store
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

const EVENTS = {
  work: 75,
  wait: 8,
  longWait: 2,
  link: 7,
  killStation: 2,
  clock: 0.7,
  breakLog: 3,
  killOffice: 2,
  order: 8,
  load: 1.5,
  cancel: 1,
  release: 0.7,
  depart: 0.4,
  resolve: 1.5,
} as const

/** What a bench's clock may be off by: some seconds, a day ahead, a year behind. */
const SKEWS_MS = [0, -45_000, 90_000, 86_400_000, -365 * 86_400_000]

const BROKEN_LINKS: Record<Exclude<Link, 'up'>, number> = {
  down: 4,
  'black-hole': 3,
  'replies-lost': 3,
  flapping: 2,
}

/** One seed, from furnishing the shop to the books at rest. */
export async function runSimulation(options: RunOptions): Promise<RunResult> {
  const world = new World()
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = mkdtempSync(join(memory, 'loadline-sim-'))
  await emptyDatabase(options.store)
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
    rmSync(folder, { recursive: true, force: true })
  }
  const { violations, events, trace, lastLines } = world
  const { seed } = options
  return { seed, actions, faults: run.faults, violations, events, trace, lastLines }
}

class Simulation {
  readonly #world: World
  readonly #options: RunOptions
  readonly #folder: string
  readonly #chance: Chance
  readonly #network: Network
  readonly #office: SimOffice
  readonly #shop: Shop
  readonly #monitor: Monitor
  readonly #stations: SimStation[] = []
  #ownFaults = 0

  constructor(world: World, options: RunOptions, folder: string) {
    const { seed, store } = options
    this.#world = world
    this.#options = options
    this.#folder = folder
    this.#chance = chanceOf(seed, 'events')
    this.#network = new Network(world, chanceOf(seed, 'network'))
    const chance = chanceOf(seed, 'office')
    this.#office = new SimOffice(store, { world, chance, onPoke: () => this.#network.poke() })
    this.#shop = new Shop(this.#office, world, chanceOf(seed, 'shop'))
    this.#monitor = new Monitor(world, store)
  }

  get faults(): number {
    return this.#ownFaults + this.#network.faults
  }

  async begin(): Promise<void> {
    await this.#office.start()
    await this.#shop.furnish()
    for (let n = 1; n <= this.#options.stations; n += 1) await this.#addStation(`bench-${n}`)
    await this.#world.pass(1_000)
  }

  async step(): Promise<void> {
    const station = this.#chance.pick(this.#stations)
    switch (this.#chance.weighted(EVENTS)) {
      case 'work':
        return this.#work(station)
      case 'wait':
        return this.#pass(this.#chance.between(1_000, 30_000))
      case 'longWait':
        return this.#pass(this.#chance.between(60_000, 20 * 60_000))
      case 'link':
        return this.#changeLink(station)
      case 'killStation':
        return this.#kill(station)
      case 'clock':
        this.#ownFaults += 1
        return station.setSkew(this.#chance.pick(SKEWS_MS))
      case 'breakLog':
        return this.#breakLog(station)
      case 'killOffice':
        this.#ownFaults += 1
        return this.#office.killAt(this.#chance.pick(['before-commit', 'after-commit']))
      case 'order':
        return this.#shop.postOrder()
      case 'load':
        return this.#shop.planLoad()
      case 'cancel':
        return this.#shop.cancelOrder()
      case 'release':
        return this.#shop.releaseList()
      case 'depart':
        return this.#shop.departLoad()
      default:
        return this.#shop.resolveException()
    }
  }

  /** Heals everything, waits until all is drained, and looks whether all is right. */
  async finish(): Promise<number> {
    this.#network.heal(this.#stations.map(({ name }) => name))
    for (const station of this.#stations) station.breakLog(null)
    for (let round = 0; round < DRAIN_ROUNDS_MAX; round += 1) {
      await this.#pass(DRAIN_ROUND_MS)
      if (round > 3 && this.#stations.every(isDrained)) break
    }
    for (const station of this.#stations) {
      if (isDrained(station)) continue
      const { floor, log, name } = station
      const state = JSON.stringify({ ...floor.sync.state, ...floor.sync.status })
      this.#world.blame('lost', 'I10', `${name} has ${log.lastSeq} and does not drain: ${state}`)
    }
    return checkAtRest(this.#world, this.#options.store, this.#stations)
  }

  async close(): Promise<void> {
    for (const station of this.#stations) {
      await station.close(() => this.#network.cut(station.name))
    }
    await this.#office.close()
  }

  async #addStation(name: string): Promise<void> {
    const { seed, store, defect } = this.#options
    const chance = chanceOf(seed, name)
    const url = 'http://office.invalid'
    const { fetch } = this.#office
    const plan = { warehouse: 'MAIN', name, mode: 'pick-and-pack' }
    const { body } = await this.#office.admin('POST', '/v1/station-codes', plan)
    const { code } = body as { code: string }
    const incarnation = Buffer.from(chance.bytes(16)).toString('hex')
    const stranger = httpOfficeClient({ url, token: () => null, fetch })
    const enrolled = await stranger.enrol({ code, incarnation, appVersion: '0.0.0-sim' })
    if (!enrolled.ok) throw new Error(`not enrolled: ${JSON.stringify(enrolled.failure)}`)
    const { serverTime: _, ...answer } = enrolled.value
    const identity = { ...answer, serverUrl: url, incarnation }
    const direct = httpOfficeClient({ url, token: () => identity.token, fetch })
    const office = defect?.office?.(direct, store, chanceOf(seed, `${name} defect`)) ?? direct
    const station = new SimStation({
      world: this.#world,
      chance,
      folder: this.#folder,
      name,
      identity,
      office: this.#network.client(
        name,
        this.#monitor.watch({ name, stationId: identity.stationId }, office),
      ),
      skewMs: chance.between(-90_000, 90_000),
      ...(defect?.log === undefined ? {} : { openLog: defect.log }),
    })
    this.#stations.push(station)
    station.start()
    await this.#world.settle()
  }

  /** A few scans in a row at one bench, faster than the network answers. */
  async #work(station: SimStation): Promise<void> {
    const count = this.#chance.between(2, 10)
    for (let n = 0; n < count; n += 1) {
      this.#move(station)
      await this.#pass(this.#chance.between(20, 900))
    }
  }

  #move(station: SimStation): void {
    const move = nextMove(station, this.#shop)
    if (move.kind === 'scan') {
      station.clearScale()
      station.scan(move.text)
    } else {
      station.weigh(move.grams)
    }
  }

  async #changeLink({ name }: SimStation): Promise<void> {
    const isUp = this.#network.linkOf(name) === 'up'
    const next = isUp || this.#chance.hit(0.3) ? this.#chance.weighted(BROKEN_LINKS) : 'up'
    this.#network.setLink(name, next)
    await this.#pass(this.#chance.between(0, 5_000))
  }

  async #kill(station: SimStation): Promise<void> {
    this.#ownFaults += 1
    this.#world.count('station-killed')
    const before = station.state
    const losesCache = this.#chance.hit(0.25)
    if (losesCache) this.#world.count('cache-lost')
    await this.#killNow(station, losesCache)
    if (!isDeepStrictEqual(station.state, JSON.parse(JSON.stringify(before)))) {
      this.#world.blame('lost', 'I16', `${station.name} is elsewhere after its restart`)
    }
    await this.#pass(this.#chance.between(0, 2_000))
  }

  #killNow(station: SimStation, losesCache: boolean): Promise<void> {
    return station.kill(() => this.#network.cut(station.name), { losesCache })
  }

  /** A write that breaks; sometimes the bench goes on, sometimes that was its end. */
  async #breakLog(station: SimStation): Promise<void> {
    this.#ownFaults += 1
    this.#world.count('log-broken')
    const how = this.#chance.pick(['inside', 'after-commit'] as const)
    if (how === 'inside' && this.#chance.hit(0.6)) {
      station.breakLog(how, this.#chance.below(4))
      return this.#work(station)
    }
    station.breakLog(how)
    this.#move(station)
    const isOver = how === 'after-commit' || this.#chance.hit(0.5)
    if (isOver) await this.#killNow(station, false)
    station.breakLog(null)
    await this.#pass(1_000)
  }

  async #pass(ms: number): Promise<void> {
    await this.#world.pass(ms)
    for (const station of this.#stations) this.#monitor.lookAtBench(station)
  }
}

/** All is sent, all is answered and heard of, and the bench stands at the feed's head. */
function isDrained({ floor, log }: SimStation): boolean {
  const { sync, view } = floor
  const { ackedSeq, openRefusals } = sync.state
  const isSent = ackedSeq === log.lastSeq && openRefusals.length === 0
  return isSent && sync.status.online && view.replayedCount === 0
}
