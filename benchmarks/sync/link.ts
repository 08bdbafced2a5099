import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type LinkConditions, type SlowWire, slowWire } from './slow-wire.ts'

/** A TCP proxy between one station and the server; without conditions it only counts. */
export type Link = {
  url: string
  /** Payload bytes of the streams, each once: no headers of TCP or IP, no copies. */
  bytes: () => { toServer: number; toStation: number }
  close: () => Promise<void>
}

export type LinkOptions = {
  /** Where the server listens now; it may be another port after every start. */
  serverPort: () => number
  conditions?: LinkConditions | undefined
  random?: () => number
}

/** What may be on its way in one direction before the writer has to wait: a socket's buffer. */
const UNDERWAY_BYTES_MAX = 64 * 1024

/** A hop that is neither slow nor lossy still goes through here, so that all are counted alike. */
const HOST = '127.0.0.1'

export async function openLink(options: LinkOptions): Promise<Link> {
  const { serverPort, conditions, random = Math.random } = options
  const count = { toServer: 0, toStation: 0 }
  const up = conditions && slowWire(conditions, random)
  const down = conditions && slowWire(conditions, random)
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, (station) => {
    const office = connect({ port: serverPort(), host: HOST, noDelay: true })
    for (const socket of [station, office]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
    // The handshake takes a round trip before the first byte may leave.
    const readyAtMs = performance.now() + (conditions?.roundTripMs ?? 0)
    office.once('connect', () => {
      flow(station, office, { wire: up, readyAtMs, counted: (n) => (count.toServer += n) })
      flow(office, station, { wire: down, readyAtMs, counted: (n) => (count.toStation += n) })
    })
    // Where nobody listens nothing was sent; nobody at the other end is no news here either.
    office.once('error', () => station.destroy())
    station.once('error', () => office.destroy())
  })
  server.listen(0, HOST)
  await once(server, 'listening')
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    bytes: () => ({ ...count }),
    close: async () => {
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
  }
}

type Flow = { wire: SlowWire | undefined; readyAtMs: number; counted: (bytes: number) => void }

/** One direction of one connection: in order, late, and never faster than the wire. */
function flow(from: Socket, to: Socket, { wire, readyAtMs, counted }: Flow): void {
  const queue: { atMs: number; bytes: Buffer | null }[] = []
  let underway = 0
  let lastAtMs = 0
  let isWaiting = false

  function deliver(): void {
    isWaiting = false
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      const leftMs = first.atMs - performance.now()
      if (leftMs > 0) {
        isWaiting = true
        setTimeout(deliver, Math.ceil(leftMs))
        return
      }
      queue.shift()
      if (first.bytes === null) to.end()
      else pass(first.bytes)
    }
  }

  function pass(bytes: Buffer): void {
    underway -= bytes.length
    counted(bytes.length)
    if (!to.destroyed) to.write(bytes)
    if (underway < UNDERWAY_BYTES_MAX && from.isPaused() && !to.writableNeedDrain) from.resume()
  }

  function put(atMs: number, bytes: Buffer | null): void {
    lastAtMs = Math.max(lastAtMs, atMs)
    queue.push({ atMs: lastAtMs, bytes })
    if (!isWaiting) deliver()
  }

  from.on('data', (chunk: Buffer) => {
    underway += chunk.length
    if (wire === undefined) put(0, chunk)
    else {
      let at = 0
      for (const sent of wire.carry(chunk.length, Math.max(readyAtMs, performance.now()))) {
        put(sent.arrivesAtMs, chunk.subarray(at, at + sent.bytes))
        at += sent.bytes
      }
    }
    if (underway >= UNDERWAY_BYTES_MAX || to.writableNeedDrain) from.pause()
  })
  to.on('drain', () => from.resume())
  from.on('end', () => put(lastAtMs, null))
  // A broken end breaks the other: whoever waits for an answer must hear of it.
  from.on('error', () => to.destroy())
  from.on('close', (hadError) => {
    if (hadError) to.destroy()
  })
}
