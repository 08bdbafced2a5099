import type { AttachedDevices } from '../../main/assemble-station.ts'
import type { DeviceConfig } from '../../main/devices/device-config.ts'
import type { ScaleReading } from '../../main/devices/scale/scale-reading.ts'
import type { Chance } from './chance.ts'

export const SIM_PRINTERS: DeviceConfig['printers'] = [
  {
    id: 'p1',
    language: 'zpl',
    link: 'tcp://127.0.0.1:9100',
    dpi: 203,
    widthMm: 102,
    heightMm: 152,
    status: 'none',
  },
]

const PRINT_OUTCOMES = { printed: 84, sent: 8, unknown: 5, held: 3 } as const

/** A scale that shows what was put on it, and a printer whose outcomes chance decides. */
export function simDevices(chance: Chance, reading: () => ScaleReading | null): AttachedDevices {
  return {
    list: () => [],
    hasScale: true,
    get reading() {
      return reading()
    },
    scaleDivisionGrams: 5,
    print: () => Promise.resolve({ outcome: chance.weighted(PRINT_OUTCOMES), detail: '' }),
    feedback: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  }
}
