import type { Result } from '#contract/result.ts'
import type { Clock } from '../clock.ts'
import { backOffMs } from './back-off.ts'
import type { ByteLink, LinkFault } from './link/byte-link.ts'

/**
 * Keeps one connection to a device alive. States and exits:
 *
 *   opening  → ready (opened) | absent, denied, lost (could not, by reason)
 *   ready    → attention (a human must act) | lost (closed, or reset by the driver)
 *   attention→ ready (all is well again) | lost
 *   lost, absent, denied → opening (after the back-off)
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
  state(): LinkState
  /** False when there is no connection: nothing is kept for later. */
  write(bytes: Uint8Array): Promise<boolean>
  /** The driver gave up on this connection; it is dropped and opened again. */
  reset(fault: LinkFault): void
  /** Reachable, but a human must act; null when all is well again. */
  attention(why: string | null): void
  close(): Promise<void>
}

type Options = {
  open: () => Promise<Result<ByteLink, LinkFault>>
  clock: Clock
  random: () => number
  onOpen?: () => void
  onData: (bytes: Uint8Array) => void
  onLost?: (fault: LinkFault) => void
  onState: (state: LinkState) => void
}

export function superviseLink(options: Options): SupervisedLink {
  const { clock } = options
  let state: LinkState = { s: 'opening', attempt: 1 }
  let link: ByteLink | null = null
  let failures = 0
  let attempts = 0
  let openedAtMs = 0
  let cancelRetry = (): void => {}
  let closedPromise: Promise<void> | null = null
  let whenDown = (): void => {}

  function enter(next: LinkState): void {
    if (state.s === 'stopped') return
    state = next
    options.onState(next)
  }

  function attempt(): void {
    attempts += 1
    enter({ s: 'opening', attempt: attempts })
    options.open().then(
      (opened) => (opened.ok ? connected(opened.value) : failed(opened.error)),
      (error: unknown) => failed({ code: 'unreachable', detail: String(error) }),
    )
  }

  function connected(opened: ByteLink): void {
    if (state.s === 'stopped') {
      opened.onClosed(() => {})
      return opened.destroy()
    }
    link = opened
    openedAtMs = clock.monotonicMs()
    enter({ s: 'ready', since: clock.now() })
    options.onOpen?.()
    opened.onData((bytes) => {
      if (link === opened) options.onData(bytes)
    })
    opened.onClosed((fault) => {
      if (link === opened) dropped(fault ?? { code: 'unplugged', detail: 'The connection ended' })
      if (state.s === 'stopped') whenDown()
    })
  }

  function dropped(fault: LinkFault): void {
    link = null
    if (state.s === 'stopped') return
    if (clock.monotonicMs() - openedAtMs >= HEALTHY_AFTER_MS) failures = 0
    options.onLost?.(fault)
    failed(fault)
  }

  function failed(fault: LinkFault): void {
    if (state.s === 'stopped') return whenDown()
    failures += 1
    const waitMs = backOffMs(failures, options.random)
    const retryAt = clock.now() + waitMs
    cancelRetry = clock.after(waitMs, attempt)
    if (fault.code === 'permission' || fault.code === 'busy') {
      enter({ s: 'denied', retryAt, hint: fault.detail })
    } else {
      enter({ s: fault.code === 'absent' ? 'absent' : 'lost', retryAt, last: fault })
    }
  }

  attempt()
  return {
    state: () => state,
    write: (bytes) => (link === null ? Promise.resolve(false) : link.write(bytes)),
    reset: (fault) => {
      const old = link
      if (old === null) return
      dropped(fault)
      old.destroy()
    },
    attention: (why) => {
      if (link === null || state.s === 'stopped') return
      if (why === null && state.s === 'attention') enter({ s: 'ready', since: clock.now() })
      if (why !== null && !(state.s === 'attention' && state.why === why)) {
        enter({ s: 'attention', why })
      }
    },
    close: () => {
      closedPromise ??= new Promise((resolve) => {
        cancelRetry()
        enter({ s: 'stopped' })
        whenDown = resolve
        if (link === null) return resolve()
        link.destroy()
      })
      return closedPromise
    },
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
    case 'stopped':
      return { state: 'stopped', detail: '' }
  }
}
