import type {
  DeviceTest,
  DeviceTestAnswer,
  DoctorView,
  ScaleFindings,
} from '#contract/rpc/doctor-view.ts'
import type { RecordedEvent } from '../devices/recorder/recorded-event.ts'
import type { ViewParts } from './bench-view.ts'

/** Events of one file: hours of an ordinary bench, small enough to send by mail. */
export const RECORDING_EVENTS_MAX = 20_000

/** What the doctor of this bench's devices sees. */
export async function doctorView({ devices, clock }: ViewParts): Promise<DoctorView> {
  return (await devices.doctor?.look()) ?? nothing(clock.now())
}

export async function testDevice(
  { devices }: ViewParts,
  test: DeviceTest,
): Promise<DeviceTestAnswer> {
  return (await devices.doctor?.test(test)) ?? { outcome: 'cannot', detail: '' }
}

export async function detectScaleAt(
  { devices }: ViewParts,
  deviceId: string,
): Promise<ScaleFindings> {
  return (await devices.doctor?.detect(deviceId)) ?? { suggestions: [], trouble: null }
}

/** The newest events of the flight recorder, oldest first, without names and addresses. */
export async function recordingOf({ devices }: ViewParts): Promise<RecordedEvent[]> {
  const events = (await devices.doctor?.recording()) ?? []
  const [head] = events
  if (head === undefined || events.length <= RECORDING_EVENTS_MAX) return events
  // The first line says which devices there are; without it the rest can't be played.
  return [head, ...events.slice(1 - RECORDING_EVENTS_MAX)]
}

/** One JSON line per event, as on the disk. */
export function recordingText(events: readonly RecordedEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('')
}

export function recordingName({ identity, clock }: ViewParts): string {
  const time = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/[:T]/g, '-')
  return `loadline-${identity.stationId.replaceAll(/[^A-Za-z0-9_-]/g, '-')}-flight-${time}.jsonl`
}

/** The same for a screen, which saves it by itself. */
export async function recordingFile(parts: ViewParts) {
  const events = await recordingOf(parts)
  const base64 = Buffer.from(recordingText(events)).toString('base64')
  return { name: recordingName(parts), base64, events: events.length }
}

function nothing(at: number): DoctorView {
  return { at, devices: [], attached: [], attachedTrouble: null }
}
