import type { DriverParts } from '../driver-parts.ts'
import type { ScaleConfig } from '../device-config.ts'
import type { ScaleReading } from './scale-reading.ts'
import { type ScaleDriver, startMtSicsScale } from './start-mt-sics-scale.ts'

/** The driver that speaks this scale's protocol. */
export function startScale(
  config: ScaleConfig,
  parts: DriverParts & { onReading: (reading: ScaleReading) => void },
): ScaleDriver {
  return startMtSicsScale({ config, ...parts })
}
