import type { ScannerConfig } from '../device-config.ts'
import { parseLink } from '../link/link-target.ts'
import { startWedgeScanner } from '../wedge/start-wedge-scanner.ts'
import type { WedgeParts } from '../wedge/start-wedge-scanner.ts'
import { createHidPosReports } from './hid-pos-reports.ts'
import { createLineScanner } from './line-scanner.ts'
import type { ScannerDriver, ScannerParts } from './scanner-driver.ts'
import { scannerCommands } from './scanner-feedback.ts'
import { createSsiScanner } from './ssi-scanner.ts'
import { startByteScanner } from './start-byte-scanner.ts'

/** The driver that speaks as this scanner does: by its link, then by its maker. */
export function startScanner(
  config: ScannerConfig,
  parts: ScannerParts & { wedge?: WedgeParts },
): ScannerDriver {
  const target = parseLink(config.link)
  if (target.ok && target.value.kind === 'wedge' && parts.wedge !== undefined) {
    return startWedgeScanner({ ...parts, ...parts.wedge, config })
  }
  const isHid = target.ok && target.value.kind === 'hid'
  return startByteScanner({
    ...parts,
    config,
    parser: isHid ? createHidPosReports() : parserOf(config),
    commands: scannerCommands(config.profile, isHid ? 'hid' : 'line'),
  })
}

function parserOf(config: ScannerConfig) {
  return config.profile === 'zebra' ? createSsiScanner(config) : createLineScanner(config)
}
