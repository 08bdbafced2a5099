import type { Clock } from '../../clock.ts'
import { DOTS_PER_MM } from '../../labels/dots-per-mm.ts'
import { createLabelGallery } from './label-gallery.ts'
import type { LabelGallery } from './label-gallery.ts'
import { startPtyBridge } from './pty-bridge.ts'
import type { VirtualConfig } from './virtual-config.ts'
import { startVirtualPrinter } from './virtual-printer.ts'
import type { VirtualLabel, VirtualPrinter } from './virtual-printer.ts'
import { startVirtualScale } from './virtual-scale.ts'
import type { VirtualScale } from './virtual-scale.ts'
import { startVirtualScanner } from './virtual-scanner.ts'
import type { VirtualScanner } from './virtual-scanner.ts'

export type VirtualBench = {
  scanners: Map<string, VirtualScanner>
  scales: Map<string, VirtualScale>
  printers: Map<string, VirtualPrinter>
  gallery: LabelGallery
  close: () => Promise<void>
}

/** Every device of the configuration, on its port and, where asked for, its pseudo-terminal. */
export async function startVirtualBench(
  config: VirtualConfig,
  parts: { clock: Clock },
): Promise<VirtualBench> {
  const { clock } = parts
  const bench: Omit<VirtualBench, 'close'> = {
    scanners: new Map(),
    scales: new Map(),
    printers: new Map(),
    gallery: createLabelGallery(clock),
  }
  const opened: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const undo of opened.splice(0).reverse()) await undo()
  }
  const bridge = async (pty: string | undefined, port: number): Promise<void> => {
    if (pty === undefined) return
    const made = await startPtyBridge({ path: pty, port, clock })
    if (made === null) throw new Error(`${pty} needs socat, which is not installed`)
    opened.push(made.close)
  }
  try {
    for (const { id, port, suffix, dialect, pty } of config.scanners) {
      const scanner = await startVirtualScanner({ port, suffix, dialect })
      opened.push(scanner.close)
      bench.scanners.set(id, scanner)
      await bridge(pty, scanner.port)
    }
    for (const { id, port, maxGrams, protocol, mode, pty } of config.scales) {
      const scale = await startVirtualScale({ port, maxGrams, protocol, mode, clock })
      opened.push(scale.close)
      bench.scales.set(id, scale)
      await bridge(pty, scale.port)
    }
    for (const { id, port, answersStatus, language, pty, ...media } of config.printers) {
      const onLabel = (label: VirtualLabel): void => bench.gallery.add(id, label, media)
      const dotsPerMm = DOTS_PER_MM[media.dpi]
      const made = { port, language, dotsPerMm, answersStatus, onLabel }
      const printer = await startVirtualPrinter(made)
      opened.push(printer.close)
      bench.printers.set(id, printer)
      await bridge(pty, printer.port)
    }
  } catch (error) {
    await close()
    throw error
  }
  return { ...bench, close }
}
