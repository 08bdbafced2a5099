import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { pino } from 'pino'
import { createNewId, type OfficeDeps } from '../../sync-server/deps.ts'
import { createHandlers } from '../../sync-server/handlers.ts'
import { createAuthenticate, createKnownCallers } from '../../sync-server/http/auth.ts'
import { createHttpServer } from '../../sync-server/http/http-server.ts'
import { createMetrics } from '../../sync-server/http/metrics.ts'
import type { Office } from '../../sync-server/office.ts'
import { prepareOffice } from '../../sync-server/prepare-office.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { startHub } from '../../sync-server/sync/index.ts'
import type { Chance } from './chance.ts'
import type { World } from './world.ts'

const ADMIN_TOKEN = 'simulation-admin-token'

/** Where the office's process ends within the next transaction. */
export type OfficeKill = 'before-commit' | 'after-commit'

export type OfficeAnswer = { status: number; body: unknown }

/** One set of counters for all offices of the process: they are no part of any story. */
const metrics = createMetrics()

class OfficeKilled extends Error {}

/** Nobody outside is called. */
const NO_WEBHOOKS = { allow: { allows: () => false }, resolve: () => Promise.resolve([]) }

/** The real office behind its real HTTP layer, with seeded chance and time, on a store it may be killed in. */
export class SimOffice {
  readonly store: Store
  readonly #parts: { world: World; chance: Chance; onPoke: () => void }
  readonly #deps: OfficeDeps
  #app: FastifyInstance | null = null
  #kill: OfficeKill | null = null
  #isDead = false

  constructor(store: Store, parts: { world: World; chance: Chance; onPoke: () => void }) {
    this.store = store
    this.#parts = parts
    this.#deps = seededDeps(parts.world, parts.chance)
  }

  /** Starts an office on whatever the database holds, as after a restart. */
  async start(): Promise<void> {
    const { store } = this
    const callers = createKnownCallers({ store, clock: this.#deps.clock })
    const office: Office = {
      version: '0.0.0-sim',
      store: this.#killableStore(),
      deps: this.#deps,
      metrics,
      log: pino({ level: process.env['LOADLINE_TEST_LOG'] ?? 'silent' }),
      poke: () => this.#parts.onPoke(),
      forgetCallers: () => callers.forget(),
    }
    const hub = await startHub(store, this.#deps)
    await prepareOffice(office)
    this.#app = createHttpServer({
      office,
      authenticate: createAuthenticate({ adminToken: ADMIN_TOKEN, callers }),
      handlers: createHandlers(office, { hub, guard: NO_WEBHOOKS }),
      checkAnswers: true,
    })
    this.#app.addHook('onClose', () => hub.close())
    await this.#app.ready()
  }

  /** The process ends inside the next transaction that it begins. */
  killAt(kill: OfficeKill): void {
    this.#kill = kill
  }

  async close(): Promise<void> {
    await this.#app?.close()
    this.#app = null
  }

  /** What a station's HTTP client calls instead of the network. */
  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const { body } = init
    const answer = await this.#running.inject({
      method: (init.method ?? 'GET') as 'GET' | 'POST',
      url: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(body === undefined || body === null ? {} : { payload: Buffer.from(body as Uint8Array) }),
    })
    if (this.#isDead) {
      await this.#restart()
      throw new Error('the office went away')
    }
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
    const isEmpty = answer.statusCode === 204
    return new Response(isEmpty ? null : new Uint8Array(answer.rawPayload), {
      status: answer.statusCode,
      headers: headers as [string, string][],
    })
  }

  /** A call of the office's own people. */
  async admin(method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown): Promise<OfficeAnswer> {
    const answer = await this.#running.inject({
      method,
      url,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
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
    this.#parts.world.tell('the office starts again')
    await this.close()
    this.#isDead = false
    await this.start()
  }

  #killableStore(): Store {
    const { store } = this
    return {
      ...store,
      transaction: async (work) => {
        const kill = this.#kill
        this.#kill = null
        if (kill === null) return store.transaction(work)
        this.#isDead = true
        this.#parts.world.count(`office-killed-${kill}`)
        this.#parts.world.tell(`the office is killed ${kill}`)
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

/** Empties every table and counter, so that one database serves run after run. */
export async function emptyDatabase(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    const { rows } = await sql<{ tables: string | null; sequences: string[] | null }>`
      SELECT (SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables
          WHERE schemaname = 'public' AND tablename <> 'migration') AS tables,
        (SELECT array_agg(quote_ident(sequencename::text)) FROM pg_sequences
          WHERE schemaname = 'public') AS sequences`.execute(tx)
    const { tables, sequences } = rows[0] ?? { tables: null, sequences: null }
    await sql.raw(`TRUNCATE ${tables ?? ''} RESTART IDENTITY CASCADE`).execute(tx)
    for (const name of sequences ?? []) {
      await sql.raw(`ALTER SEQUENCE ${name} RESTART`).execute(tx)
    }
  })
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
