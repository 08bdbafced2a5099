import type { DriverParts } from '../driver-parts.ts'
import type { PrinterConfig } from '../device-config.ts'
import { type PrinterDriver, type PrinterStatus, startZplPrinter } from './zpl-printer.ts'

/** The driver that speaks this printer's language. */
export function startPrinter(
  config: PrinterConfig,
  parts: Pick<DriverParts, 'clock' | 'open'> & { onState: (status: PrinterStatus) => void },
): PrinterDriver {
  return startZplPrinter({ config, ...parts })
}
