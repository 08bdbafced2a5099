import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/**
 * A network between a bench and the office that can be made to swallow everything: connections stay
 * open, nothing comes back, nothing is ever refused. The worst network there is.
 */
export type BlackHole = {
  url: string
  swallow(): void
  /** Pulls the plug instead: everything that is open breaks, and nothing new is answered. */
  cut(): void
  /** Lets new connections through to where the office is now; what was swallowed is cut. */
  restore(officeUrl: string): void
  close(): void
}

export async function blackHole(officeUrl: string): Promise<BlackHole> {
  let target: URL | null = new URL(officeUrl)
  let isCut = false
  const open = new Set<Socket>()
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    // Either side may vanish at any time; that is what this is for.
    socket.on('error', () => socket.destroy())
  }
  const server = createServer((near) => {
    keep(near)
    if (isCut) {
      near.destroy()
      return
    }
    if (target === null) {
      near.resume()
      return
    }
    const far = connect(Number(target.port), target.hostname)
    keep(far)
    near.pipe(far)
    far.pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallow() {
      target = null
      for (const socket of open) {
        socket.unpipe()
        socket.resume()
      }
    },
    cut() {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    restore(nextUrl) {
      isCut = false
      target = new URL(nextUrl)
      for (const socket of open) socket.destroy()
    },
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
