import type { CallResult, OfficeClient } from '../../main/sync/office-client.ts'
import { CALL_TIMEOUT_MS } from '../../main/sync/office-client.ts'
import type { Chance } from './chance.ts'
import type { World } from './world.ts'

/** How a station's link is at the moment. */
export type Link = 'up' | 'down' | 'black-hole' | 'replies-lost' | 'flapping'

/** What becomes of one call. */
type Fate = 'good' | 'unsent' | 'reply-lost' | 'doubled' | 'late-copy' | 'silent' | 'late'

const GONE = { ok: false, failure: { kind: 'unreachable', detail: 'simulated' } } as const

/** On a link that is up a call meets trouble this often, in percent of calls. */
const UP_FATES = { good: 86, unsent: 3, 'reply-lost': 4, doubled: 3, 'late-copy': 4 } as const
const FLAPPING_FATES = { good: 40, unsent: 30, 'reply-lost': 30 } as const

type Flight = { station: string; end: () => void }
type Listener = { station: string; poke: () => void; end: () => void }

/**
 * The network between benches and the office. Every call is a flight with a fate drawn by chance; the
 * office sees one at a time, in the order in which they arrive.
 */
export class Network {
  readonly #world: World
  readonly #chance: Chance
  readonly #links = new Map<string, Link>()
  readonly #flights = new Set<Flight>()
  readonly #listeners = new Set<Listener>()
  #isHealed = false
  faults = 0

  constructor(world: World, chance: Chance) {
    this.#world = world
    this.#chance = chance
  }

  linkOf(station: string): Link {
    return this.#links.get(station) ?? 'up'
  }

  setLink(station: string, link: Link): void {
    const before = this.linkOf(station)
    if (before === link) return
    this.#links.set(station, link)
    this.#world.tell(`link of ${station}: ${link}`)
    if (link === 'up') this.#world.count('partition-healed')
    else {
      this.faults += 1
      this.#endListeners(station)
    }
  }

  /** From now on every call arrives, once, and its answer too. */
  heal(stations: readonly string[]): void {
    this.#isHealed = true
    for (const station of stations) this.setLink(station, 'up')
  }

  /** Nobody waits for a killed station's answers any more; what was sent still arrives. */
  cut(station: string): void {
    for (const flight of this.#flights) if (flight.station === station) flight.end()
    this.#endListeners(station)
  }

  /** Tells benches that there is something to pull; some never hear of it (POKE-1). */
  poke(): void {
    for (const listener of this.#listeners) {
      const isHeard = this.linkOf(listener.station) === 'up' && this.#chance.hit(0.7)
      if (isHeard) this.#world.clock.after(this.#latencyMs(), listener.poke)
    }
  }

  /** The office as seen through this station's link. */
  client(station: string, office: OfficeClient): OfficeClient {
    return {
      enrol: (request) => office.enrol(request),
      push: (request) => this.#fly(station, 'push', () => office.push(request)),
      pull: (query) => this.#fly(station, 'pull', () => office.pull(query)),
      heartbeat: (report) => this.#fly(station, 'heartbeat', () => office.heartbeat(report)),
      live: (onPoke, signal) => this.#listen(station, () => onPoke({ head: 0, epoch: '' }), signal),
    }
  }

  #fly<T>(station: string, kind: string, call: () => Promise<CallResult<T>>) {
    const { clock } = this.#world
    const fate = this.#fateOf(station, kind)
    if (fate !== 'good') {
      this.faults += 1
      this.#world.tell(`${station} ${kind}: ${fate}`)
    }
    return new Promise<CallResult<T>>((resolve) => {
      const flight = { station, end: () => land(GONE) }
      this.#flights.add(flight)
      const land = (result: CallResult<T>) => {
        cancel()
        this.#flights.delete(flight)
        resolve(result)
      }
      const arrive = (afterMs: number, isAnswered: boolean) => {
        clock.after(afterMs, () =>
          this.#world.enqueue(async () => {
            const result = await call()
            if (!isAnswered) return
            clock.after(this.#latencyMs(), () => {
              const isCutOff = !['up', 'flapping'].includes(this.linkOf(station))
              if (!isCutOff) land(result)
            })
          }),
        )
      }
      const givesUpMs = fate === 'unsent' ? this.#latencyMs() : CALL_TIMEOUT_MS
      const cancel = clock.after(givesUpMs, () => land(GONE))
      if (fate === 'unsent' || fate === 'silent') return
      if (fate === 'late') return arrive(CALL_TIMEOUT_MS + this.#chance.between(1, 60_000), false)
      arrive(this.#latencyMs(), fate !== 'reply-lost')
      if (fate === 'doubled') arrive(this.#latencyMs(), true)
      if (fate === 'late-copy') arrive(this.#chance.between(1_000, 120_000), false)
    })
  }

  #fateOf(station: string, kind: string): Fate {
    if (this.#isHealed) return 'good'
    switch (this.linkOf(station)) {
      case 'up':
        return kind === 'heartbeat' ? 'good' : this.#chance.weighted(UP_FATES)
      case 'flapping':
        return this.#chance.weighted(FLAPPING_FATES)
      case 'down':
        return 'unsent'
      case 'replies-lost':
        return 'reply-lost'
      default:
        return this.#chance.hit(0.3) ? 'late' : 'silent'
    }
  }

  #listen(station: string, poke: () => void, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.linkOf(station) !== 'up') return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        this.#listeners.delete(listener)
        resolve()
      }
      const listener = { station, poke, end }
      this.#listeners.add(listener)
      signal.addEventListener('abort', end, { once: true })
    })
  }

  #endListeners(station: string): void {
    for (const listener of this.#listeners) if (listener.station === station) listener.end()
  }

  #latencyMs(): number {
    return this.#chance.between(3, 400)
  }
}
