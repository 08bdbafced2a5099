import type { Socket } from 'node:net'
import type { Clock } from '../../clock.ts'
import { createLineSplitter } from '../line-splitter.ts'
import { startVirtualListener } from './virtual-listener.ts'

export type ScaleLoad = {
  grams: number
  stable: boolean
}

export type VirtualScale = {
  port: number
  load: () => ScaleLoad
  put: (load: ScaleLoad) => void
  /** Answers nothing while true, as a scale that hangs. */
  setMute: (isMute: boolean) => void
  /** Sends bytes as they are: noise, half lines, other dialects. */
  sendRaw: (bytes: Uint8Array) => boolean
  isConnected: () => boolean
  setOn: (on: boolean) => Promise<void>
  close: () => Promise<void>
}

const SERIAL_NUMBER = 'VIRTUAL-0001'

/** How long `S` waits for rest before it gives up, and how often a stream repeats. */
const STABLE_TIMEOUT_MS = 5_000
const STREAM_EVERY_MS = 200

/** Commands longer than this are noise. */
const COMMAND_MAX = 64

type Options = { port: number; maxGrams?: number; clock: Clock }

/** An MT-SICS scale: weight now and at rest, stream, zero, tare, reset and identity. */
export async function startVirtualScale(options: Options): Promise<VirtualScale> {
  const scale = new MtSicsTwin(options.maxGrams ?? 60_000)
  const listener = await startVirtualListener(options.port, (socket) => {
    serveCommands(socket, scale, options.clock)
  })
  return {
    port: listener.port,
    load: () => scale.load,
    put: (load) => {
      scale.load = load
    },
    setMute: (isMute) => {
      scale.isMute = isMute
    },
    sendRaw: (bytes) => {
      for (const socket of listener.sockets) socket.write(bytes)
      return listener.sockets.size > 0
    },
    isConnected: () => listener.sockets.size > 0,
    setOn: listener.setOn,
    close: listener.close,
  }
}

class MtSicsTwin {
  load: ScaleLoad = { grams: 0, stable: true }
  isMute = false
  readonly #maxGrams: number
  #zeroGrams = 0
  #tareGrams = 0

  constructor(maxGrams: number) {
    this.#maxGrams = maxGrams
  }

  /** One command's answer; null for `S` while the load moves, which waits. */
  answer(command: string): string | null {
    switch (command) {
      case 'SI':
        return this.#weight()
      case 'S':
        return this.load.stable ? this.#weight() : null
      case 'Z':
      case 'ZI':
        if (!this.load.stable) return `${command} I`
        this.#zeroGrams = this.load.grams
        this.#tareGrams = 0
        return command === 'Z' ? 'Z A' : 'ZI S'
      case 'T':
      case 'TI':
        if (!this.load.stable) return `${command} I`
        this.#tareGrams = this.load.grams - this.#zeroGrams
        return `${command} S ${kilograms(this.#tareGrams)}`
      case 'TA':
        return `TA A ${kilograms(this.#tareGrams)}`
      case 'TAC':
        this.#tareGrams = 0
        return 'TAC A'
      case '@':
      case 'I4':
        return `I4 A "${SERIAL_NUMBER}"`
      default:
        return 'ES'
    }
  }

  #weight(): string {
    const gross = this.load.grams - this.#zeroGrams
    if (gross > this.#maxGrams) return 'S +'
    if (gross < -this.#maxGrams / 10) return 'S -'
    return `S ${this.load.stable ? 'S' : 'D'} ${kilograms(gross - this.#tareGrams)}`
  }
}

/** Ten characters, right-aligned, then the unit. */
function kilograms(grams: number): string {
  return `${(grams / 1_000).toFixed(3).padStart(10)} kg`
}

function serveCommands(socket: Socket, scale: MtSicsTwin, clock: Clock): void {
  const splitter = createLineSplitter({ end: '\r\n', maxBytes: COMMAND_MAX })
  let cancel = (): void => {}
  const say = (line: string): void => {
    if (!scale.isMute && socket.writable) socket.write(`${line}\r\n`)
  }
  const waitForRest = (untilMs: number): void => {
    const answer = scale.answer('S')
    if (answer !== null) return say(answer)
    if (clock.monotonicMs() >= untilMs) return say('S I')
    cancel = clock.after(50, () => waitForRest(untilMs))
  }
  const stream = (command: 'SI' | 'S'): void => {
    const answer = scale.answer(command)
    if (answer !== null) say(answer)
    cancel = clock.after(STREAM_EVERY_MS, () => stream(command))
  }
  const obey = (command: string): void => {
    cancel()
    if (command === 'S') return waitForRest(clock.monotonicMs() + STABLE_TIMEOUT_MS)
    if (command === 'SIR') return stream('SI')
    if (command === 'SR') return stream('S')
    say(scale.answer(command) ?? 'ES')
  }
  socket.setNoDelay(true)
  socket.on('close', () => cancel())
  socket.on('data', (bytes) => {
    for (const event of splitter.feed(bytes)) {
      obey(event.kind === 'line' ? Buffer.from(event.bytes).toString('latin1').trim() : '?')
    }
  })
}
