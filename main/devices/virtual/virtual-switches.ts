import type { VirtualBench } from './virtual-bench.ts'
import { type HasFaults, toggle, type VirtualFault } from './virtual-fault.ts'

export type VirtualKind = 'scanner' | 'scale' | 'printer'

/** Every trouble of every device of a virtual bench, as the page and scripts set them. */
export type VirtualSwitches = {
  of: (kind: VirtualKind, id: string) => readonly VirtualFault[]
  /** The devices of this id; two kinds may share one. */
  named: (id: string) => VirtualKind[]
}

/** What each device has by itself, and for all of them the plug. */
export function switchesOf(bench: VirtualBench): VirtualSwitches {
  const all: Record<VirtualKind, Map<string, readonly VirtualFault[]>> = {
    scanner: switched(bench.scanners),
    scale: switched(bench.scales),
    printer: switched(bench.printers),
  }
  const kinds = ['scanner', 'scale', 'printer'] as const
  return {
    of: (kind, id) => all[kind].get(id) ?? [],
    named: (id) => kinds.filter((kind) => all[kind].has(id)),
  }
}

type Device = Partial<HasFaults> & { setOn: (on: boolean) => Promise<void> }

function switched(devices: ReadonlyMap<string, Device>): Map<string, readonly VirtualFault[]> {
  return new Map(
    [...devices].map(([id, device]) => {
      const own = device.faults ?? []
      const plug = toggle('off', 'Unplugged', (isOff) => void device.setOn(!isOff))
      return [id, own.some(({ name }) => name === plug.name) ? own : [...own, plug]]
    }),
  )
}
