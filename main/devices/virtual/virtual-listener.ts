import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** Connections to one virtual device; a bench makes one at a time. */
const CONNECTIONS_MAX = 8

export type VirtualListener = {
  port: number
  sockets: ReadonlySet<Socket>
  /** A switched-off device: connections end and new ones are refused, until it is on again. */
  setOn: (on: boolean) => Promise<void>
  close: () => Promise<void>
}

/** A TCP port on loopback that plays a device; nothing a bench does to it can end the process. */
export async function startVirtualListener(
  port: number,
  onConnection: (socket: Socket) => void,
): Promise<VirtualListener> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    if (sockets.size >= CONNECTIONS_MAX) {
      socket.destroy()
      return
    }
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  const listen = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(at, '127.0.0.1', () => {
        server.removeListener('error', reject)
        resolve()
      })
    })
  const stop = async (): Promise<void> => {
    if (!server.listening) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  }
  await listen(port)
  const actualPort = (server.address() as AddressInfo).port
  return {
    port: actualPort,
    sockets,
    setOn: async (on) => {
      if (!on) await stop()
      else if (!server.listening) await listen(actualPort)
    },
    close: stop,
  }
}
