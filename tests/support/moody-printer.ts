import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/**
 * What a printer does with the next connection: takes all of it, reads so many bytes and hangs up, or
 * takes the connection and reads nothing.
 */
export type Mood = 'take' | 'stall' | { cutAfter: number }

/** A label that came out: its unit and copy as they are printed on it, and whether it is whole. */
export type PaperLabel = { unitId: string; copy: number; isWhole: boolean }

export type MoodyPrinter = {
  port: number
  /** Labels in the order in which they came out. */
  paper: PaperLabel[]
  set(mood: Mood): void
  /** Somebody sends it a label that it does not read. */
  isHanging(): boolean
  turnOff(): Promise<void>
  turnOn(): Promise<void>
  close(): void
}

/**
 * A mute ZPL printer, written from its manual: one parser for all connections, so that half a label
 * left by one is finished by the next, unless it is closed and cancelled (`^XZ~JA`) first.
 */
export async function moodyPrinter(): Promise<MoodyPrinter> {
  const printer = new Printer()
  await printer.turnOn()
  return printer
}

class Printer implements MoodyPrinter {
  port = 0
  readonly paper: PaperLabel[] = []
  #server: Server | null = null
  #mood: Mood = 'take'
  #held = ''
  #stalled = 0
  readonly #sockets = new Set<Socket>()

  set(mood: Mood): void {
    this.#mood = mood
    // What a printer that hung had not read is lost with its connection.
    if (mood !== 'stall')
      for (const socket of this.#sockets) if (socket.isPaused()) socket.destroy()
  }

  isHanging(): boolean {
    return this.#stalled > 0
  }

  async turnOff(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server?.close()
    this.#server = null
    await Promise.resolve()
  }

  async turnOn(): Promise<void> {
    const server = createServer((socket) => this.#serve(socket))
    server.listen(this.port, '127.0.0.1')
    await once(server, 'listening')
    this.#server = server
    this.port = (server.address() as AddressInfo).port
  }

  close(): void {
    void this.turnOff()
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    // A station that was killed resets its connections; a printer does not care.
    socket.on('error', () => this.#sockets.delete(socket))
    if (this.#mood === 'stall') {
      socket.pause()
      this.#stalled += 1
      socket.once('close', () => {
        this.#stalled -= 1
      })
      return
    }
    let left = this.#mood === 'take' ? Number.POSITIVE_INFINITY : this.#mood.cutAfter
    socket.on('data', (bytes: Buffer) => {
      this.#read(bytes.subarray(0, left).toString('utf8'))
      left -= bytes.length
      if (left <= 0) socket.resetAndDestroy()
    })
  }

  #read(text: string): void {
    this.#held += text
    for (;;) {
      const end = this.#held.indexOf('^XZ')
      if (end === -1) return
      const format = this.#held.slice(0, end)
      const isCancelled = this.#held.startsWith('~JA', end + 3)
      this.#held = this.#held.slice(end + (isCancelled ? 6 : 3))
      if (!isCancelled && format.includes('^XA')) this.paper.push(labelOf(format))
    }
  }
}

/** The SSCC under the bars, and the number under the word COPY. */
function labelOf(format: string): PaperLabel {
  const fields = [...format.matchAll(/\^FD(.*?)\^FS/g)].map(([, field]) => field ?? '')
  const unitId = /\(00\)(\d{18})/.exec(fields.join('\n'))?.[1] ?? ''
  const copy = Number(fields[fields.indexOf('COPY') + 1])
  const isWhole = format.indexOf('^XA') === format.lastIndexOf('^XA') && unitId !== '' && copy > 0
  return { unitId, copy, isWhole }
}
