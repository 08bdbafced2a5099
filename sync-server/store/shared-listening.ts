import { Client, escapeIdentifier, type ClientConfig } from 'pg'
import type { RetryPause } from './store.ts'

const RELISTEN_PAUSE_MS = 1_000

type Hearing = { channel: string; onMessage: (payload: string) => void; onMissed: () => void }

/**
 * Listens to all channels of one store on one connection beside its pool. States: none, while nobody hears;
 * connected; or lost, then connected again after a pause, when all its channels are listened to anew and everybody
 * who heard before is told. What was notified while lost is lost too: pokes are hints (POKE-1). Opening, listening
 * and ending take turns, so that no two connections stand at once; the stop of the last one who hears ends it.
 */
export class SharedListening {
  readonly #config: ClientConfig
  readonly #pause: RetryPause
  readonly #hearings = new Set<Hearing>()
  #client: Client | undefined
  #lastTurn: Promise<unknown> = Promise.resolve()

  constructor(config: ClientConfig, pause: RetryPause) {
    this.#config = config
    this.#pause = pause
  }

  /** Returns its stop. */
  async listen(hearing: Hearing): Promise<() => Promise<void>> {
    await this.#inTurn(() => this.#start(hearing))
    return () => {
      this.#hearings.delete(hearing)
      return this.#inTurn(() => this.#stop(hearing))
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work)
    this.#lastTurn = turn.catch(() => undefined)
    return turn
  }

  async #start(hearing: Hearing): Promise<void> {
    try {
      const client = this.#client ?? (await this.#connect())
      this.#hearings.add(hearing)
      await client.query(listenTo(hearing.channel))
    } catch (error) {
      this.#hearings.delete(hearing)
      await this.#endUnheard()
      throw error
    }
  }

  async #stop({ channel }: Hearing): Promise<void> {
    const isHeard = [...this.#hearings].some((other) => other.channel === channel)
    // A connection that is lost meanwhile listens to nothing any more.
    if (!isHeard) await this.#client?.query(`UN${listenTo(channel)}`).catch(() => undefined)
    await this.#endUnheard()
  }

  async #endUnheard(): Promise<void> {
    if (this.#hearings.size > 0) return
    const unheard = this.#client
    this.#client = undefined
    await unheard?.end()
  }

  async #connect(): Promise<Client> {
    const next = new Client(this.#config)
    next.on('notification', ({ channel, payload = '' }) => {
      for (const hearing of this.#hearings) {
        if (hearing.channel === channel) hearing.onMessage(payload)
      }
    })
    next.on('error', () => undefined)
    try {
      await next.connect()
      const channels = new Set([...this.#hearings].map(({ channel }) => channel))
      if (channels.size > 0) await next.query([...channels].map(listenTo).join('; '))
    } catch (error) {
      await next.end().catch(() => undefined)
      throw error
    }
    // Only one that stood is lost. One that never did also ends, and has its next try already.
    next.once('end', () => {
      if (this.#client === next) void this.#reconnect()
    })
    this.#client = next
    for (const { onMissed } of this.#hearings) onMissed()
    return next
  }

  async #reconnect(): Promise<void> {
    this.#client = undefined
    let isAway = true
    while (isAway) {
      await this.#pause.sleep(RELISTEN_PAUSE_MS)
      isAway = await this.#inTurn(async () => {
        if (this.#client !== undefined || this.#hearings.size === 0) return false
        return this.#connect().then(
          () => false,
          () => true,
        )
      })
    }
  }
}

function listenTo(channel: string): string {
  return `LISTEN ${escapeIdentifier(channel)}`
}
