import type { Clock } from '../clock.ts'
import { backOffMs } from './back-off.ts'
import type { ByteLink, LinkFault, OpenDevice } from './link/byte-link.ts'

/**
 * Keeps one connection to a device alive. States and exits:
 *
 *   opening  → ready (opened) | absent, denied, lost (could not, by reason)
 *   ready    → attention (a human must act) | lost (closed, or reset by the driver)
 *   attention→ ready (all is well again) | lost
 *   lost, absent, denied → opening (after the back-off, or at once when something is plugged in)
 *   any      → stopped (close), for good
 *
 * One attempt runs at a time. The back-off grows with every failed attempt and with every connection
 * that did not stay up; ten healthy seconds set it back.
 */
export type LinkState =
  | { s: 'opening'; attempt: number }
  | { s: 'ready'; since: number }
  | { s: 'attention'; why: string }
  | { s: 'absent'; retryAt: number; last: LinkFault }
  | { s: 'lost'; retryAt: number; last: LinkFault }
  | { s: 'denied'; retryAt: number; hint: string }
  | { s: 'stopped' }

/** A connection up for this long was a good one: the next loss is retried at once. */
export const HEALTHY_AFTER_MS = 10_000

export type SupervisedLink = {
  state: () => LinkState
  /** False when there is no connection: nothing is kept for later. */
  write: (bytes: Uint8Array) => Promise<boolean>
  /** The driver gave up on this connection; it is dropped and opened again. */
  reset: (fault: LinkFault) => void
  /** Reachable, but a human must act; null when all is well again. */
  attention: (why: string | null) => void
  close: () => Promise<void>
}

type Options = {
  open: OpenDevice
  clock: Clock
  random: () => number
  onOpen?: () => void
  onData: (bytes: Uint8Array) => void
  onLost?: (fault: LinkFault) => void
  onState: (state: LinkState) => void
}

export function superviseLink(options: Options): SupervisedLink {
  const supervisor = new LinkSupervisor(options)
  supervisor.attempt()
  return {
    state: () => supervisor.state,
    write: (bytes) => supervisor.write(bytes),
    reset: (fault) => supervisor.reset(fault),
    attention: (why) => supervisor.attention(why),
    close: () => supervisor.close(),
  }
}

export type DeviceState = 'ready' | 'opening' | 'lost' | 'attention' | 'denied' | 'stopped'

/** The state and one sentence for people, as device panels show it. */
export function describeLinkState(state: LinkState): { state: DeviceState; detail: string } {
  switch (state.s) {
    case 'opening':
      return { state: 'opening', detail: state.attempt > 1 ? `Attempt ${state.attempt}` : '' }
    case 'ready':
      return { state: 'ready', detail: '' }
    case 'attention':
      return { state: 'attention', detail: state.why }
    case 'absent':
    case 'lost':
      return { state: 'lost', detail: state.last.detail }
    case 'denied':
      return { state: 'denied', detail: state.hint }
    default:
      return { state: state.s, detail: '' }
  }
}

/** What a person must do something about. */
const DENIED_CODES: ReadonlySet<string> = new Set(['permission', 'busy', 'ambiguous'])

class LinkSupervisor {
  state: LinkState = { s: 'opening', attempt: 1 }
  readonly #options: Options
  #link: ByteLink | null = null
  #failures = 0
  #attempts = 0
  #openedAtMs = 0
  #cancelRetry = (): void => {}
  #closed: Promise<void> | null = null
  #whenDown = (): void => {}

  constructor(options: Options) {
    this.#options = options
  }

  attempt(): void {
    this.#attempts += 1
    this.#enter({ s: 'opening', attempt: this.#attempts })
    this.#options.open().then(
      (opened) => (opened.ok ? this.#connected(opened.value) : this.#failed(opened.error)),
      (error: unknown) => this.#failed({ code: 'unreachable', detail: String(error) }),
    )
  }

  write(bytes: Uint8Array): Promise<boolean> {
    return this.#link === null ? Promise.resolve(false) : this.#link.write(bytes)
  }

  reset(fault: LinkFault): void {
    const old = this.#link
    if (old === null) return
    this.#dropped(fault)
    old.destroy()
  }

  attention(why: string | null): void {
    if (this.#link === null) return
    if (why === null && this.state.s === 'attention') {
      this.#enter({ s: 'ready', since: this.#options.clock.now() })
    }
    const isNews = this.state.s !== 'attention' || this.state.why !== why
    if (why !== null && isNews) this.#enter({ s: 'attention', why })
  }

  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#cancelRetry()
      this.#enter({ s: 'stopped' })
      this.#whenDown = resolve
      if (this.#link === null) return resolve()
      this.#link.destroy()
    })
    return this.#closed
  }

  #enter(next: LinkState): void {
    if (this.state.s === 'stopped') return
    this.state = next
    this.#options.onState(next)
  }

  #connected(opened: ByteLink): void {
    if (this.state.s === 'stopped') {
      opened.onClosed(() => {})
      return opened.destroy()
    }
    this.#link = opened
    this.#openedAtMs = this.#options.clock.monotonicMs()
    this.#enter({ s: 'ready', since: this.#options.clock.now() })
    this.#options.onOpen?.()
    opened.onData((bytes) => {
      if (this.#link === opened && this.state.s !== 'stopped') this.#options.onData(bytes)
    })
    opened.onClosed((fault) => {
      if (this.#link === opened) {
        this.#dropped(fault ?? { code: 'unplugged', detail: 'The connection ended' })
      }
      if (this.state.s === 'stopped') this.#whenDown()
    })
  }

  #dropped(fault: LinkFault): void {
    this.#link = null
    if (this.state.s === 'stopped') return
    const upMs = this.#options.clock.monotonicMs() - this.#openedAtMs
    if (upMs >= HEALTHY_AFTER_MS) {
      this.#failures = 0
      this.#attempts = 0
    }
    this.#options.onLost?.(fault)
    this.#failed(fault)
  }

  #failed(fault: LinkFault): void {
    if (this.state.s === 'stopped') return
    const { clock, random } = this.#options
    this.#failures += 1
    const waitMs = backOffMs(this.#failures, random)
    const retryAt = clock.now() + waitMs
    this.#retryAfter(waitMs)
    if (DENIED_CODES.has(fault.code)) {
      this.#enter({ s: 'denied', retryAt, hint: fault.detail })
    } else {
      this.#enter({ s: fault.code === 'absent' ? 'absent' : 'lost', retryAt, last: fault })
    }
  }
  #retryAfter(waitMs: number): void {
    const { clock, open } = this.#options
    const retry = (): void => {
      this.#cancelRetry()
      this.attempt()
    }
    const cancelTimer = clock.after(waitMs, retry)
    const cancelHint = open.onPlugged?.(retry)
    this.#cancelRetry = () => {
      cancelTimer()
      cancelHint?.()
    }
  }
}
