import type { PullAnswer, PushRequest } from '#contract/sync/envelope.ts'
import type { CallResult, OfficeClient } from '../../main/sync/office-client.ts'
import { CALL_TIMEOUT_MS } from '../../main/sync/office-client.ts'
import type { Chance } from './chance.ts'
import type { Doors, SimOffice } from './sim-office.ts'
import type { World } from './world.ts'

/** How a station's link is at the moment. */
export type Link =
  | 'up'
  | 'down'
  | 'black-hole'
  | 'replies-lost'
  | 'requests-lost'
  | 'flapping'
  | 'captive-portal'
  | 'drops-again'

/** What becomes of one call. */
type Fate =
  | 'good'
  | 'unsent'
  | 'reply-lost'
  | 'doubled'
  | 'doubled-at-once'
  | 'late-copy'
  | 'silent'
  | 'late'
  | 'body-truncated'
  | 'reply-truncated'
  | 'portal'

const GONE = { ok: false, failure: { kind: 'unreachable', detail: 'simulated' } } as const

/** On a link that is up a call meets trouble this often, in percent of calls. */
const UP_FATES = {
  good: 82,
  unsent: 3,
  'reply-lost': 4,
  doubled: 2,
  'doubled-at-once': 2,
  'late-copy': 3,
  'body-truncated': 1.5,
  'reply-truncated': 1.5,
  portal: 1,
} as const
const FLAPPING_FATES = { good: 40, unsent: 25, 'reply-lost': 25, 'reply-truncated': 10 } as const

/** A poke on a link that is up. */
const POKE_FATES = { heard: 60, lost: 30, doubled: 10 } as const

/** Calls that come through before a link of that kind drops a second time. */
const CALLS_BEFORE_DROP = 2

type Flight = { station: string; end: () => void }
type Listener = { station: string; poke: () => void; end: () => void }

/** Who looks over the network's shoulder: every call that arrives, and every answer that is heard. */
export type Onlooker = {
  sends(station: string, kind: string): void
  sendsActions(station: string, request: PushRequest): void
  /** The doors as they are looked at. */
  watch(station: string, door: OfficeClient): OfficeClient
  heard(station: string, page: PullAnswer): void
}

/**
 * The network between benches and the office. Every call is a flight with a fate drawn by chance; the
 * office sees one at a time, in the order in which they arrive, unless one comes twice at once.
 */
export class Network {
  readonly #world: World
  readonly #chance: Chance
  readonly #office: () => SimOffice
  readonly #links = new Map<string, Link>()
  readonly #flights = new Set<Flight>()
  readonly #listeners = new Set<Listener>()
  /** What comes through before the link drops again. */
  readonly #callsLeft = new Map<string, number>()
  /** Stations whose snapshot is broken off before its last page. */
  readonly #breakOff = new Set<string>()
  /** Calls of an earlier generation had a connection to an office that is no more. */
  #generation = 0
  #isHealed = false
  faults = 0

  constructor(world: World, chance: Chance, office: () => SimOffice) {
    this.#world = world
    this.#chance = chance
    this.#office = office
  }

  linkOf(station: string): Link {
    return this.#links.get(station) ?? 'up'
  }

  setLink(station: string, link: Link): void {
    const before = this.linkOf(station)
    if (before === link) return
    this.#links.set(station, link)
    this.#world.tell(`link of ${station}: ${link}`)
    if (link === 'drops-again') this.#callsLeft.set(station, this.#chance.between(1, 4))
    if (link === 'up') this.#world.count('partition-healed')
    else {
      this.faults += 1
      if (link !== 'requests-lost') this.#endListeners(station)
    }
  }

  /** The last page of this station's next snapshot never arrives. */
  breakOffSnapshot(station: string): void {
    this.#breakOff.add(station)
  }

  /** From now on every call arrives, once, and its answer too. */
  heal(stations: readonly string[]): void {
    this.#isHealed = true
    this.#breakOff.clear()
    for (const station of stations) this.setLink(station, 'up')
  }

