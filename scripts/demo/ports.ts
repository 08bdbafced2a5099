import { createServer } from 'node:net'

/** How far a device port may move when something else sits on its usual one. */
const PORT_TRIES = 50

export class PortTaken extends Error {
  constructor(port: number, purpose: string) {
    super(
      `port ${port} (${purpose}) is taken by another program. ` +
        `Is the demo running already? End that program and start again.`,
    )
  }
}

/** Ports of the public surface don't move: one that is taken is an error that names it. */
export async function requirePort(port: number, purpose: string): Promise<number> {
  if (await isFree(port)) return port
  throw new PortTaken(port, purpose)
}

/** The first free port from `first` on, none of `used`. */
export async function findPort(first: number, used: readonly number[]): Promise<number> {
  for (let port = first; port < first + PORT_TRIES; port += 1) {
    if (!used.includes(port) && (await isFree(port))) return port
  }
  throw new PortTaken(first, 'and the ones after it')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true))
    })
  })
}
