import { isDeepStrictEqual } from 'node:util'
import type { Chance } from './chance.ts'
import type { Monitor } from './monitor.ts'
import type { Network } from './network.ts'
import { restoreImage, saveImage } from './office-image.ts'
import { nextMove } from './operator.ts'
import type { Shop } from './shop.ts'
import type { SimOffice } from './sim-office.ts'
import type { Ending, SimStation } from './sim-station.ts'
import type { World } from './world.ts'

export type FloorParts = {
  world: World
  chance: Chance
  network: Network
  office: SimOffice
  shop: Shop
  monitor: Monitor
  stations: readonly SimStation[]
  /** Enrols a bench more. */
  addBench: (name: string) => Promise<SimStation>
  /** Sets up a bench on a copy of that one's disk. */
  copyBench: (station: SimStation, image: string) => Promise<SimStation>
  /** Takes a bench away that everything was sent from. */
  dismiss: (station: SimStation) => Promise<void>
}

/** Everything a fault can lay hands on: the benches, the office and its people, the network and time. */
export class Floor {
  readonly world: World
  readonly chance: Chance
  readonly network: Network
  readonly office: SimOffice
  readonly shop: Shop
  readonly monitor: Monitor
  readonly stations: readonly SimStation[]
  readonly addBench: FloorParts['addBench']
  readonly copyBench: FloorParts['copyBench']
  readonly dismiss: FloorParts['dismiss']
  /** Folders with images of benches' disks, by bench. */
  readonly images = new Map<string, string>()
  #hasImage = false

  constructor(parts: FloorParts) {
    this.world = parts.world
    this.chance = parts.chance
    this.network = parts.network
    this.office = parts.office
    this.shop = parts.shop
    this.monitor = parts.monitor
    this.stations = parts.stations
    this.addBench = parts.addBench
    this.copyBench = parts.copyBench
    this.dismiss = parts.dismiss
  }

  /** Lets time pass; after it every bench is looked at. */
  async pass(ms: number): Promise<void> {
    await this.world.pass(ms)
    for (const station of this.stations) {
      if (station.isRestartDue) await this.restart(station)
      if (!station.isOff) this.monitor.lookAtBench(station)
    }
  }

  get anyStation(): SimStation {
    return this.chance.pick(this.stations)
  }

  /** Two benches, or null on a floor with one. */
  get anyTwo(): [SimStation, SimStation] | null {
    const first = this.anyStation
    const others = this.stations.filter((station) => station !== first)
    return others.length === 0 ? null : [first, this.chance.pick(others)]
  }

  /** A few scans in a row at one bench, faster than the network answers. */
  async work(station: SimStation, moves = this.chance.between(2, 8)): Promise<void> {
    station.resume()
    for (let n = 0; n < moves; n += 1) {
      this.move(station)
      await this.pass(this.chance.between(20, 900))
    }
  }

  move(station: SimStation): void {
    const move = nextMove(station, this.shop)
    if (move.kind === 'scan') {
      station.clearScale()
      station.scan(move.text)
    } else {
      station.weigh(move.grams)
    }
  }

  /** Ends a bench as by kill -9 and starts it again; it must stand where it stood (I16). */
  async kill(station: SimStation, { losesCache }: { losesCache: boolean }): Promise<void> {
    station.resume()
    const before = station.state
    await this.killNow(station, losesCache)
    if (isDeepStrictEqual(station.state, JSON.parse(JSON.stringify(before)))) return
    this.world.blame('lost', 'I16', `${station.name} is elsewhere after its restart`)
  }

  /** As `kill`, where a write was under way, so that the bench may stand before it or after it. */
  async killNow(station: SimStation, losesCache: boolean): Promise<void> {
    station.resume()
    this.monitor.forgetReads(station.name)
    await station.kill(() => this.network.cut(station.name), { losesCache })
  }

  /** The host's own way out of a log that it can't go on with. */
  async restart(station: SimStation): Promise<void> {
    await this.turnOff(station, 'closed')
    await this.turnOn(station)
  }

  async turnOff(station: SimStation, how: Ending): Promise<void> {
    station.resume()
    this.monitor.forgetReads(station.name)
    await station.turnOff(() => this.network.cut(station.name), how)
  }

  /**
   * A start, after something was done to the disk. An action that can still be read stands in a log
   * or is held by the office, now and for ever.
   */
  async turnOn(
    station: SimStation,
    mayLose: (lost: readonly string[]) => boolean = (lost) => lost.length === 0,
  ): Promise<void> {
    const { hands } = this.world
    const before = station.noted.map(({ id }) => id)
    station.turnOn()
    const has = new Set(station.noted.map(({ id }) => id))
    const gone = before.filter((id) => !has.has(id))
    const lost = await hands.lose(this.office.store, gone)
    if (mayLose(lost)) {
      if (lost.length > 0) this.world.count('lost-by-disk', lost.length)
      return
    }
    this.world.blame('lost', 'I1', `${station.name} lost what could be read: ${lost.join()}`)
  }

  suspend(station: SimStation): void {
    station.suspend(() => this.network.cut(station.name))
  }

  /** The office's nightly backup, so to say. */
  async backUpOffice(): Promise<void> {
    await saveImage(this.office.store)
    this.shop.noteBackup()
    this.#hasImage = true
  }

  /** The office as its last backup has it; false when there is none. */
  async restoreOffice(timeline: 'same' | 'new'): Promise<boolean> {
    if (!this.#hasImage) return false
    this.world.caused.add('restored')
    this.world.tell(`the office is restored on ${timeline} timeline`)
    this.network.cutAll()
    await this.world.settle()
    await this.office.close()
    await restoreImage(this.office.store, timeline)
    await this.world.hands.noteRestored(this.office.store)
    await this.monitor.noteRestored()
    await this.office.start()
    await this.shop.postAgain()
    return true
  }
}
