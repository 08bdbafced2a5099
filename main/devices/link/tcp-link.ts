import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import { createLinkEvents, faultOfError } from './byte-link.ts'
import type { ByteLink, LinkFault } from './byte-link.ts'

/** A device on the bench's own network answers in a few ms; this is for one that is switched off. */
export const TCP_CONNECT_TIMEOUT_MS = 3_000

/** A dead peer is noticed on an idle line after about this long. */
const TCP_KEEP_ALIVE_MS = 10_000

/** Connects as to any serial device server or a printer's raw port. */
export function openTcpLink(
  target: { host: string; port: number },
  clock: Clock,
): Promise<Result<ByteLink, LinkFault>> {
  const place = `${target.host}:${target.port}`
  return new Promise((resolve) => {
    const socket = connect({ host: target.host, port: target.port, noDelay: true })
    const cancelTimeout = clock.after(TCP_CONNECT_TIMEOUT_MS, () => {
      socket.destroy()
      resolve(fail({ code: 'timeout', detail: `${place} did not answer in time` }))
    })
    socket.once('connect', () => {
      cancelTimeout()
      socket.removeListener('error', refused)
      socket.setKeepAlive(true, TCP_KEEP_ALIVE_MS)
      resolve(ok(linkOverSocket(socket, place)))
    })
    const refused = (error: Error): void => {
      cancelTimeout()
      resolve(fail(faultOfError(error, place)))
    }
    socket.once('error', refused)
    // A socket destroyed by the timeout may still report an error; nobody waits for it any more.
    socket.on('error', () => {})
  })
}

function linkOverSocket(socket: Socket, place: string): ByteLink {
  const events = createLinkEvents()
  let failure: LinkFault | null = null
  let endedByUs = false
  let waiting: ((written: boolean) => void)[] = []
  // Unread bytes at close would make the system send a reset and throw away what we wrote, so
  // everything a device says is read, wanted or not.
  socket.on('data', (bytes) => events.data(bytes))
  socket.on('error', (error) => {
    failure = faultOfError(error, place)
  })
  socket.on('end', () => {
    if (!endedByUs) {
      failure ??= { code: 'unplugged', detail: `${place} closed the connection` }
    }
  })
  socket.on('close', () => {
    for (const settle of waiting) settle(false)
    waiting = []
    events.closed(failure)
  })
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        if (socket.destroyed || !socket.writable) return resolve(false)
        waiting.push(resolve)
        socket.write(bytes, (error) => {
          waiting = waiting.filter((other) => other !== resolve)
          resolve(error === undefined || error === null)
        })
      }),
    drain: () => Promise.resolve(!socket.destroyed && socket.writableLength === 0),
    end: () => {
      endedByUs = true
      socket.end()
    },
    destroy: () => {
      endedByUs = true
      socket.destroy()
    },
    onData: events.onData,
    onClosed: events.onClosed,
  }
}
