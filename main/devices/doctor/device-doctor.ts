import type {
  DeviceTest,
  DeviceTestAnswer,
  DoctorDevice,
  DoctorView,
  ScaleFindings,
} from '#contract/rpc/doctor-view.ts'
import type { Clock } from '../../clock.ts'
import type { DeviceConfig, PrinterConfig } from '../device-config.ts'
import type { Devices, DeviceView } from '../devices.ts'
import { printableBytes } from '../fault.ts'
import type { DeviceMemory } from '../recorder/device-memory.ts'
import { type FlightRecorder, shownWords } from '../recorder/flight-recorder.ts'
import type { RecordedEvent } from '../recorder/recorded-event.ts'
import { recordedDevices } from '../recorder/recorded-devices.ts'
import { adviceFor } from './advice.ts'
import { surveySystem } from './survey-system.ts'

/** Long enough to put something on the scale; a screen waits for the answer. */
const WEIGH_TIMEOUT_MS = 10_000

/** Looks at a bench's devices for whoever mends them, and tries them when asked; changes no setting. */
export type DeviceDoctor = {
  look: () => Promise<DoctorView>
  test: (test: DeviceTest) => Promise<DeviceTestAnswer>
  /** What a scale of this bench seems to speak; it is let go by its driver meanwhile. */
  detect: (deviceId: string) => Promise<ScaleFindings>
  /** The flight recorder's recording without names and addresses, oldest first. */
  recording: () => Promise<RecordedEvent[]>
}

type Parts = {
  config: DeviceConfig
  devices: Pick<
    Devices,
    | 'list'
    | 'print'
    | 'feedback'
    | 'capture'
    | 'reconnect'
    | 'attached'
    | 'driverTroubles'
    | 'detectScale'
  >
  recorder: FlightRecorder
  clock: Clock
  newId: () => string
  /** A ruler in the printer's own language. */
  rulerLabel: (printer: PrinterConfig) => Promise<Uint8Array>
}

export function deviceDoctor(parts: Parts): DeviceDoctor {
  const speaks = new Map(
    recordedDevices(parts.config).map((device) => [
      device.id,
      device.speaks === 'none' ? '' : device.speaks,
    ]),
  )
  return {
    look: async () => {
      const { devices } = parts
      const { attached, trouble } = await surveySystem(devices)
      return {
        at: parts.clock.now(),
        devices: devices.list().map((view) => {
          return doctorDevice(view, speaks.get(view.id) ?? '', parts.recorder.memory(view.id))
        }),
        attached,
        attachedTrouble: trouble,
      }
    },
    test: (test) => tryDevice(parts, test),
    detect: (deviceId) => parts.devices.detectScale(deviceId),
    recording: () => parts.recorder.masked(),
  }
}

function doctorDevice(view: DeviceView, speaks: string, memory: DeviceMemory): DoctorDevice {
  const { lastIn, lastOut, lastMeaning, connections, bytesIn, bytesOut } = memory
  return {
    ...view,
    speaks,
    advice: adviceFor(view, memory),
    lastRaw: lastIn && { at: lastIn.at, text: shownWords(printableBytes(lastIn.bytes)) },
    lastMeaning: lastMeaning && { ...lastMeaning, text: shownWords(lastMeaning.text) },
    // A label holds a customer's name.
    lastSent:
      lastOut && view.kind !== 'printer'
        ? { at: lastOut.at, text: printableBytes(lastOut.bytes) }
        : null,
    connections,
    bytesIn,
    bytesOut,
    faults: memory.faults.toReversed().map(({ at, code, detail }) => {
      return { at, code, detail: shownWords(detail) }
    }),
  }
}

async function tryDevice(parts: Parts, { deviceId, test }: DeviceTest): Promise<DeviceTestAnswer> {
  const { devices, config } = parts
  const view = devices.list().find(({ id }) => id === deviceId)
  if (view === undefined) return { outcome: 'failed', detail: `There is no device "${deviceId}"` }
  switch (test) {
    case 'sound-good':
    case 'sound-bad': {
      const done = await devices.feedback(deviceId, test === 'sound-good' ? 'good' : 'bad')
      return { outcome: done ? 'done' : 'cannot', detail: '' }
    }
    case 'weigh': {
      const { scales } = config
      if (!scales.some(({ id }) => id === deviceId)) return { outcome: 'cannot', detail: '' }
      const weight = await devices.capture(deviceId, { timeoutMs: WEIGH_TIMEOUT_MS })
      if (!weight.ok) return { outcome: 'failed', detail: weight.error.detail }
      return { outcome: 'done', detail: `${weight.value.grams} g` }
    }
    case 'reconnect':
      return { outcome: devices.reconnect(deviceId) ? 'done' : 'cannot', detail: '' }
    default: {
      const printer = config.printers.find(({ id }) => id === deviceId)
      if (printer === undefined) return { outcome: 'cannot', detail: '' }
      const bytes = await parts.rulerLabel(printer)
      const { outcome, detail } = await devices.print(deviceId, { jobId: parts.newId(), bytes })
      return { outcome: outcome === 'held' || outcome === 'unknown' ? 'failed' : 'done', detail }
    }
  }
}
