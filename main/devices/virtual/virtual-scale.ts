import type { Socket } from 'node:net'
import type { Clock } from '../../clock.ts'
import type { ScaleProtocolName } from '../device-config.ts'
import { createLineSplitter } from '../line-splitter.ts'
import { fault, moment, toggle } from './virtual-fault.ts'
import type { HasFaults, VirtualFault } from './virtual-fault.ts'
import { startVirtualListener } from './virtual-listener.ts'
import { VirtualScalePan } from './virtual-scale-pan.ts'
import type { ScaleLoad } from './virtual-scale-pan.ts'
import { scaleVoice } from './virtual-scale-voices.ts'
import type { ScaleVoice } from './virtual-scale-voices.ts'

export type { ScaleLoad } from './virtual-scale-pan.ts'

export type VirtualScale = HasFaults & {
  port: number
  load: () => ScaleLoad
  put: (load: ScaleLoad) => void
  /** Answers nothing while true, as a scale that hangs. */
  setMute: (isMute: boolean) => void
  /** Sets one of `faults` by its name. */
  setFault: (name: string, on: boolean) => void
  /** Sends bytes as they are: noise, half lines, other dialects. */
  sendRaw: (bytes: Uint8Array) => boolean
  isConnected: () => boolean
  setOn: (on: boolean) => Promise<void>
  close: () => Promise<void>
}

/** How long `S` waits for rest before it gives up, and how often a stream repeats. */
const STABLE_TIMEOUT_MS = 5_000
const STREAM_EVERY_MS = 100

/** Later than any driver waits. */
const LATE_MS = 1_200

/** Commands longer than this are noise. */
const COMMAND_MAX = 64

/** What a bad cable adds. */
const GARBAGE = '\x13#~9\x7f'

type Options = {
  port: number
  protocol?: ScaleProtocolName | undefined
  mode?: 'asked' | 'streamed' | undefined
  maxGrams?: number
  clock: Clock
}

/** A scale that speaks the real bytes of its protocol, with its troubles as switches. */
export async function startVirtualScale(options: Options): Promise<VirtualScale> {
  const { protocol = 'mt-sics', mode, clock } = options
  const pan = new VirtualScalePan(options.maxGrams ?? 60_000)
  const voice = scaleVoice(protocol, mode)
  const troubles = scaleTroubles(pan, voice)
  const listener = await startVirtualListener(options.port, (socket) => {
    serveScale(socket, { pan, voice, clock, troubles })
  })
  const sendRaw = (bytes: Uint8Array): boolean => {
    for (const socket of listener.sockets) socket.write(bytes)
    return listener.sockets.size > 0
  }
  const burst = moment('noise', 'Sends noise now', () => void sendRaw(Buffer.from(GARBAGE)))
  const faults = [...troubles.all, burst]
  return {
    port: listener.port,
    faults,
    load: () => pan.load,
    put: (load) => {
      pan.load = load
    },
    setMute: (isMute) => troubles.mute.set(isMute),
    setFault: (name, on) => {
      const found = faults.find((one) => one.name === name)
      if (found === undefined) throw new Error(`a scale has no fault "${name}"`)
      found.set(on)
    },
    sendRaw,
    isConnected: () => listener.sockets.size > 0,
    setOn: listener.setOn,
    close: listener.close,
  }
}

type Troubles = {
  mute: VirtualFault
  late: VirtualFault
  parity: VirtualFault
  split: VirtualFault
  garbage: VirtualFault
  greets: VirtualFault
  all: VirtualFault[]
}

