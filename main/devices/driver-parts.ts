import type { Result } from '#contract/result.ts'
import type { Clock } from '../clock.ts'
import type { Fault } from './fault.ts'
import type { ByteLink, LinkFault } from './link/byte-link.ts'
import type { LinkState } from './supervise-link.ts'

/** What every driver is given, whatever the device says. */
export type DriverParts = {
  clock: Clock
  /** From 0 up to 1; spreads reconnections. */
  random: () => number
  /** A new connection each time it is called. */
  open: () => Promise<Result<ByteLink, LinkFault>>
  onFault: (fault: Fault) => void
  onState: (state: LinkState) => void
}
