import { dialectTwin } from './scanner-dialect.ts'
import type { DialectTwin, ScannerDialect } from './scanner-dialect.ts'
import { fault, moment, toggle } from './virtual-fault.ts'
import type { HasFaults } from './virtual-fault.ts'
import { startVirtualListener } from './virtual-listener.ts'

export type VirtualScanner = HasFaults & {
  port: number
  /**
   * Sends a code as a scanner would; false when no bench is connected, and then it is gone, or when the
   * bench has turned reading off. An AIM id in front goes where this dialect has it.
   */
  scan: (text: string) => boolean
  /** A memory that is emptied: all at once, in one go. */
  dump: (texts: readonly string[]) => boolean
  /** Sends bytes as they are: halves, noise, other suffixes. */
  sendRaw: (bytes: Uint8Array) => boolean
  /** False while the bench keeps it from reading. */
  isReading: () => boolean
  isConnected: () => boolean
  /** What the bench sent: beeps and lights. */
  heard: () => Uint8Array[]
  setOn: (on: boolean) => Promise<void>
  close: () => Promise<void>
}

/** Pieces of feedback kept; a test looks at the last few. */
const HEARD_MAX = 100

/** Codes that the switch for a memory sends; more than any hand scans at once. */
const DUMP_CODES = 20

type Options = { port: number; suffix?: string; dialect?: ScannerDialect }

/** A scanner of any make on a TCP port, with its troubles on switches. */
export async function startVirtualScanner(options: Options): Promise<VirtualScanner> {
  const scanner = new ScannerTwin(
    dialectTwin(options.dialect ?? 'plain', options.suffix ?? '\r\n'),
    (bytes) => {
      for (const socket of listener.sockets) socket.write(bytes)
      return listener.sockets.size > 0
    },
  )
  const listener = await startVirtualListener(options.port, (socket) => {
    socket.setNoDelay(true)
    socket.on('data', (bytes) => scanner.hear(bytes))
  })
  return {
    port: listener.port,
    faults: scanner.faults,
    scan: (text) => scanner.scan([text]),
    dump: (texts) => scanner.scan(texts),
    sendRaw: (bytes) => scanner.send(bytes),
    isReading: () => scanner.isReading,
    isConnected: () => listener.sockets.size > 0,
    heard: () => scanner.heard,
    setOn: listener.setOn,
    close: listener.close,
  }
}

class ScannerTwin {
  readonly heard: Uint8Array[] = []
  isReading = true
  readonly #twin: DialectTwin
  readonly #write: (bytes: Uint8Array) => boolean
  readonly #byteByByte = toggle('byte-by-byte', 'Sends one byte at a time')
  readonly #noiseBefore = toggle('noise-before', 'Noise in front of every code')
  readonly #noSuffix = toggle('no-suffix', 'Sends no end of a code')
  readonly #lostReport = toggle('lost-report', 'Loses the second part of a long code')
  readonly #damaged = toggle('damaged', 'Damages the next code on the way')
  readonly #mute = toggle('mute', 'Answers no command')
  /** What went out last, for a bench that asks for it again. */
  #lastPiece: Uint8Array | null = null

  constructor(twin: DialectTwin, write: (bytes: Uint8Array) => boolean) {
    this.#twin = twin
    this.#write = write
  }

  get faults() {
    return [
      this.#byteByByte,
      this.#noiseBefore,
      this.#noSuffix,
      this.#lostReport,
      this.#damaged,
      this.#mute,
      fault({
        name: 'reading-off',
        label: 'Reading is turned off',
        isOn: () => !this.isReading,
        set: (on) => {
          this.isReading = !on
        },
      }),
      moment('noise', 'Sends noise now', () => this.send(this.#twin.noise)),
      moment('half-code', 'Sends half a code now', () => this.send(this.#twin.half)),
      moment('memory', 'Empties its memory now', () => {
        this.scan(Array.from({ length: DUMP_CODES }, (_, index) => `MEMORY-${index + 1}`))
      }),
    ]
  }

  /** Codes that go out in one go, so that a bench may find them in one chunk. */
  scan(texts: readonly string[]): boolean {
    if (!this.isReading) return false
    const pieces = texts.flatMap((text) => this.#piecesOf(text))
    this.#lastPiece = pieces.at(-1) ?? null
    return this.send(Buffer.concat(pieces.map((piece) => this.#spoil(piece))))
  }

  send(bytes: Uint8Array): boolean {
    if (!this.#byteByByte.isOn()) return this.#write(bytes)
    return [...bytes].map((byte) => this.#write(new Uint8Array([byte]))).every((sent) => sent)
  }

  hear(bytes: Uint8Array): void {
    this.heard.push(bytes)
    if (this.heard.length > HEARD_MAX) this.heard.shift()
    const { answers, isReading, wantsAgain } = this.#twin.hear(bytes)
    this.isReading = isReading ?? this.isReading
    if (wantsAgain === true && this.#lastPiece !== null) {
      this.send(this.#twin.repeat(this.#lastPiece))
    }
    if (!this.#mute.isOn()) for (const answer of answers) this.send(answer)
  }

  #piecesOf(text: string): Uint8Array[] {
    const whole = this.#twin.encode(text)
    const kept = this.#lostReport.isOn() ? whole.filter((_, index) => index !== 1) : whole
    const ended = this.#noSuffix.isOn() ? kept.map(withoutLineEnd) : kept
    return this.#noiseBefore.isOn() ? [this.#twin.noise, ...ended] : ended
  }

  /** Once: what is asked for again comes whole. */
  #spoil(piece: Uint8Array): Uint8Array {
    if (!this.#damaged.isOn() || piece === this.#twin.noise) return piece
    this.#damaged.set(false)
    return piece.map((byte, index) => (index === 5 ? byte ^ 0xff : byte))
  }
}

function withoutLineEnd(piece: Uint8Array): Uint8Array {
  const end = piece.findLastIndex((byte) => byte !== 0x0d && byte !== 0x0a)
  return piece.slice(0, end + 1)
}