function scaleTroubles(pan: VirtualScalePan, voice: ScaleVoice): Troubles {
  const shows = (name: 'over' | 'under' | 'below-zero', label: string): VirtualFault =>
    fault({
      name,
      label,
      isOn: () => pan.trouble === name,
      set: (on) => {
        if (on) pan.trouble = name
        else if (pan.trouble === name) pan.trouble = null
      },
    })
  const named = {
    mute: toggle('mute', 'Answers nothing'),
    late: toggle('late', 'Answers too late'),
    parity: toggle('parity', 'Set to 7 bits, even parity'),
    split: toggle('split', 'Sends one byte at a time'),
    garbage: toggle('garbage', 'Noise between its frames'),
    greets: toggle('power-on', 'Says who it is before each answer'),
  }
  const { greets, ...usual } = named
  return {
    ...named,
    all: [
      shows('over', 'Overloaded'),
      shows('under', 'Underloaded'),
      shows('below-zero', 'Below zero'),
      fault({
        name: 'pounds',
        label: 'Set to pounds',
        isOn: () => pan.unit === 'lb',
        set: (on) => {
          pan.unit = on ? 'lb' : 'kg'
        },
      }),
      ...Object.values(usual),
      ...(voice.hello === null ? [] : [greets]),
    ],
  }
}

type Served = { pan: VirtualScalePan; voice: ScaleVoice; clock: Clock; troubles: Troubles }

/** One connection: commands in, answers and streams out. */
function serveScale(socket: Socket, served: Served): void {
  const { pan, voice, clock } = served
  const timers = new Set<() => void>()
  let cancel = (): void => {}
  const say = createSay(socket, served, timers)
  const waitForRest = (untilMs: number): void => {
    if (pan.load.stable) return say(voice.answer('S', pan))
    if (clock.monotonicMs() >= untilMs) return say('S I\r\n')
    cancel = clock.after(50, () => waitForRest(untilMs))
  }
  const repeat = (speak: () => string | null): void => {
    say(speak())
    cancel = clock.after(STREAM_EVERY_MS, () => repeat(speak))
  }
  const obey = (command: string): void => {
    if (voice.frame !== null) return
    cancel()
    if (voice.hello !== null) {
      if (command === 'S') return waitForRest(clock.monotonicMs() + STABLE_TIMEOUT_MS)
      if (command === 'SIR') return repeat(() => voice.answer('SI', pan))
      if (command === 'SR') return repeat(() => (pan.load.stable ? voice.answer('S', pan) : null))
    }
    say(voice.answer(command, pan))
  }
  const hear = createHear(voice.commandEnd, obey)
  socket.setNoDelay(true)
  socket.on('close', () => {
    cancel()
    for (const stop of timers) stop()
  })
  socket.on('data', hear)
  const { frame } = voice
  if (frame !== null) repeat(() => frame(pan.face()))
}

/** Says something as the switches have it: not at all, late, in pieces, with noise, with parity. */
function createSay(
  socket: Socket,
  { voice, clock, troubles }: Served,
  timers: Set<() => void>,
): (text: string | null) => void {
  const send = (bytes: Uint8Array): void => {
    if (!socket.writable) return
    if (!troubles.split.isOn()) return void socket.write(bytes)
    for (const byte of bytes) socket.write(Uint8Array.of(byte))
  }
  return (text) => {
    if (text === null || troubles.mute.isOn()) return
    const hello = troubles.greets.isOn() ? (voice.hello ?? '') : ''
    const noise = troubles.garbage.isOn() ? `${GARBAGE}\r\n` : ''
    const said = Buffer.from(hello + noise + text, 'latin1')
    const bytes = troubles.parity.isOn() ? said.map(withEvenParity) : said
    if (!troubles.late.isOn()) return send(bytes)
    const stop = clock.after(LATE_MS, () => {
      timers.delete(stop)
      send(bytes)
    })
    timers.add(stop)
  }
}

function createHear(
  end: ScaleVoice['commandEnd'],
  obey: (command: string) => void,
): (bytes: Uint8Array) => void {
  if (end === null) {
    return (bytes) => {
      for (const byte of bytes) obey(String.fromCharCode(byte))
    }
  }
  const splitter = createLineSplitter({ end, maxBytes: COMMAND_MAX })
  return (bytes) => {
    for (const event of splitter.feed(bytes)) {
      obey(event.kind === 'line' ? Buffer.from(event.bytes).toString('latin1').trim() : '?')
    }
  }
}

/** Seven bits and their parity, as a receiver set to eight bits sees them. */
function withEvenParity(byte: number): number {
  let ones = 0
  for (let bit = 0; bit < 7; bit += 1) ones += (byte >> bit) & 1
  return ones % 2 === 0 ? byte & 0x7f : byte | 0x80
}
