import type { Result } from '#contract/result.ts'
import type { DriverFamily } from '#contract/rpc/shell-bridge.ts'
import { systemClock } from '../../clock.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import { withRemedy } from '../link/permission-remedy.ts'
import type { AttachedDevice } from '../plug/attached-device.ts'
import { FromLinkHost, HEARTBEAT_EVERY_MS, RelayedFault, ToLinkHost } from './link-messages.ts'
import type { LinkPlace } from './link-messages.ts'

/** Devices are closed within this time when the host ends; what hangs is left to the system. */
const CLOSE_ALL_TIMEOUT_MS = 1_000

export type ServedFamily = {
  name: DriverFamily
  open: (place: LinkPlace) => Promise<Result<ByteLink, LinkFault>>
  list: () => Promise<AttachedDevice[]>
}

/**
 * The program that owns one family's devices, apart from the host: a crash in a native driver ends
 * this process and nothing else. It relays bytes and knows nothing of what they mean.
 */
export function serveLinks(family: ServedFamily): void {
  const port = parentPort() ?? forkedPort()
  const server = new LinkServer(family, port.post)
  port.onMessage((message) => server.handle(ToLinkHost.parse(message)))
  // Without the host nobody hears us, and an open device would be locked for the next one.
  port.onHostGone(() => void server.stop())
  server.beat()
}

class LinkServer {
  readonly #family: ServedFamily
  readonly #post: (message: FromLinkHost) => void
  readonly #links = new Map<string, ByteLink>()
  readonly #opening = new Map<string, { isCancelled: boolean }>()
  #whenEmpty = (): void => {}

  constructor(family: ServedFamily, post: (message: FromLinkHost) => void) {
    this.#family = family
    this.#post = post
  }

  beat(): void {
    this.#post({ type: 'heartbeat' })
    systemClock.after(HEARTBEAT_EVERY_MS, () => this.beat())
  }

  handle(message: ToLinkHost): void {
    switch (message.type) {
      case 'open':
        return void this.#open(message.linkId, message.place)
      case 'write':
        return this.#call(message, (link) => link.write(message.bytes))
      case 'drain':
        return this.#call(message, (link) => link.drain())
      case 'end':
        return this.#links.get(message.linkId)?.end()
      case 'close':
        return this.#close(message.linkId)
      case 'list':
        return void this.#list(message.callId)
      default:
        void this.stop()
    }
  }

  /** Closes everything and ends the process, past whatever a driver still has running in its threads. */
  async stop(): Promise<void> {
    for (const opening of this.#opening.values()) opening.isCancelled = true
    await new Promise<void>((resolve) => {
      if (this.#links.size === 0) return resolve()
      this.#whenEmpty = resolve
      systemClock.after(CLOSE_ALL_TIMEOUT_MS, resolve)
      for (const link of this.#links.values()) link.destroy()
    })
    process.kill(process.pid, 'SIGKILL')
  }

  async #open(linkId: string, place: LinkPlace): Promise<void> {
    const opening = { isCancelled: false }
    this.#opening.set(linkId, opening)
    const opened = await this.#family.open(place)
    this.#opening.delete(linkId)
    if (!opened.ok) {
      const fault = withRemedy(opened.error, this.#family.name, process.platform)
      return this.#post({ type: 'open-failed', linkId, fault: relayed(fault) })
    }
    const link = opened.value
    if (opening.isCancelled) {
      link.onClosed(() => {})
      return link.destroy()
    }
    this.#links.set(linkId, link)
    this.#post({ type: 'opened', linkId })
    link.onData((bytes) => this.#post({ type: 'data', linkId, bytes }))
    link.onClosed((fault) => {
      this.#links.delete(linkId)
      this.#post({ type: 'closed', linkId, fault: fault === null ? null : relayed(fault) })
      if (this.#links.size === 0) this.#whenEmpty()
    })
  }

  #close(linkId: string): void {
    const opening = this.#opening.get(linkId)
    if (opening !== undefined) opening.isCancelled = true
    this.#links.get(linkId)?.destroy()
  }

  #call(
    { linkId, callId }: { linkId: string; callId: number },
    work: (link: ByteLink) => Promise<boolean>,
  ): void {
    const link = this.#links.get(linkId)
    const done = link === undefined ? Promise.resolve(false) : work(link)
    void done.then((ok) => this.#post({ type: 'done', linkId, callId, ok }))
  }

  async #list(callId: number): Promise<void> {
    this.#post({ type: 'listed', callId, devices: await this.#family.list() })
  }
}

function relayed(fault: LinkFault): RelayedFault {
  const detail = fault.detail.slice(0, 1_000)
  const parsed = RelayedFault.safeParse({ code: fault.code, detail })
  return parsed.success ? parsed.data : { code: 'unplugged', detail }
}

type HostPort = {
  post: (message: FromLinkHost) => void
  onMessage: (run: (message: unknown) => void) => void
  onHostGone: (run: () => void) => void
}

/** Under Electron the shell hands over the host's port; what is said before it comes waits for it. */
function parentPort(): HostPort | null {
  type Port = {
    postMessage: (message: unknown) => void
    on: (event: 'message' | 'close', run: (event: { data: unknown }) => void) => void
    start: () => void
  }
  type Shell = { on: (event: 'message', run: (event: { ports: Port[] }) => void) => void }
  const shell = (process as { parentPort?: Shell }).parentPort
  if (shell === undefined) return null
  let hostPort: Port | null = null
  let early: FromLinkHost[] = []
  let hear = (_message: unknown): void => {}
  let gone = (): void => {}
  shell.on('message', ({ ports: [port] }) => {
    if (port === undefined || hostPort !== null) return
    hostPort = port
    port.on('message', ({ data }) => hear(data))
    port.on('close', () => gone())
    port.start()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    for (const message of early) port.postMessage(message)
    early = []
  })
  return {
    post: (message) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
      if (hostPort !== null) hostPort.postMessage(message)
      else if (message.type === 'heartbeat') early = [message]
    },
    onMessage: (run) => void (hear = run),
    onHostGone: (run) => void (gone = run),
  }
}

/** A forked process talks over its own channel. */
function forkedPort(): HostPort {
  return {
    post: (message) => {
      // A channel that closes this very moment is the host's end, and told as one.
      if (process.connected) process.send?.(message, undefined, {}, () => {})
    },
    onMessage: (run) => void process.on('message', run),
    onHostGone: (run) => void process.on('disconnect', run),
  }
}
