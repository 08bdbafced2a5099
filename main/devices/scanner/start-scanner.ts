import type { DriverParts } from '../driver-parts.ts'
import type { ScannerConfig } from '../device-config.ts'
import { type Scan, type ScannerDriver, startLineScanner } from './start-line-scanner.ts'

/** The driver that speaks as this scanner does. */
export function startScanner(
  config: ScannerConfig,
  parts: DriverParts & { onScan: (scan: Scan) => void },
): ScannerDriver {
  return startLineScanner({ config, ...parts })
}
