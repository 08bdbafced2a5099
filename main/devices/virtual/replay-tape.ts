import type { RecordedDevice, RecordedEvent } from '../recorder/recorded-event.ts'

/** Between two starts of a host nothing is known; more than this is not waited for. */
const BETWEEN_BOOTS_MAX_MS = 60_000

/** Bytes this far apart answer one question; later ones are another word. */
const ANSWER_PAUSE_MS = 150

/** Links whose bytes mean the same over TCP; of others what they meant is played. */
const BYTES_OVER_TCP = /^(?:tcp|serial|usblp|cups):/

/** What a device does by itself, `atMs` from the start of the tape. */
export type TapeStep = { atMs: number } & (
  | { do: 'send'; bytes: Uint8Array }
  | { do: 'scan'; text: string }
  | { do: 'put'; grams: number; stable: boolean }
  | { do: 'off' }
  | { do: 'on' }
)

/** What a device was asked, and what it then said. An empty answer is silence. */
export type TapeExchange = {
  atMs: number
  asked: Uint8Array
  answers: { afterMs: number; bytes: Uint8Array }[]
}

export type TapeDevice = RecordedDevice & {
  /** `bytes` plays what it said, `meaning` what that meant, in a plain language. */
  plays: 'bytes' | 'meaning'
  steps: TapeStep[]
  exchanges: TapeExchange[]
}

export type Tape = { devices: TapeDevice[]; lengthMs: number }

/** The device side of a recording on one line of time, which no setting of a clock bends. */
export function tapeOf(events: readonly RecordedEvent[]): Tape {
  const devices = new Map<string, TapeDevice>()
  const timeOf = timeLine()
  let lengthMs = 0
  for (const event of events) {
    const atMs = timeOf(event)
    lengthMs = Math.max(lengthMs, atMs)
    if (event.kind === 'head') {
      for (const device of event.devices) {
        if (!devices.has(device.id)) devices.set(device.id, emptyDevice(device))
      }
      continue
    }
    const device = 'device' in event ? devices.get(event.device) : undefined
    if (device !== undefined) addTo(device, event, atMs)
  }
  return { devices: [...devices.values()], lengthMs }
}

function emptyDevice(device: RecordedDevice): TapeDevice {
  const plays = BYTES_OVER_TCP.test(device.link) ? 'bytes' : 'meaning'
  return { ...device, plays, steps: [], exchanges: [] }
}

function timeLine(): (event: RecordedEvent) => number {
  let last: { at: number; mono: number } | null = null
  let boot: string | null = null
  let passedMs = 0
  return (event) => {
    const isBoot = event.kind === 'head' && event.boot !== boot
    if (event.kind === 'head') boot = event.boot
    if (last !== null) {
      const stepMs = isBoot
        ? Math.min(event.at - last.at, BETWEEN_BOOTS_MAX_MS)
        : event.mono - last.mono
      passedMs += Math.max(0, stepMs)
    }
    last = { at: event.at, mono: event.mono }
    return passedMs
  }
}

function addTo(device: TapeDevice, event: RecordedEvent, atMs: number): void {
  switch (event.kind) {
    case 'in':
      if (device.plays === 'bytes') addWords(device, bytesOf(event.bytes), atMs)
      return
    case 'out': {
      const isQuestion = device.kind !== 'scanner' && event.bytes !== ''
      if (isQuestion) device.exchanges.push({ atMs, asked: bytesOf(event.bytes), answers: [] })
      return
    }
    case 'scan':
      if (device.plays === 'meaning') {
        device.steps.push({ atMs, do: 'scan', text: `${event.aim ?? ''}${event.text}` })
      }
      return
    case 'reading':
      if (device.plays === 'meaning') device.steps.push(putStep(event, device, atMs))
      return
    case 'closed':
      if (event.why !== null && device.kind !== 'printer') device.steps.push({ atMs, do: 'off' })
      return
    case 'opened':
      if (device.kind !== 'printer') device.steps.push({ atMs, do: 'on' })
      return
    default:
  }
}

/** An answer belongs to the question before it; what nobody asked for is said at its time. */
function addWords(device: TapeDevice, bytes: Uint8Array, atMs: number): void {
  const last = device.exchanges.at(-1)
  if (device.kind === 'scanner' || last === undefined) {
    device.steps.push({ atMs, do: 'send', bytes })
    return
  }
  const lastWordMs = last.atMs + (last.answers.at(-1)?.afterMs ?? 0)
  if (last.answers.length === 0 || atMs - lastWordMs <= ANSWER_PAUSE_MS) {
    last.answers.push({ afterMs: atMs - last.atMs, bytes })
    return
  }
  // The question was the same as before and is not on the tape: only what it was answered changed.
  device.exchanges.push({ atMs, asked: last.asked, answers: [{ afterMs: 0, bytes }] })
}

function putStep(
  event: Extract<RecordedEvent, { kind: 'reading' }>,
  device: TapeDevice,
  atMs: number,
): TapeStep {
  const { maxGrams } = (device.settings as { maxGrams?: number } & TapeDevice['settings']) ?? {}
  const limit = maxGrams ?? PLAIN_SCALE_MAX_GRAMS
  if (event.says === 'over') return { atMs, do: 'put', grams: 2 * limit, stable: true }
  if (event.says === 'under') return { atMs, do: 'put', grams: -limit, stable: true }
  return { atMs, do: 'put', grams: Math.round(event.grams ?? 0), stable: event.says === 'stable' }
}

/** What a scale in the plain language carries where the devices file says nothing. */
export const PLAIN_SCALE_MAX_GRAMS = 60_000

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
