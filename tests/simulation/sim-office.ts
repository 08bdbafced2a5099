import type { OfficeClient } from '../../main/sync/office-client.ts'
import { httpOfficeClient } from '../../main/sync/office-client.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { type Chance, chanceOf } from './chance.ts'
import { OfficeInstance } from './office-instance.ts'
import type { World } from './world.ts'

export type OfficeAnswer = { status: number; body: unknown }

/** Where the office's process ends within the next transaction that it begins. */
export type OfficeKill = 'before-begin' | 'before-commit' | 'after-commit'

/** What happens to the bytes of one call on their way. */
export type Damage = 'body-truncated' | 'reply-truncated'

const OFFICE_URL = 'http://office.invalid'

/** Behind one address stand this many processes on one database. */
const INSTANCES = 2

const PORTAL_PAGE =
  '<!doctype html><html><body>Welcome. Accept the terms to go online.</body></html>'

/** The ways from one bench to the office: by either process, or into the hands of a captive portal. */
export type Doors = { offices: readonly OfficeClient[]; portal: OfficeClient }

/** The real office behind its real HTTP layer: two processes with seeded chance and time, which may be killed. */
export class SimOffice {
  readonly store: Store
  readonly #world: World
  readonly #chance: Chance
  readonly #instances: OfficeInstance[]
  /** Types that this office is too old to read; it says so in its feed (PUSH-6). */
  unread: string | null = null
  /** Done to the next call's bytes, and to no other's. */
  damage: Damage | null = null

  constructor(store: Store, parts: { world: World; seed: number; onPoke: () => void }) {
    const { world, seed, onPoke } = parts
    this.store = store
    this.#world = world
    this.#chance = chanceOf(seed, 'door')
    this.#instances = Array.from({ length: INSTANCES }, (_, index) => {
      const chance = chanceOf(seed, `office ${index}`)
      return new OfficeInstance(store, { world, chance, onPoke })
    })
  }

  async start(): Promise<void> {
    for (const instance of this.#instances) await instance.start()
  }

  async close(): Promise<void> {
    for (const instance of this.#instances) await instance.close()
  }

  /** One of the processes ends inside the next transaction that it begins. */
  killAt(kill: OfficeKill): void {
    this.#chance.pick(this.#instances).killAt(kill)
  }

  doors(token: string): Doors {
    const door = (send: typeof fetch) =>
      httpOfficeClient({ url: OFFICE_URL, token: () => token, fetch: send })
    const offices = this.#instances.map((instance) =>
      door((input, init) => this.#call(instance, input, init)),
    )
    return { offices, portal: door(() => Promise.resolve(portalPage())) }
  }

  /** A door for who has no token yet. */
  stranger(): OfficeClient {
    const fetch: typeof globalThis.fetch = (input, init) => this.#call(this.#any, input, init)
    return httpOfficeClient({ url: OFFICE_URL, token: () => null, fetch })
  }

  /** The same call to both processes: the second begins while the first is in its transaction. */
  async twice<T>(call: (door: number) => Promise<T>): Promise<T> {
    const [first] = this.#instances
    const seconds: Promise<T>[] = []
    const startSecond = () => {
      if (seconds.length === 0) seconds.push(call(1))
    }
    first?.whenNextBegins(startSecond)
    const answer = await call(0)
    startSecond()
    await Promise.all(seconds)
    return answer
  }

  /** A call of the office's own people. */
  async admin(method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown): Promise<OfficeAnswer> {
    return this.#any.admin(method, url, body)
  }

  /** A supervisor frees a load at the bench with that token, whoever fills it. */
  async freeLoad(number: string, token: string): Promise<OfficeAnswer> {
    const who = { operatorRef: 'ilse', reason: 'BENCHBROKEN' }
    return this.#any.admin('POST', `/v1/floor/loads/${number}/release`, who, token)
  }

  get #any(): OfficeInstance {
    return this.#chance.pick(this.#instances)
  }

  async #call(
    instance: OfficeInstance,
    input: string | URL | Request,
    init: RequestInit = {},
  ): Promise<Response> {
    const { damage } = this
    this.damage = null
    const url = new URL(input instanceof Request ? input.url : input)
    const sent = init.body === undefined || init.body === null ? null : (init.body as Uint8Array)
    const payload = damage === 'body-truncated' && sent !== null ? half(sent) : sent
    const answer = await instance.call(init, url, payload)
    const pulled = url.pathname === '/v1/sync/pull' && answer.status === 200
    const whole = pulled ? this.#asOldAsThisOffice(answer.bytes) : answer.bytes
    const bytes = damage === 'reply-truncated' ? half(whole) : whole
    const isEmpty = answer.status === 204
    return new Response(isEmpty ? null : new Uint8Array(bytes), {
      status: answer.status,
      headers: answer.headers,
    })
  }

  #asOldAsThisOffice(bytes: Uint8Array): Uint8Array {
    if (this.unread === null) return bytes
    const page = JSON.parse(Buffer.from(bytes).toString()) as { reads: Record<string, number[]> }
    const { [this.unread]: _, ...reads } = page.reads
    this.#world.count('unread-told')
    return Buffer.from(JSON.stringify({ ...page, reads }))
  }
}

function half(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.floor(bytes.length / 2))
}

function portalPage(): Response {
  return new Response(PORTAL_PAGE, { status: 200, headers: { 'content-type': 'text/html' } })
}
