import type { Socket } from 'node:net'
import type { Clock } from '../../clock.ts'
import type { TapeDevice, TapeExchange, TapeStep } from './replay-tape.ts'
import { startVirtualListener } from './virtual-listener.ts'
import { startVirtualScale } from './virtual-scale.ts'

/** A stream is said again this often while it does not change: a scale is never silent for long. */
const STREAM_EVERY_MS = 200

/** Bytes that a printer was sent and that are kept to be looked at. */
const TAKEN_BYTES_MAX = 4 * 1_048_576

/** Bytes of one question; what is longer is a label. */
const QUESTION_BYTES_MAX = 64

/** A device that does as one on the tape did. */
export type ReplayDevice = {
  id: string
  port: number
  isConnected: () => boolean
  play: (step: TapeStep) => void
  /** What the bench sent it, questions included. */
  taken: () => Uint8Array
  close: () => Promise<void>
}

type Parts = {
  clock: Clock
  /** Ms of the tape that have been played. */
  tapeMs: () => number
  speed: number
}

export function startReplayDevice(device: TapeDevice, parts: Parts): Promise<ReplayDevice> {
  const isPlainScale = device.kind === 'scale' && device.plays === 'meaning'
  return isPlainScale ? startPlainScale(device, parts) : startBytePlayer(device, parts)
}

/** A scale whose bytes mean nothing over TCP: its readings, in MT-SICS. */
async function startPlainScale(device: TapeDevice, { clock }: Parts): Promise<ReplayDevice> {
  const maxGrams = device.settings?.['maxGrams']
  const limit = typeof maxGrams === 'number' ? { maxGrams } : {}
  const scale = await startVirtualScale({ port: 0, clock, ...limit })
  return {
    id: device.id,
    port: scale.port,
    isConnected: scale.isConnected,
    play: (step) => {
      if (step.do === 'put') scale.put({ grams: step.grams, stable: step.stable })
      if (step.do === 'off' || step.do === 'on') void scale.setOn(step.do === 'on')
    },
    taken: () => new Uint8Array(),
    close: scale.close,
  }
}

async function startBytePlayer(device: TapeDevice, parts: Parts): Promise<ReplayDevice> {
  const player = new BytePlayer(device, parts)
  const listener = await startVirtualListener(0, (socket) => player.serve(socket))
  const send = (bytes: Uint8Array): void => {
    for (const socket of listener.sockets) socket.write(bytes)
  }
  const isStream = device.kind === 'scale' && device.exchanges.length === 0
  let frame: Uint8Array | null = null
  let cancelAgain = (): void => {}
  const again = (): void => {
    if (frame !== null) send(frame)
    cancelAgain = parts.clock.after(STREAM_EVERY_MS, again)
  }
  if (isStream) again()
  return {
    id: device.id,
    port: listener.port,
    isConnected: () => listener.sockets.size > 0,
    play: (step) => {
      if (step.do === 'off' || step.do === 'on') void listener.setOn(step.do === 'on')
      if (step.do === 'scan') send(new TextEncoder().encode(`${step.text}\r\n`))
      if (step.do !== 'send') return
      if (isStream) frame = step.bytes
      send(step.bytes)
    },
    taken: () => player.taken(),
    close: async () => {
      cancelAgain()
      player.stop()
      await listener.close()
    },
  }
}

/** Takes whatever a bench sends, and answers what the tape's device was asked as that one did then. */
class BytePlayer {
  readonly #device: TapeDevice
  readonly #parts: Parts
  readonly #questions: string[]
  readonly #cancels = new Set<() => void>()
  #taken: Uint8Array[] = []
  #takenBytes = 0

  constructor(device: TapeDevice, parts: Parts) {
    this.#device = device
    this.#parts = parts
    const asked = device.exchanges.map((exchange) => latin1(exchange.asked))
    this.#questions = [...new Set(asked)].filter((text) => text.length <= QUESTION_BYTES_MAX)
  }

  serve(socket: Socket): void {
    socket.setNoDelay(true)
    socket.on('data', (bytes) => {
      this.#keep(bytes)
      for (const question of this.#questionsIn(latin1(bytes))) this.#answer(socket, question)
    })
  }

  taken(): Uint8Array {
    return Buffer.concat(this.#taken)
  }

  stop(): void {
    for (const cancel of this.#cancels) cancel()
  }

  #keep(bytes: Uint8Array): void {
    this.#taken.push(bytes)
    this.#takenBytes += bytes.length
    while (this.#takenBytes > TAKEN_BYTES_MAX) this.#takenBytes -= this.#taken.shift()?.length ?? 0
  }

  /** In the order they stand; a label and the question after it may arrive as one. */
  #questionsIn(text: string): string[] {
    return this.#questions
      .flatMap((question) => {
        const at = text.lastIndexOf(question)
        return at === -1 ? [] : [{ question, at }]
      })
      .sort((a, b) => a.at - b.at)
      .map(({ question }) => question)
  }

  #answer(socket: Socket, question: string): void {
    const exchange = this.#exchangeFor(question)
    for (const { afterMs, bytes } of exchange?.answers ?? []) {
      const cancel = this.#parts.clock.after(afterMs / this.#parts.speed, () => {
        this.#cancels.delete(cancel)
        if (socket.writable) socket.write(bytes)
      })
      this.#cancels.add(cancel)
    }
  }

  /** The newest of this question up to now; before the first one, that. */
  #exchangeFor(question: string): TapeExchange | undefined {
    const same = this.#device.exchanges.filter(({ asked }) => latin1(asked) === question)
    const nowMs = this.#parts.tapeMs()
    return same.findLast(({ atMs }) => atMs <= nowMs) ?? same[0]
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
