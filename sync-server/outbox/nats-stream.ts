import { jetstream, type JetStreamClient } from '@nats-io/jetstream'
import {
  connect,
  credsAuthenticator,
  headers,
  type NatsConnection,
  NoRespondersError,
  TimeoutError,
} from '@nats-io/transport-node'
import type { Logger } from 'pino'
import { fail, ok, type Result } from '#contract/result.ts'
import type { OfficeDeps } from '../deps.ts'
import { prepareStream } from './stream.ts'

/** Where events go besides to webhooks: a stream of NATS JetStream. */
export type NatsConfig = {
  /** Addresses, with commas between. */
  servers: string
  isTls: boolean
  stream: string
  prefix: string
  auth: NatsAuth
}

export type NatsAuth =
  | { kind: 'none' }
  | { kind: 'token'; token: string }
  | { kind: 'user'; user: string; password: string }
  | { kind: 'creds'; creds: string }

/** One event as NATS gets it; `id` is what JetStream knows it again by. */
export type Publication = { id: string; subject: string; body: string; attempt: number }

export type NatsStream = {
  config: NatsConfig
  /** Whether it is worth trying: connected, and the stream is there. */
  isReady(): boolean
  /** Good once JetStream has stored it, or knows that it has it already; fails with a sentence. */
  publish(publication: Publication): Promise<Result<null, string>>
  close(): Promise<void>
}

/** Connecting, asking for the stream, and storing an event, each. */
export const NATS_TIMEOUT_MS = 5_000

/** How often a server that is away is asked for again, by the client once it had a connection. */
const RECONNECT_WAIT_MS = 1_000

/** How long to wait between tries that end badly, doubled each time up to the longest. */
const RETRY_BASE_MS = 1_000
const RETRY_MAX_MS = 30_000

/** How often it is looked whether a try is due. */
export const NATS_LOOK_MS = 500

type Parts = {
  deps: Pick<OfficeDeps, 'every'>
  log: Logger
  /** Ready or not, told whenever it changes. */
  onReady: (isReady: boolean) => void
}

/** Connects in the background and stays connected; a server that is away keeps nobody waiting. */
export function openNatsStream(config: NatsConfig, parts: Parts): NatsStream {
  return new NatsLink(config, parts)
}

class NatsLink implements NatsStream {
  readonly config: NatsConfig
  readonly #parts: Parts
  readonly #stop: () => void
  #connection: NatsConnection | null = null
  #client: JetStreamClient | null = null
  #isConnected = false
  #isPrepared = false
  #isClosed = false
  #trying: Promise<void> | null = null
  #failures = 0
  #looksToWait = 0
  #wasReady = false

  constructor(config: NatsConfig, parts: Parts) {
    this.config = config
    this.#parts = parts
    this.#stop = parts.deps.every(NATS_LOOK_MS, () => this.#look())
    this.#look()
  }

  isReady(): boolean {
    return this.#isConnected && this.#isPrepared && !this.#isClosed
  }

  async publish({ id, subject, body, attempt }: Publication): Promise<Result<null, string>> {
    if (this.#client === null || !this.isReady()) return fail('NATS is away')
    const told = headers()
    told.set('content-type', 'application/cloudevents+json; charset=utf-8')
    told.set('loadline-attempt', String(attempt))
    try {
      const expect = { streamName: this.config.stream }
      await this.#client.publish(subject, body, { msgID: id, headers: told, expect })
      return ok(null)
    } catch (error) {
      // Nobody took it: the stream is gone, or JetStream is not there yet.
      if (error instanceof NoRespondersError || error instanceof TimeoutError) {
        this.#isPrepared = false
      }
      this.#tell()
      return fail(sentenceOf(error))
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#stop()
    await this.#trying
    await this.#connection?.close()
  }

  #look(): void {
    if (this.#trying !== null || this.#isClosed || this.isReady()) return
    if (this.#looksToWait-- > 0) return
    // The client connects again by itself; until it has, there is nothing to prepare.
    if (this.#connection !== null && !this.#isConnected) return
    this.#trying = this.#tryOnce().finally(() => {
      this.#trying = null
      this.#tell()
    })
  }

  async #tryOnce(): Promise<void> {
    try {
      this.#connection ??= this.#follow(await connect(optionsOf(this.config)))
      this.#client = jetstream(this.#connection, { timeout: NATS_TIMEOUT_MS })
      const prepared = await prepareStream(this.#connection, this.config, NATS_TIMEOUT_MS)
      if (!prepared.ok) throw new Error(prepared.error)
      this.#isPrepared = true
      this.#failures = 0
    } catch (error) {
      const wait = Math.min(RETRY_BASE_MS * 2 ** Math.min(this.#failures, 10), RETRY_MAX_MS)
      this.#failures += 1
      this.#looksToWait = Math.ceil(wait / NATS_LOOK_MS)
      const { stream } = this.config
      if (!this.#isClosed) this.#parts.log.warn({ stream, error: sentenceOf(error) }, 'no NATS')
    }
  }

  #follow(opened: NatsConnection): NatsConnection {
    this.#isConnected = true
    void this.#listen(opened)
    // Closed for good, as when the server no longer knows who we are: from the beginning.
    void opened.closed().then(() => {
      if (this.#connection === opened) this.#connection = null
      this.#isConnected = false
      this.#isPrepared = false
      this.#tell()
    })
    return opened
  }

  async #listen(opened: NatsConnection): Promise<void> {
    for await (const { type } of opened.status()) {
      if (type === 'disconnect') this.#isConnected = false
      // The stream may be another one now, or none.
      if (type === 'disconnect' || type === 'reconnect') this.#isPrepared = false
      if (type === 'reconnect') this.#isConnected = true
      this.#tell()
    }
  }

  #tell(): void {
    if (this.isReady() === this.#wasReady) return
    this.#wasReady = this.isReady()
    const { log, onReady } = this.#parts
    const { stream } = this.config
    onReady(this.#wasReady)
    if (this.#wasReady) log.info({ stream }, 'events go to NATS')
    else if (!this.#isClosed) log.warn({ stream }, 'NATS is away; events wait')
  }
}

function optionsOf({ servers, isTls, auth }: NatsConfig) {
  return {
    servers: servers.split(','),
    name: 'Loadline',
    timeout: NATS_TIMEOUT_MS,
    reconnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    ...(isTls ? { tls: {} } : {}),
    ...(auth.kind === 'token' ? { token: auth.token } : {}),
    ...(auth.kind === 'user' ? { user: auth.user, pass: auth.password } : {}),
    ...(auth.kind === 'creds'
      ? { authenticator: credsAuthenticator(new TextEncoder().encode(auth.creds)) }
      : {}),
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof NoRespondersError) return 'no stream of NATS takes it'
  if (error instanceof TimeoutError) return `no answer within ${NATS_TIMEOUT_MS / 1_000} s`
  return error instanceof Error ? error.message : String(error)
}
