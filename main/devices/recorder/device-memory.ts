import type { RecordedEvent } from './recorded-event.ts'

/** Faults of one device kept for whoever asks; the recording has all. */
const FAULTS_KEPT_MAX = 8

/** Bytes of the last words kept per direction. */
const WORDS_BYTES_MAX = 256

type Words = { at: number; bytes: Uint8Array }

/** What one device did since the host started, as far as somebody who mends it asks. */
export type DeviceMemory = {
  lastIn: Words | null
  lastOut: Words | null
  /** What the driver made of what came, in one line. */
  lastMeaning: { at: number; text: string } | null
  /** Why there is no connection; null while there is, or before the first try. */
  noLink: string | null
  /** Newest last. */
  faults: { at: number; code: string; detail: string; raw: string | null }[]
  connections: number
  bytesIn: number
  bytesOut: number
}

export type DeviceMemories = {
  take: (event: RecordedEvent) => void
  /** Counts what was too much the same to be recorded. */
  passed: (device: string, direction: 'in' | 'out', bytes: Uint8Array, at: number) => void
  of: (device: string) => DeviceMemory
}

export function deviceMemories(): DeviceMemories {
  const memories = new Map<string, DeviceMemory>()
  const of = (device: string): DeviceMemory => {
    const known = memories.get(device)
    if (known !== undefined) return known
    const fresh: DeviceMemory = {
      lastIn: null,
      lastOut: null,
      lastMeaning: null,
      noLink: null,
      faults: [],
      connections: 0,
      bytesIn: 0,
      bytesOut: 0,
    }
    memories.set(device, fresh)
    return fresh
  }
  return {
    of,
    passed: (device, direction, bytes, at) => {
      const memory = of(device)
      const words = { at, bytes: bytes.slice(0, WORDS_BYTES_MAX) }
      if (direction === 'in') {
        memory.lastIn = words
        memory.bytesIn += bytes.length
      } else {
        memory.lastOut = words
        memory.bytesOut += bytes.length
      }
    },
    take: (event) => {
      if (!('device' in event)) return
      const memory = of(event.device)
      if (event.kind === 'opened') {
        memory.connections += 1
        memory.noLink = null
      } else if (event.kind === 'closed' || event.kind === 'not-opened') {
        memory.noLink = event.why
      }
      const text = meaningOf(event)
      if (text !== null) memory.lastMeaning = { at: event.at, text }
      if (event.kind !== 'fault') return
      const { at, code, detail, raw = null } = event
      memory.faults.push({ at, code, detail, raw })
      if (memory.faults.length > FAULTS_KEPT_MAX) memory.faults.shift()
    },
  }
}

function meaningOf(event: RecordedEvent): string | null {
  switch (event.kind) {
    case 'scan':
      return event.aim === null ? event.text : `${event.aim} ${event.text}`
    case 'reading':
      return event.grams === null ? event.says : `${event.says} ${event.grams} g`
    case 'print':
      return `${event.outcome}: ${event.detail}`
    default:
      return null
  }
}