  /** Nobody waits for a killed station's answers any more; what was sent still arrives. */
  cut(station: string): void {
    for (const flight of this.#flights) if (flight.station === station) flight.end()
    this.#endListeners(station)
  }

  /** The office's machine is gone, and all its connections with it: what was on its way never arrives. */
  cutAll(): void {
    this.#generation += 1
    for (const flight of this.#flights) flight.end()
    for (const listener of this.#listeners) listener.end()
  }

  /** Tells benches that there is something to pull; some never hear of it, some twice (POKE-1). */
  poke(): void {
    for (const listener of this.#listeners) {
      const link = this.linkOf(listener.station)
      if (link !== 'up' && link !== 'requests-lost') continue
      const fate = this.#chance.weighted(POKE_FATES)
      if (fate !== 'heard') this.#world.count(`poke-${fate}`)
      const times = { heard: 1, lost: 0, doubled: 2 }[fate]
      for (let n = 0; n < times; n += 1) {
        this.#world.clock.after(this.#latencyMs(), listener.poke)
      }
    }
  }

  /** The office as seen through this station's link. */
  client(station: string, doors: Doors, onlooker: Onlooker): OfficeClient {
    const watched = doors.offices.map((door) => onlooker.watch(station, door))
    const fly = <T>(
      kind: string,
      ask: (door: OfficeClient) => Promise<CallResult<T>>,
      isLastPage: (result: CallResult<T>) => boolean = () => false,
    ) => {
      onlooker.sends(station, kind)
      const fate = this.#fateOf(station, kind)
      const call = () => this.#arrive(fate, watched, doors.portal, ask)
      return this.#fly(station, { kind, fate, call, isLastPage })
    }
    const [first] = doors.offices
    if (first === undefined) throw new Error('the office has no door')
    return {
      ...first,
      push: (request) => {
        onlooker.sendsActions(station, request)
        return fly('push', (door) => door.push(request))
      },
      pull: async (query) => {
        const isLastPage = (result: CallResult<PullAnswer>) =>
          result.ok && !result.value.more && query.cursor > 0
        const result = await fly('pull', (door) => door.pull(query), isLastPage)
        if (result.ok) onlooker.heard(station, result.value)
        return result
      },
      scope: (query) => fly('scope', (door) => door.scope(query)),
      heartbeat: (report) => fly('heartbeat', (door) => door.heartbeat(report)),
      live: (onPoke, signal) => this.#listen(station, () => onPoke({ head: 0, epoch: '' }), signal),
    }
  }

  /** A call is before the office, in whatever state it got there. */
  async #arrive<T>(
    fate: Fate,
    doors: readonly OfficeClient[],
    portal: OfficeClient,
    ask: (door: OfficeClient) => Promise<CallResult<T>>,
  ): Promise<CallResult<T>> {
    const at = (index: number): OfficeClient => doors[index] ?? portal
    if (fate === 'portal') return ask(portal)
    if (fate === 'doubled-at-once') return this.#office().twice((index) => ask(at(index)))
    if (fate === 'body-truncated' || fate === 'reply-truncated') this.#office().damage = fate
    const result = await ask(at(this.#chance.below(doors.length)))
    this.#office().damage = null
    return result
  }

  #fly<T>(
    station: string,
    {
      kind,
      fate,
      call,
      isLastPage,
    }: {
      kind: string
      fate: Fate
      call: () => Promise<CallResult<T>>
      isLastPage: (result: CallResult<T>) => boolean
    },
  ): Promise<CallResult<T>> {
    const { clock } = this.#world
    const generation = this.#generation
    if (fate !== 'good') {
      this.faults += 1
      this.#world.count(`call-${fate}`)
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
            if (generation !== this.#generation) return
            const result = await call()
            if (!isAnswered) return
            const isBroken = isLastPage(result) && this.#breakOff.delete(station)
            clock.after(this.#latencyMs(), () => {
              if (isBroken) this.#snapshotBroken(station)
              if (this.#isHeard(station)) land(result)
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

  #isHeard(station: string): boolean {
    const link = this.linkOf(station)
    if (link !== 'drops-again') return ['up', 'flapping', 'captive-portal'].includes(link)
    const left = (this.#callsLeft.get(station) ?? CALLS_BEFORE_DROP) - 1
    this.#callsLeft.set(station, left)
    if (left > 0) return true
    this.setLink(station, 'down')
    this.#world.count('dropped-again')
    return left === 0
  }

  #snapshotBroken(station: string): void {
    this.#world.count('snapshot-broken-off')
    this.setLink(station, 'down')
  }

  #fateOf(station: string, kind: string): Fate {
    if (this.#isHealed) return 'good'
    switch (this.linkOf(station)) {
      case 'up':
      case 'drops-again':
        return kind === 'heartbeat' ? 'good' : this.#chance.weighted(UP_FATES)
      case 'flapping':
        return this.#chance.weighted(FLAPPING_FATES)
      case 'down':
      case 'requests-lost':
        return this.linkOf(station) === 'down' ? 'unsent' : 'silent'
      case 'captive-portal':
        return 'portal'
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
