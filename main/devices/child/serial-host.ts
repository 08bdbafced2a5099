import { systemClock } from '../../clock.ts'
import { openSerialLink } from '../link/serial-link.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import { FromSerialHost, HEARTBEAT_EVERY_MS, ToSerialHost } from './serial-messages.ts'

/**
 * The program that owns serial ports, apart from the host: a crash in a native driver ends this
 * process and nothing else. It relays bytes and knows nothing of what they mean.
 */
function serveSerialPorts(port: {
  post: (message: FromSerialHost) => void
  onMessage: (run: (message: unknown) => void) => void
}): void {
  const links = new Map<string, ByteLink>()

  async function open(linkId: string, settings: Parameters<typeof openSerialLink>[0]) {
    const opened = await openSerialLink(settings)
    if (!opened.ok) {
      return port.post({ type: 'open-failed', linkId, fault: relayedFault(opened.error) })
    }
    const link = opened.value
    links.set(linkId, link)
    port.post({ type: 'opened', linkId })
    link.onData((bytes) => port.post({ type: 'data', linkId, bytes }))
    link.onClosed((fault) => {
      links.delete(linkId)
      port.post({ type: 'closed', linkId, fault: fault === null ? null : relayedFault(fault) })
    })
  }

  async function call(linkId: string, callId: number, work: (link: ByteLink) => Promise<boolean>) {
    const link = links.get(linkId)
    const ok = link === undefined ? false : await work(link)
    port.post({ type: 'done', linkId, callId, ok })
  }

  function handle(message: ToSerialHost): void {
    switch (message.type) {
      case 'open':
        return void open(message.linkId, message.settings)
      case 'write':
        return void call(message.linkId, message.callId, (link) => link.write(message.bytes))
      case 'drain':
        return void call(message.linkId, message.callId, (link) => link.drain())
      default:
        links.get(message.linkId)?.destroy()
    }
  }

  function beat(): void {
    port.post({ type: 'heartbeat' })
    systemClock.after(HEARTBEAT_EVERY_MS, beat)
  }

  port.onMessage((message) => handle(ToSerialHost.parse(message)))
  beat()
}

function relayedFault(fault: LinkFault): Extract<FromSerialHost, { type: 'open-failed' }>['fault'] {
  const parsed = FromSerialHost.options[2].shape.fault.safeParse(fault)
  return parsed.success ? parsed.data : { code: 'unplugged', detail: fault.detail.slice(0, 1_000) }
}

/** Electron hands a utility process its port; a forked process talks over its own channel. */
type ParentPort = {
  postMessage: (message: unknown) => void
  on: (event: 'message', run: (event: { data: unknown }) => void) => void
}

const parentPort = (process as { parentPort?: ParentPort }).parentPort
if (parentPort === undefined) {
  // Without the host nobody hears us, and an open port would be locked for the next one.
  process.on('disconnect', () => process.exit(0))
  serveSerialPorts({
    post: (message) => {
      if (process.connected) process.send?.(message)
    },
    onMessage: (run) => void process.on('message', run),
  })
} else {
  serveSerialPorts({
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    post: (message) => parentPort.postMessage(message),
    onMessage: (run) => parentPort.on('message', (event) => run(event.data)),
  })
}
