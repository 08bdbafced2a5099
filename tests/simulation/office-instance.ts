import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { createNewId, type OfficeDeps } from '../../sync-server/deps.ts'
import { createHandlers } from '../../sync-server/handlers.ts'
import { createAuthenticate, createKnownCallers } from '../../sync-server/http/auth.ts'
import { createHttpServer } from '../../sync-server/http/http-server.ts'
import { createMetrics } from '../../sync-server/http/metrics.ts'
import { createSeal } from '../../sync-server/identity/create-seal.ts'
import type { Office } from '../../sync-server/office.ts'
import { prepareOffice } from '../../sync-server/prepare-office.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { startHub } from '../../sync-server/sync/index.ts'
import type { Chance } from './chance.ts'
import type { OfficeAnswer, OfficeKill } from './sim-office.ts'
import type { World } from './world.ts'

const ADMIN_TOKEN = 'simulation-admin-token'

/** One set of counters for all offices of the process: they are no part of any story. */
const metrics = createMetrics()

class OfficeKilled extends Error {}

/** Nobody outside is called. */
const NO_CONSOLE = { page: '', heads: new Map<string, string>(), headers: {}, assets: null }

/** No page of the office is open. */
const NO_PAGES = { tell: () => {}, subscribe: () => undefined, close: () => Promise.resolve() }

const NO_WEBHOOKS = { allow: { allows: () => false }, resolve: () => Promise.resolve([]) }

type RawAnswer = { status: number; headers: [string, string][]; bytes: Uint8Array }

/** One process of the office. */
export class OfficeInstance {
  readonly #store: Store
  readonly #parts: { world: World; onPoke: () => void }
  readonly #deps: OfficeDeps
  #app: FastifyInstance | null = null
  #kill: OfficeKill | null = null
  #isDead = false
  #onBegin: (() => void) | null = null

  constructor(store: Store, parts: { world: World; chance: Chance; onPoke: () => void }) {
    this.#store = store
    this.#parts = parts
    this.#deps = seededDeps(parts.world, parts.chance)
  }

  /** Starts on whatever the database holds, as after a restart. */
  async start(): Promise<void> {
    const store = this.#killableStore()
    const callers = createKnownCallers({ store: this.#store, clock: this.#deps.clock })
    const office: Office = {
      version: '0.0.0-sim',
      minStationVersion: '0.0.0',
      publicUrl: null,
      store,
      deps: this.#deps,
      metrics,
      log: pino({ level: process.env['LOADLINE_TEST_LOG'] ?? 'silent' }),
      customerDays: null,
      health: { isClosing: false, jobsAliveAtMs: this.#deps.clock.now() },
      seal: createSeal(ADMIN_TOKEN),
      poke: () => this.#parts.onPoke(),
      tell: () => undefined,
      forgetCallers: () => callers.forget(),
    }
    const hub = await startHub(this.#store, this.#deps)
    await prepareOffice({ ...office, store: this.#store })
    this.#app = createHttpServer({
      office,
      authenticate: createAuthenticate({ adminToken: ADMIN_TOKEN, callers }),
      handlers: createHandlers(office, {
        hub,
        changes: NO_PAGES,
        guard: NO_WEBHOOKS,
        consoleFiles: NO_CONSOLE,
        company: null,
      }),
      consoleFiles: NO_CONSOLE,
      checkAnswers: true,
    })
    this.#app.addHook('onClose', () => hub.close())
    await this.#app.ready()
  }

  async close(): Promise<void> {
    await this.#app?.close()
    this.#app = null
    this.#kill = null
    this.#onBegin = null
  }

  killAt(kill: OfficeKill): void {
    this.#kill = kill
  }

  /** Called once, inside the next transaction. */
  whenNextBegins(call: () => void): void {
    this.#onBegin = call
  }

  /** Throws when the process ended on the way, as a broken connection does. */
  async call(init: RequestInit, url: URL, payload: Uint8Array | null): Promise<RawAnswer> {
    this.#parts.world.isOfficeTurn = true
    const answer = await this.#running.inject({
      method: (init.method ?? 'GET') as 'GET' | 'POST',
      url: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(payload === null ? {} : { payload: Buffer.from(payload) }),
    })
    this.#parts.world.isOfficeTurn = false
    this.#onBegin = null
    if (this.#isDead) {
      await this.#restart()
      throw new Error('the office went away')
    }
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
    const { statusCode: status, rawPayload: bytes } = answer
    return { status, headers: headers as [string, string][], bytes }
  }

  async admin(
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    body?: unknown,
    token = ADMIN_TOKEN,
  ): Promise<OfficeAnswer> {
    const answer = await this.#running.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    if (this.#isDead) await this.#restart()
    else if (answer.statusCode >= 500) {
      throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body}`)
    }
    const { statusCode: status } = answer
    return { status, body: answer.body === '' ? null : (JSON.parse(answer.body) as unknown) }
  }

  get #running(): FastifyInstance {
    if (this.#app === null) throw new Error('the office is closed')
    return this.#app
  }

  async #restart(): Promise<void> {
    this.#parts.world.tell('an office process starts again')
    await this.close()
    this.#isDead = false
    await this.start()
  }

  #killableStore(): Store {
    const store = this.#store
    return {
      ...store,
      transaction: async (work) => {
        const onBegin = this.#onBegin
        this.#onBegin = null
        const kill = this.#kill
        this.#kill = null
        if (kill === null) {
          return store.transaction((tx) => {
            onBegin?.()
            return work(tx)
          })
        }
        this.#isDead = true
        this.#parts.world.count(`office-killed-${kill}`)
        this.#parts.world.tell(`an office process is killed ${kill}`)
        if (kill === 'before-begin') throw new OfficeKilled()
        await store.transaction(async (tx) => {
          const result = await work(tx)
          if (kill === 'before-commit') throw new OfficeKilled()
          return result
        })
        throw new OfficeKilled()
      },
    }
  }
}

function seededDeps({ clock }: World, chance: Chance): OfficeDeps {
  const randomBytes = (count: number) => chance.bytes(count)
  return {
    clock: { now: () => clock.now() },
    newId: createNewId({ now: () => clock.now() }, randomBytes),
    randomBytes,
    // Waiting costs no simulated time: nothing else could move while the office has the word.
    sleep: () =>
      new Promise((resolve) => {
        setImmediate(resolve)
      }),
    every: () => () => undefined,
  }
}
