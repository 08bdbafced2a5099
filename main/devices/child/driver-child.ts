import { fail, ok } from '#contract/result.ts'
import type { DriverFamily } from '#contract/rpc/shell-bridge.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import { backOffMs } from '../back-off.ts'
import { createLinkEvents } from '../link/byte-link.ts'
import type { ByteLink, LinkEvents, LinkFault } from '../link/byte-link.ts'
import type { AttachedDevice } from '../plug/attached-device.ts'
import type { Child, Launcher } from './launcher.ts'
import { FromLinkHost, HEARTBEAT_EVERY_MS } from './link-messages.ts'
import type { LinkPlace, ToLinkHost } from './link-messages.ts'

/** Heartbeats missed before the child is taken for hung and ended. */
const HEARTBEATS_MISSED_MAX = 3

/** A new process says its first word by then; a slow machine that starts everything at once needs it. */
export const START_TIMEOUT_MS = 30_000

/** A driver that crashes this often within the window is left alone until the window has passed. */
export const CRASHES_MAX = 5
export const CRASH_WINDOW_MS = 60_000

/** A driver that has not opened a device by then will not. */
export const OPEN_TIMEOUT_MS = 10_000

/** A link that was told to close is closed by then, whether the driver says so or not. */
export const CLOSE_TIMEOUT_MS = 1_000

/** Looking what is plugged in takes milliseconds; a bus that hangs has this long. */
export const LIST_TIMEOUT_MS = 5_000

/** The child closes its devices within this time, or is ended. */
export const STOP_TIMEOUT_MS = 1_500

export type DriverChild = {
  open: (place: LinkPlace) => Promise<Result<ByteLink, LinkFault>>
  /** What is plugged in of this family; null while its drivers can't say. */
  list: () => Promise<AttachedDevice[] | null>
  /** Null when the drivers run or have not been needed yet; else what is wrong with them. */
  trouble: () => string | null
  close: () => Promise<void>
}

type Options = {
  family: DriverFamily
  launch: Launcher
  modulePath: string
  clock: Clock
  newId: () => string
  /** From 0 up to 1; spreads restarts. */
  random: () => number
}

type RelayedLink = {
  events: LinkEvents
  opening: ((opened: Result<ByteLink, LinkFault>) => void) | null
  calls: Map<number, (done: boolean) => void>
  cancelTimer: () => void
}

const FAMILY_NAMES: Record<DriverFamily, string> = {
  serial: 'serial ports',
  hid: 'USB scanners and scales',
  usblp: 'USB printers',
}

/**
 * One family's native drivers in a child process, started with the first device that is opened. When
 * it dies, every link over it closes as crashed, and the links' own back-off opens them again in a
 * new child, which from the second crash of a minute on is waited with.
 */
export function startDriverChild(options: Options): DriverChild {
  const relay = new DriverRelay(options)
  return {
    open: (place) => relay.open(place),
    list: () => relay.list(),
    trouble: () => relay.trouble(),
    close: () => relay.close(),
  }
}

