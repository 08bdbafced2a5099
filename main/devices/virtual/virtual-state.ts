import type { VirtualBench } from './virtual-bench.ts'
import type { VirtualConfig } from './virtual-config.ts'
import type { VirtualKind, VirtualSwitches } from './virtual-switches.ts'

/** What `GET /v1/state` of the virtual devices answers: every device, how it is, and its switches. */
export function stateOf(config: VirtualConfig, bench: VirtualBench, switches: VirtualSwitches) {
  const faults = (kind: VirtualKind, id: string) =>
    switches.of(kind, id).map(({ name, label, isOn, isMoment }) => {
      return { name, label, on: isOn(), moment: isMoment ?? false }
    })
  return {
    labels: bench.gallery.count(),
    scanners: config.scanners.map((device) => ({
      ...headOf(device),
      connected: bench.scanners.get(device.id)?.isConnected() ?? false,
      faults: faults('scanner', device.id),
    })),
    scales: config.scales.map((device) => ({
      ...headOf(device),
      maxGrams: device.maxGrams,
      connected: bench.scales.get(device.id)?.isConnected() ?? false,
      ...bench.scales.get(device.id)?.load(),
      faults: faults('scale', device.id),
    })),
    printers: config.printers.map((device) => ({
      ...headOf(device),
      widthMm: device.widthMm,
      heightMm: device.heightMm,
      paper: bench.printers.get(device.id)?.paper(),
      reading: bench.printers.get(device.id)?.isReading(),
      faults: faults('printer', device.id),
    })),
  }
}

type Configured = { id: string; name?: string | undefined } & Record<string, unknown>

/** `speaks` is whatever of protocol, language or dialect the configuration names. */
function headOf({ id, name, ...more }: Configured) {
  const speaks = more['protocol'] ?? more['language'] ?? more['dialect'] ?? ''
  return { id, name: name ?? id, speaks: typeof speaks === 'string' ? speaks : '' }
}
