import type { DeviceConfig } from '../device-config.ts'
import type { RecordedDevice } from './recorded-event.ts'

/** The devices of a bench as a recording begins with them. */
export function recordedDevices(config: DeviceConfig): RecordedDevice[] {
  return [
    ...config.scanners.map(({ id, link, profile, ...settings }) => {
      return { id, kind: 'scanner' as const, link, speaks: profile, settings }
    }),
    ...config.scales.map(({ id, link, protocol, ...settings }) => {
      return { id, kind: 'scale' as const, link, speaks: protocol, settings }
    }),
    ...config.printers.map(({ id, link, language, ...settings }) => {
      return { id, kind: 'printer' as const, link, speaks: language, settings }
    }),
  ]
}
