import type { Socket } from 'node:net'
import type { PrintedPicture } from './picture-job.ts'
import { PrinterTwin } from './printer-twin.ts'
import type { VirtualLabel, VirtualLanguage } from './printer-voice.ts'
import { printerFaults } from './virtual-printer-faults.ts'
import type { HasFaults } from './virtual-fault.ts'
import { startVirtualListener } from './virtual-listener.ts'
import type { VirtualListener } from './virtual-listener.ts'

export type { VirtualLabel, VirtualLanguage } from './printer-voice.ts'

/** Connections remembered with their bytes, newest last. */
const CONNECTIONS_KEPT_MAX = 500

export type VirtualPrinter = HasFaults & {
  port: number
  language: VirtualLanguage
  /** The bytes of every connection that sent some, in order, as a raw sink would have them. */
  received: () => Uint8Array[]
  /** Complete ZPL labels in the order they were printed. */
  labels: () => string[]
  /** Complete labels of the languages that are sent dots, in the order they were printed. */
  pictures: () => PrintedPicture[]
  /** Labels that came out whole, in any language. */
  printedCount: () => number
  paper: () => 'ok' | 'out'
  isReading: () => boolean
  setPaper: (paper: 'ok' | 'out') => void
  /** A printer that does not read takes connections and leaves the bytes in them. */
  setReading: (isReading: boolean) => void
  /** Answers questions about its state; many print servers never do. */
  setAnswersStatus: (answers: boolean) => void
  /** Resets the next connection after so many bytes; null for never. */
  cutAfter: (bytes: number | null) => void
  isConnected: () => boolean
  setOn: (on: boolean) => Promise<void>
  /** Everything else that can be wrong with it, for tests and switches. */
  twin: PrinterTwin
  ways: ConnectionWays
  close: () => Promise<void>
}

/** How a virtual printer treats its connections. */
export type ConnectionWays = {
  isReading: boolean
  /** After so many bytes of a connection it is reset, or ended; once. */
  cutAfterBytes: number | null
  endAfterBytes: number | null
  /** Says a byte with everything it gets, as some do when anything changes. */
  isChatty: boolean
  /** What becomes of a connection while there is another. */
  second: 'served' | 'hangs' | 'refused'
}

type Options = {
  port: number
  language?: VirtualLanguage
  dotsPerMm?: number
  onLabel?: (label: VirtualLabel) => void
  answersStatus?: boolean
}

const DOTS_PER_MM = 8

/** A label printer of some language on a raw port of loopback. */
export async function startVirtualPrinter(options: Options): Promise<VirtualPrinter> {
  const language = options.language ?? 'zpl'
  const twin = new PrinterTwin({
    language,
    dotsPerMm: options.dotsPerMm ?? DOTS_PER_MM,
    answersStatus: options.answersStatus ?? false,
    onLabel: options.onLabel ?? (() => {}),
  })
  const port = new PrinterPort(twin)
  const listener = await startVirtualListener(options.port, (socket) => port.serve(socket))
  port.listener = listener
  return {
    port: listener.port,
    language,
    twin,
    ways: port.ways,
    faults: printerFaults(twin, port),
    received: () => port.received.map((chunks) => Buffer.concat(chunks)),
    labels: () => twin.labels.flatMap((label) => (label.kind === 'zpl' ? [label.zpl] : [])),
    pictures: () =>
      twin.labels.flatMap((label) => (label.kind === 'picture' ? [label.picture] : [])),
    printedCount: () => twin.labels.length,
    paper: () => (twin.condition().paper === 'out' ? 'out' : 'ok'),
    isReading: () => port.ways.isReading,
    setPaper: (paper) => twin.change({ paper }),
    setReading: (isReading) => port.setReading(isReading),
    setAnswersStatus: (answers) => {
      twin.answersStatus = answers
    },
    cutAfter: (bytes) => {
      port.ways.cutAfterBytes = bytes
    },
    isConnected: () => listener.sockets.size > 0,
    setOn: listener.setOn,
    close: listener.close,
  }
}

/** What a connection means to the printer, with everything that can go wrong with one. */
export class PrinterPort {
  readonly received: Uint8Array[][] = []
  readonly ways: ConnectionWays = {
    isReading: true,
    cutAfterBytes: null,
    endAfterBytes: null,
    isChatty: false,
    second: 'served',
  }
  listener: VirtualListener | null = null
  readonly #twin: PrinterTwin
  /** Connections that wait until the one before them is over. */
  readonly #hanging: Socket[] = []

  constructor(twin: PrinterTwin) {
    this.#twin = twin
  }

  serve(socket: Socket): void {
    const isSecond = (this.listener?.sockets.size ?? 0) > 1
    if (isSecond && this.ways.second === 'refused') return void socket.resetAndDestroy()
    socket.on('close', () => this.#hanging.shift()?.resume())
    const chunks: Uint8Array[] = []
    const counted = { taken: 0 }
    socket.on('data', (bytes) => this.#take(bytes, socket, chunks, counted))
    if (isSecond && this.ways.second === 'hangs') {
      socket.pause()
      this.#hanging.push(socket)
    }
    if (!this.ways.isReading) socket.pause()
  }

  setReading(isReading: boolean): void {
    this.ways.isReading = isReading
    for (const socket of this.listener?.sockets ?? []) {
      if (isReading) socket.resume()
      else socket.pause()
    }
  }

  #take(bytes: Buffer, socket: Socket, chunks: Uint8Array[], counted: { taken: number }): void {
    const { ways } = this
    const limit = ways.cutAfterBytes ?? ways.endAfterBytes
    const room = limit === null ? bytes.length : limit - counted.taken
    const kept = bytes.subarray(0, Math.max(0, room))
    counted.taken += kept.length
    if (kept.length > 0) this.#keep(kept, socket, chunks)
    if (kept.length === bytes.length) return
    if (ways.cutAfterBytes !== null) socket.resetAndDestroy()
    else socket.destroySoon()
    ways.cutAfterBytes = null
    ways.endAfterBytes = null
  }

  #keep(bytes: Uint8Array, socket: Socket, chunks: Uint8Array[]): void {
    if (chunks.length === 0) {
      this.received.push(chunks)
      if (this.received.length > CONNECTIONS_KEPT_MAX) this.received.shift()
    }
    chunks.push(bytes)
    if (this.ways.isChatty) socket.write(Uint8Array.of(0x12))
    this.#twin.take(bytes, (answer) => {
      if (!socket.destroyed && socket.writable) socket.write(answer)
    })
  }
}
