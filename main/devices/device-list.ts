import type { DeviceView } from '#contract/rpc/bench-view.ts'
import type { DeviceDoctor } from './doctor/device-doctor.ts'
import type { ScaleReading } from './scale/scale-reading.ts'

/** What is attached to this bench, as the rest of the host sees it. */
export type DeviceList = {
  list(): DeviceView[]
  readonly hasScale: boolean
  /** Newest reading; null before the first, or while the scale is away. */
  readonly reading: ScaleReading | null
  readonly scaleDivisionGrams: number
  /** Absent where the devices are stand-ins. */
  readonly doctor?: DeviceDoctor
}
