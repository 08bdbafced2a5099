import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import { createLinkEvents } from '../link/byte-link.ts'
import type { ByteLink, LinkEvents, LinkFault } from '../link/byte-link.ts'
import type { SerialSettings } from '../link/link-target.ts'
import type { Child, Launcher } from './launcher.ts'
import { FromSerialHost, HEARTBEAT_EVERY_MS } from './serial-messages.ts'
import type { ToSerialHost } from './serial-messages.ts'

/** Heartbeats missed before the child is taken for hung and ended. */
const HEARTBEATS_MISSED_MAX = 3

/** A driver that crashes this often within the window is left alone until the window has passed. */
export const CRASHES_MAX = 5
export const CRASH_WINDOW_MS = 60_000

export type SerialChild = {
  open: (settings: SerialSettings) => Promise<Result<ByteLink, LinkFault>>
  /** Null when the drivers run or have not been needed yet; else what is wrong with them. */
  trouble: () => string | null
  close: () => Promise<void>
}

type Options = { launch: Launcher; modulePath: string; clock: Clock; newId: () => string }

type RelayedLink = {
  events: LinkEvents
  opening: ((opened: Result<ByteLink, LinkFault>) => void) | null
  calls: Map<number, (done: boolean) => void>
}

/**
 * Serial ports in a child process, started with the first port that is opened. When it dies, every
 * link over it closes as crashed, and the links' own back-off opens them again in a new child.
 */
export function startSerialChild(options: Options): SerialChild {
  const relay = new SerialRelay(options)
  return {
    open: (settings) => relay.open(settings),
    trouble: () => relay.trouble(),
    close: () => relay.close(),
  }
}

class SerialRelay {
  readonly #options: Options
  readonly #links = new Map<string, RelayedLink>()
  #child: Child | null = null
  #crashes: number[] = []
  #calls = 0
  #isClosed = false
  #cancelWatch = (): void => {}
  #exited: Promise<void> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
  }

  trouble(): string | null {
    const since = this.#options.clock.monotonicMs() - CRASH_WINDOW_MS
    this.#crashes = this.#crashes.filter((at) => at > since)
    if (this.#crashes.length < CRASHES_MAX) return null
    return 'The serial drivers crash again and again; they are tried again within a minute'
  }

  open(settings: SerialSettings): Promise<Result<ByteLink, LinkFault>> {
    const trouble = this.#isClosed ? 'The host is closing' : this.trouble()
    if (trouble !== null) {
      return Promise.resolve(fail({ code: 'host-crashed' as const, detail: trouble }))
    }
    const child = (this.#child ??= this.#launch())
    const linkId = this.#options.newId()
    return new Promise((resolve) => {
      this.#links.set(linkId, { events: createLinkEvents(), opening: resolve, calls: new Map() })
      this.#post(child, { type: 'open', linkId, settings })
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#child?.kill()
    await this.#exited
  }

  #launch(): Child {
    const child = this.#options.launch(this.#options.modulePath)
    child.onMessage((message) => this.#handle(child, message))
    this.#exited = new Promise((resolve) => {
      child.onExit((detail) => {
        this.#ended(child, detail)
        resolve()
      })
    })
    this.#watch(child)
    return child
  }

  #watch(child: Child): void {
    this.#cancelWatch()
    const patienceMs = HEARTBEAT_EVERY_MS * (HEARTBEATS_MISSED_MAX + 1)
    this.#cancelWatch = this.#options.clock.after(patienceMs, () => child.kill())
  }

  #handle(child: Child, raw: unknown): void {
    if (child !== this.#child) return
    const message = FromSerialHost.parse(raw)
    if (message.type === 'heartbeat') return this.#watch(child)
    const link = this.#links.get(message.linkId)
    if (link === undefined) return
    switch (message.type) {
      case 'opened':
        link.opening?.(ok(this.#linkOver(child, message.linkId, link)))
        link.opening = null
        return
      case 'open-failed':
        this.#links.delete(message.linkId)
        return link.opening?.(fail(message.fault))
      case 'data':
        return link.events.data(message.bytes)
      case 'done':
        link.calls.get(message.callId)?.(message.ok)
        link.calls.delete(message.callId)
        return
      default:
        this.#drop(message.linkId, link, message.fault)
    }
  }

  #linkOver(child: Child, linkId: string, link: RelayedLink): ByteLink {
    const call = (message: (callId: number) => ToSerialHost): Promise<boolean> =>
      new Promise((resolve) => {
        if (link.events.isClosed()) return resolve(false)
        const callId = (this.#calls += 1)
        link.calls.set(callId, resolve)
        this.#post(child, message(callId))
      })
    const close = (): void => this.#post(child, { type: 'close', linkId })
    return {
      write: (bytes) => call((callId) => ({ type: 'write', linkId, callId, bytes })),
      drain: () => call((callId) => ({ type: 'drain', linkId, callId })),
      end: close,
      destroy: close,
      onData: link.events.onData,
      onClosed: link.events.onClosed,
    }
  }

  #post(child: Child, message: ToSerialHost): void {
    child.post(message)
  }

  #drop(linkId: string, link: RelayedLink, fault: LinkFault | null): void {
    this.#links.delete(linkId)
    for (const settle of link.calls.values()) settle(false)
    const crashed: LinkFault = { code: 'host-crashed', detail: 'The serial drivers ended' }
    link.opening?.(fail(fault ?? crashed))
    link.opening = null
    link.events.closed(fault)
  }

  #ended(child: Child, detail: string): void {
    if (child !== this.#child) return
    this.#child = null
    this.#cancelWatch()
    if (!this.#isClosed) this.#crashes.push(this.#options.clock.monotonicMs())
    const fault: LinkFault = {
      code: 'host-crashed',
      detail: `The serial drivers ended (${detail}) and are started again`,
    }
    for (const [linkId, link] of this.#links) this.#drop(linkId, link, fault)
  }
}
