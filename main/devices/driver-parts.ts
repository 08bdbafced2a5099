import type { Clock } from '../clock.ts'
import type { Fault } from './fault.ts'
import type { OpenDevice } from './link/byte-link.ts'
import type { LinkState } from './supervise-link.ts'

/** What every driver is given, whatever the device says. */
export type DriverParts = {
  clock: Clock
  /** From 0 up to 1; spreads reconnections. */
  random: () => number
  /** A new connection each time it is called. */
  open: OpenDevice
  onFault: (fault: Fault) => void
  onState: (state: LinkState) => void
}