class DriverRelay {
  readonly #options: Options
  readonly #name: string
  readonly #links = new Map<string, RelayedLink>()
  readonly #lists = new Map<number, (devices: AttachedDevice[] | null) => void>()
  readonly #waiting = new Set<() => void>()
  #child: Child | null = null
  #crashes: number[] = []
  #notBeforeMs = 0
  #calls = 0
  #isClosed = false
  /** The child has said its first word. */
  #isUp = false
  #cancelWatch = (): void => {}
  #exited: Promise<void> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
    this.#name = FAMILY_NAMES[options.family]
  }

  trouble(): string | null {
    const since = this.#options.clock.monotonicMs() - CRASH_WINDOW_MS
    this.#crashes = this.#crashes.filter((at) => at > since)
    if (this.#crashes.length < CRASHES_MAX) return null
    return `The drivers of ${this.#name} crash again and again; they are tried again within a minute`
  }

  async open(place: LinkPlace): Promise<Result<ByteLink, LinkFault>> {
    const child = this.#runningChild() ?? (await this.#childAfterBackOff())
    if (child === null) return fail({ code: 'host-crashed', detail: this.#refusal() })
    const linkId = this.#options.newId()
    return new Promise((resolve) => {
      const cancelTimer = this.#options.clock.after(this.#patience(OPEN_TIMEOUT_MS), () => {
        child.post({ type: 'close', linkId } satisfies ToLinkHost)
        this.#drop(linkId, { code: 'timeout', detail: 'The device did not open in time' })
      })
      const events = createLinkEvents()
      this.#links.set(linkId, { events, opening: resolve, calls: new Map(), cancelTimer })
      this.#post(child, { type: 'open', linkId, place })
    })
  }

  async list(): Promise<AttachedDevice[] | null> {
    const child = this.#runningChild() ?? (await this.#childAfterBackOff())
    if (child === null) return null
    const callId = (this.#calls += 1)
    return new Promise((resolve) => {
      const cancelTimer = this.#options.clock.after(this.#patience(LIST_TIMEOUT_MS), () =>
        settle(null),
      )
      const settle = (devices: AttachedDevice[] | null): void => {
        cancelTimer()
        this.#lists.delete(callId)
        resolve(devices)
      }
      this.#lists.set(callId, settle)
      this.#post(child, { type: 'list', callId })
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const wake of this.#waiting) wake()
    const child = this.#child
    if (child === null) return
    this.#post(child, { type: 'stop' })
    const cancel = this.#options.clock.after(STOP_TIMEOUT_MS, () => child.kill())
    await this.#exited
    cancel()
  }

  #patience(timeoutMs: number): number {
    return this.#isUp ? timeoutMs : START_TIMEOUT_MS
  }

  #refusal(): string {
    return this.#isClosed ? 'The host is closing' : (this.trouble() ?? 'The drivers did not start')
  }

  #mayRun(): boolean {
    return !this.#isClosed && this.trouble() === null
  }

  #runningChild(): Child | null {
    if (!this.#mayRun()) return null
    if (this.#child !== null) return this.#child
    const isDue = this.#options.clock.monotonicMs() >= this.#notBeforeMs
    return isDue ? (this.#child = this.#launch()) : null
  }

  async #childAfterBackOff(): Promise<Child | null> {
    if (!this.#mayRun()) return null
    const waitMs = this.#notBeforeMs - this.#options.clock.monotonicMs()
    if (waitMs > 0) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          cancel()
          this.#waiting.delete(wake)
          resolve()
        }
        const cancel = this.#options.clock.after(waitMs, wake)
        this.#waiting.add(wake)
      })
    }
    return this.#runningChild()
  }

  #launch(): Child {
    const child = this.#options.launch(this.#options.modulePath, this.#options.family)
    child.onMessage((message) => this.#heard(child, message))
    this.#exited = new Promise((resolve) => {
      child.onExit((detail) => {
        this.#ended(child, detail)
        resolve()
      })
    })
    this.#isUp = false
    this.#cancelWatch()
    this.#cancelWatch = this.#options.clock.after(START_TIMEOUT_MS, () => child.kill())
    return child
  }

  /**
   * A host that was busy, or a machine that slept, finds its own timer due before the heartbeats that
   * came meanwhile: so the last missed one is waited for anew, with whatever has come read by then.
   */
  #watch(child: Child): void {
    this.#cancelWatch()
    const { clock } = this.#options
    this.#cancelWatch = clock.after(HEARTBEAT_EVERY_MS * HEARTBEATS_MISSED_MAX, () => {
      this.#cancelWatch = clock.after(HEARTBEAT_EVERY_MS, () => child.kill())
    })
  }

  #heard(child: Child, raw: unknown): void {
    if (child !== this.#child) return
    const message = FromLinkHost.safeParse(raw)
    // Drivers that talk nonsense have lost their mind: a new process has a sound one.
    if (message.success) this.#handle(child, message.data)
    else child.kill()
  }

  #handle(child: Child, message: FromLinkHost): void {
    if (message.type === 'heartbeat') {
      this.#isUp = true
      return this.#watch(child)
    }
    if (message.type === 'listed') return this.#lists.get(message.callId)?.(message.devices)
    const link = this.#links.get(message.linkId)
    if (link === undefined) return
    switch (message.type) {
      case 'opened':
        link.cancelTimer()
        link.opening?.(ok(this.#linkOver(child, message.linkId, link)))
        link.opening = null
        return
      case 'data':
        return link.events.data(message.bytes)
      case 'done':
        link.calls.get(message.callId)?.(message.ok)
        link.calls.delete(message.callId)
        return
      default:
        this.#drop(message.linkId, message.fault)
    }
  }

  #linkOver(child: Child, linkId: string, link: RelayedLink): ByteLink {
    const call = (message: (callId: number) => ToLinkHost): Promise<boolean> =>
      new Promise((resolve) => {
        if (link.events.isClosed()) return resolve(false)
        const callId = (this.#calls += 1)
        link.calls.set(callId, resolve)
        this.#post(child, message(callId))
      })
    const close = (): void => {
      if (link.events.isClosed()) return
      this.#post(child, { type: 'close', linkId })
      link.cancelTimer()
      link.cancelTimer = this.#options.clock.after(CLOSE_TIMEOUT_MS, () => this.#drop(linkId, null))
    }
    return {
      write: (bytes) => call((callId) => ({ type: 'write', linkId, callId, bytes })),
      drain: () => call((callId) => ({ type: 'drain', linkId, callId })),
      end: () => this.#post(child, { type: 'end', linkId }),
      destroy: close,
      onData: link.events.onData,
      onClosed: link.events.onClosed,
    }
  }

  #post(child: Child, message: ToLinkHost): void {
    child.post(message)
  }

  #drop(linkId: string, fault: LinkFault | null): void {
    const link = this.#links.get(linkId)
    if (link === undefined) return
    this.#links.delete(linkId)
    link.cancelTimer()
    for (const settle of link.calls.values()) settle(false)
    link.opening?.(fail(fault ?? { code: 'absent', detail: 'The device closed as it was opened' }))
    link.opening = null
    link.events.closed(fault)
  }

  #ended(child: Child, detail: string): void {
    if (child !== this.#child) return
    this.#child = null
    this.#cancelWatch()
    if (!this.#isClosed) this.#crashed()
    const fault: LinkFault = {
      code: 'host-crashed',
      detail: `The drivers of ${this.#name} ended (${detail}) and are started again`,
    }
    for (const settle of this.#lists.values()) settle(null)
    for (const linkId of this.#links.keys()) this.#drop(linkId, fault)
  }

  /** After one crash the links' own back-off is wait enough; from the second on the child waits too. */
  #crashed(): void {
    const { clock, random } = this.#options
    this.#crashes.push(clock.monotonicMs())
    const again = this.#crashes.length - 1
    const waitMs = again === 0 ? 0 : backOffMs(again, random)
    this.#notBeforeMs = clock.monotonicMs() + waitMs
  }
}
