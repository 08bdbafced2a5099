import { RPCHandler } from '@orpc/server/ws'
import type { Server } from 'node:http'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Clock } from '../clock.ts'
import { isAllowedPage, type LocalAddress } from './local-address.ts'
import type { FirstRunRouter } from './first-run-router.ts'
import type { StationRouter } from './router.ts'

/** A screen says its token within this long, or is shown the door. */
const TOKEN_TIMEOUT_MS = 5_000

/** Bytes of one message from a screen; the longest real one is a scan. */
const MESSAGE_BYTES_MAX = 64 * 1024

/** Windows on one bench at once. */
const SOCKETS_MAX = 16

const CLOSE_POLICY = 1008

/**
 * The WebSocket door. Host and Origin are checked before the upgrade; the token comes in the first
 * message and never in a URL. Only then does a socket reach the router.
 */
export function openSocketDoor(options: {
  server: Server
  address: () => LocalAddress
  isToken: (token: string) => boolean
  router: StationRouter | FirstRunRouter
  clock: Clock
}): { close(): void } {
  const handler = new RPCHandler(options.router)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX })
  options.server.on('upgrade', (request, socket, head) => {
    // From here on the socket is ours, and an error nobody listens to ends the host.
    socket.on('error', () => socket.destroy())
    const isOurs = request.url === '/rpc' && isAllowedPage(request.headers, options.address())
    if (!isOurs || sockets.clients.size >= SOCKETS_MAX) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      admit(webSocket, options, () => void handler.upgrade(webSocket))
    })
  })
  return {
    close() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    },
  }
}

function admit(
  socket: WebSocket,
  options: { isToken: (token: string) => boolean; clock: Clock },
  onAdmitted: () => void,
): void {
  const cancel = options.clock.after(TOKEN_TIMEOUT_MS, () => socket.close(CLOSE_POLICY, 'no token'))
  // A broken socket ends in `close`; without a listener its error would end the host.
  socket.on('error', () => socket.terminate())
  socket.once('close', cancel)
  socket.once('message', (data: RawData) => {
    cancel()
    if (!options.isToken(tokenOf(data))) {
      socket.close(CLOSE_POLICY, 'wrong token')
      return
    }
    onAdmitted()
    socket.send(JSON.stringify({ ok: true }))
  })
}

function tokenOf(data: RawData): string {
  try {
    // A Buffer, an ArrayBuffer or a list of Buffers, as the socket received it.
    const text = Array.isArray(data)
      ? Buffer.concat(data).toString()
      : Buffer.from(data as Buffer).toString()
    const message: unknown = JSON.parse(text)
    const token = (message as { token?: unknown } | null)?.token
    return typeof token === 'string' ? token : ''
  } catch {
    return ''
  }
}
