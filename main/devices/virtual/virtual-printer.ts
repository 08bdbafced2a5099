import type { Socket } from 'node:net'
import { startVirtualListener } from './virtual-listener.ts'
import { createZplJobSplitter } from './zpl-job-splitter.ts'

/** Connections remembered with their bytes, newest last. */
const CONNECTIONS_KEPT_MAX = 500

export type VirtualPrinter = {
  port: number
  /** The bytes of every connection that sent some, in order, as a raw sink would have them. */
  received: () => Uint8Array[]
  /** Complete labels in the order they were printed. */
  labels: () => string[]
  paper: () => 'ok' | 'out'
  isReading: () => boolean
  setPaper: (paper: 'ok' | 'out') => void
  /** A printer that does not read takes connections and leaves the bytes in them. */
  setReading: (isReading: boolean) => void
  /** Answers `~HS`; many print servers never do. */
  setAnswersStatus: (answers: boolean) => void
  /** Resets the next connection after so many bytes; null for never. */
  cutAfter: (bytes: number | null) => void
  isConnected: () => boolean
  setOn: (on: boolean) => Promise<void>
  close: () => Promise<void>
}

type Options = { port: number; onLabel?: (zpl: string) => void; answersStatus?: boolean }

/**
 * A ZPL printer on a raw port. Labels received while paper is out wait and come out when there is
 * some again, as real ones do.
 */
export async function startVirtualPrinter(options: Options): Promise<VirtualPrinter> {
  const printer = new ZplTwin(options)
  const listener = await startVirtualListener(options.port, (socket) => printer.serve(socket))
  return {
    port: listener.port,
    received: () => printer.received.map((chunks) => Buffer.concat(chunks)),
    labels: () => printer.labels,
    paper: () => printer.paper,
    isReading: () => printer.isReading,
    setPaper: (paper) => printer.setPaper(paper),
    setReading: (isReading) => {
      printer.isReading = isReading
      for (const socket of listener.sockets) {
        if (isReading) socket.resume()
        else socket.pause()
      }
    },
    setAnswersStatus: (answers) => {
      printer.answersStatus = answers
    },
    cutAfter: (bytes) => {
      printer.cutAfterBytes = bytes
    },
    isConnected: () => listener.sockets.size > 0,
    setOn: listener.setOn,
    close: listener.close,
  }
}

class ZplTwin {
  readonly received: Uint8Array[][] = []
  readonly labels: string[] = []
  paper: 'ok' | 'out' = 'ok'
  isReading = true
  answersStatus: boolean
  cutAfterBytes: number | null = null
  readonly #options: Options
  // One for all connections: half a label left by one is finished by the next.
  readonly #splitter = createZplJobSplitter()
  #waiting: string[] = []

  constructor(options: Options) {
    this.#options = options
    this.answersStatus = options.answersStatus ?? false
  }

  serve(socket: Socket): void {
    const chunks: Uint8Array[] = []
    let taken = 0
    socket.on('data', (bytes) => {
      const room = this.cutAfterBytes === null ? bytes.length : this.cutAfterBytes - taken
      const kept = bytes.subarray(0, Math.max(0, room))
      taken += kept.length
      if (kept.length > 0) this.#take(kept, chunks, socket)
      if (kept.length < bytes.length) {
        this.cutAfterBytes = null
        socket.resetAndDestroy()
      }
    })
    if (!this.isReading) socket.pause()
  }

  setPaper(paper: 'ok' | 'out'): void {
    this.paper = paper
    if (paper === 'out') return
    const waiting = this.#waiting
    this.#waiting = []
    for (const zpl of waiting) this.#print(zpl)
  }

  #take(bytes: Uint8Array, chunks: Uint8Array[], socket: Socket): void {
    if (chunks.length === 0) {
      this.received.push(chunks)
      if (this.received.length > CONNECTIONS_KEPT_MAX) this.received.shift()
    }
    chunks.push(bytes)
    // What came with its own cancellation never reaches the paper.
    let fresh: string[] = []
    for (const event of this.#splitter.feed(bytes)) {
      if (event.kind === 'host-status' && this.answersStatus) socket.write(this.#hostStatus())
      if (event.kind === 'label') fresh.push(event.zpl)
      if (event.kind === 'cancel-all') {
        fresh = []
        this.#waiting = []
      }
    }
    if (this.paper === 'out') this.#waiting.push(...fresh)
    else for (const zpl of fresh) this.#print(zpl)
  }

  #print(zpl: string): void {
    this.labels.push(zpl)
    if (this.labels.length > CONNECTIONS_KEPT_MAX) this.labels.shift()
    this.#options.onLabel?.(zpl)
  }

  #hostStatus(): string {
    const out = this.paper === 'out' ? '1' : '0'
    const partial = this.#splitter.isPartial() ? '1' : '0'
    const waiting = String(this.#waiting.length).padStart(3, '0')
    const lines = [
      `030,${out},0,1216,${waiting},0,0,${partial},000,0,0,0`,
      `001,0,0,0,1,2,6,0,00000000,1,000`,
      `1234,0`,
    ]
    return lines.map((line) => `\u0002${line}\u0003\r\n`).join('')
  }
}
