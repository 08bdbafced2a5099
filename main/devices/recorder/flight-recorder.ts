import { join } from 'node:path'
import { maskQrText, personalMask } from './personal-mask.ts'
import { maskBadges } from './badge-mask.ts'
import { deviceMemories, type DeviceMemory } from './device-memory.ts'
import {
  parseRecording,
  RECORD_VERSION,
  type Happened,
  type RecordedDevice,
  type RecordedEvent,
} from './recorded-event.ts'
import { SegmentRing } from './segment-ring.ts'
import type { Clock } from '../../clock.ts'

/** Folder of the recording inside a station's data folder. */
export const FLIGHT_FOLDER = 'flight'

/** Bytes of a recording that is asked for: whole segments, newest ones. */
export const RECORDING_BYTES_MAX = 8 * 1_048_576

/** Events kept in memory where there is no folder. */
const MEMORY_EVENTS_MAX = 5_000

/** What is noted by devices; badges are starred here, before anything is kept. */
export type FlightRecorder = {
  note: (event: Happened) => void
  /** Bytes that were too much the same to be recorded again. */
  passed: (device: string, direction: 'in' | 'out', bytes: Uint8Array) => void
  memory: (device: string) => DeviceMemory
  /** The recording with names and addresses taken out, oldest first. */
  masked: () => Promise<RecordedEvent[]>
  close: () => Promise<void>
}

type Options = {
  clock: Clock
  /** The station's data folder; null keeps a little in memory, as for a doctor's visit. */
  dataFolder: string | null
  boot: string
  devices: RecordedDevice[]
  onTrouble: (text: string) => void
}

/** Notes what devices say and do, in a bounded ring on disk, and never holds anybody up. */
export function createFlightRecorder(options: Options): FlightRecorder {
  const { clock, dataFolder, boot, devices } = options
  const memories = deviceMemories()
  const kept: RecordedEvent[] = []
  const isNews = newsFilter()
  const stamped = (event: Happened): RecordedEvent => ({
    v: RECORD_VERSION,
    at: clock.now(),
    mono: Math.round(clock.monotonicMs()),
    ...event,
  })
  const head = (): RecordedEvent => stamped({ kind: 'head', boot, devices })
  const ring =
    dataFolder === null
      ? null
      : new SegmentRing({
          folder: join(dataFolder, FLIGHT_FOLDER),
          nowMs: clock.now,
          monotonicMs: clock.monotonicMs,
          head: () => JSON.stringify(head()),
          dropped: (lines) => JSON.stringify(stamped({ kind: 'dropped', lines })),
          onTrouble: options.onTrouble,
        })
  if (ring === null) kept.push(head())

  return {
    note: (raw) => {
      const event = stamped(withoutBadges(raw))
      memories.take(event)
      if (!isNews(event)) return
      if (ring !== null) return ring.append(JSON.stringify(event))
      kept.push(event)
      if (kept.length > MEMORY_EVENTS_MAX) kept.splice(1, 1)
    },
    passed: (device, direction, bytes) => {
      memories.passed(device, direction, bytes, clock.now())
    },
    memory: (device) => memories.of(device),
    masked: async () => {
      const events =
        ring === null ? kept : parseRecording(await ring.read(RECORDING_BYTES_MAX)).events
      return events.map(personalMask())
    },
    close: async () => {
      await ring?.close()
    },
  }
}

/** What a person may be shown of a text that came from a device. */
export function shownWords(text: string): string {
  return maskQrText(maskBadges(text))
}

function withoutBadges(event: Happened): Happened {
  switch (event.kind) {
    case 'scan':
      return { ...event, text: maskBadges(event.text) }
    case 'fault': {
      const raw = event.raw === undefined ? {} : { raw: maskBadges(event.raw) }
      return { ...event, detail: maskBadges(event.detail), ...raw }
    }
    default:
      return event
  }
}

/** Readings, states and failures to connect are noted when they change, not when they are said again. */
function newsFilter(): (event: RecordedEvent) => boolean {
  const last = new Map<string, string>()
  return (event) => {
    const said = saidBy(event)
    if (said === null) return true
    const key = `${said.of} ${said.device}`
    if (last.get(key) === said.what) return false
    last.set(key, said.what)
    return true
  }
}

function saidBy(event: RecordedEvent): { of: string; device: string; what: string } | null {
  switch (event.kind) {
    case 'reading':
      return { of: 'reading', device: event.device, what: `${event.says} ${event.grams}` }
    case 'state':
      return { of: 'state', device: event.device, what: `${event.state} ${event.detail}` }
    case 'not-opened':
      return { of: 'link', device: event.device, what: event.detail }
    case 'opened':
      // A failure after this one is news again; openings always are.
      return { of: 'link', device: event.device, what: `opened ${event.link}` }
    default:
      return null
  }
}
