import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/**
 * Devices written from their manuals, with nothing of ours in them: a scanner and a scale behind a
 * serial device server, and the raw port of a printer.
 */
export type RawScanner = {
  port: number
  scan(text: string): Promise<void>
  /** Bytes as they are, without a suffix. */
  raw(bytes: Buffer): Promise<void>
  close(): void
}
export type RawScale = {
  port: number
  /** Grams on the plate; `motion` while they move, `garbage` while the line is noise. */
  put(grams: number, state?: 'stable' | 'motion' | 'garbage'): void
  close(): void
}
export type RawPrinter = { port: number; jobs: Buffer[]; close(): void }

export async function rawScanner(): Promise<RawScanner> {
  const { server, port, sockets } = await listen(() => undefined)
  const raw = async (bytes: Buffer) => {
    if (sockets.size === 0) await once(server, 'connection')
    for (const socket of sockets) socket.write(bytes)
  }
  return {
    port,
    raw,
    scan: (text) => raw(Buffer.from(`${text}\r\n`)),
    close: () => shut(server, sockets),
  }
}

/** MT-SICS level 0: `S` and `SI` with the weight right-aligned in ten characters. */
export async function rawScale(): Promise<RawScale> {
  let grams = 0
  let state: 'stable' | 'motion' | 'garbage' = 'stable'
  const answer = (command: string): string => {
    if (state === 'garbage') return '\u0007S S ~~~ kgkgkg'
    if (command === '@' || command === 'I4') return 'I4 A "B021002593"'
    if (command !== 'S' && command !== 'SI') return 'ES'
    if (command === 'S' && state === 'motion') return 'S I'
    const weight = (grams / 1_000).toFixed(3).padStart(10)
    return `S ${state === 'stable' ? 'S' : 'D'} ${weight} kg`
  }
  const { server, port, sockets } = await listen((socket) => {
    let rest = ''
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) socket.write(`${answer(line.trim())}\r\n`)
    })
  })
  return {
    port,
    put(nextGrams, nextState = 'stable') {
      grams = nextGrams
      state = nextState
    },
    close: () => shut(server, sockets),
  }
}

/** Takes whatever comes and says nothing, as a print server does; one connection is one job. */
export async function rawPrinter(): Promise<RawPrinter> {
  const jobs: Buffer[] = []
  const { server, port, sockets } = await listen((socket) => {
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    // A client that only looks whether anybody is there prints nothing.
    socket.on('end', () => {
      if (chunks.length > 0) jobs.push(Buffer.concat(chunks))
    })
  })
  return { port, jobs, close: () => shut(server, sockets) }
}

async function listen(onSocket: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A station that was killed resets its connections; a device does not care.
    socket.on('error', () => sockets.delete(socket))
    onSocket(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, sockets, port: (server.address() as AddressInfo).port }
}

function shut(server: Server, sockets: ReadonlySet<Socket>): void {
  server.close()
  for (const socket of sockets) socket.destroy()
}
