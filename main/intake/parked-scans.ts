import type { ParkedScans as ParkedView, ParkedScansAnswer } from '#contract/rpc/parked-scans.ts'
import { PARKED_CODES_MAX } from '../devices/scanner/burst-guard.ts'
import type { ScanDump } from '../devices/scanner/burst-guard.ts'
import type { Scan } from '../devices/scanner/scanner-driver.ts'

/** Codes let in at one touch: each is a commit, and the bench takes nothing else meanwhile. */
export const LET_IN_AT_ONCE_MAX = 100

type Parked = { scans: Scan[]; lost: number }

/**
 * The memories of scanners that wait for a person, by scanner, in the order they came. They live as long
 * as the host: like a scan nobody heard a sound for, they have not happened.
 */
export class ParkedScans {
  readonly #byScanner = new Map<string, Parked>()

  park({ scannerId, scans, lost }: ScanDump): void {
    const before = this.#byScanner.get(scannerId) ?? { scans: [], lost: 0 }
    const all = [...before.scans, ...scans]
    this.#byScanner.set(scannerId, {
      scans: all.slice(0, PARKED_CODES_MAX),
      lost: before.lost + lost + Math.max(0, all.length - PARKED_CODES_MAX),
    })
  }

  /** The memory that came first; null while none waits. */
  get first(): ParkedView | null {
    const [first] = this.#byScanner
    if (first === undefined) return null
    const [scannerId, { scans, lost }] = first
    return { scannerId, count: scans.length, lost }
  }

  /**
   * Scans them one after the other, as far as the bench takes them: `take` says false where one could not
   * be recorded, `isStopped` true where the next would not count. What is left waits on.
   */
  letIn(
    scannerId: string,
    take: (scan: Scan) => boolean,
    isStopped: () => boolean,
  ): ParkedScansAnswer {
    const parked = this.#byScanner.get(scannerId)
    if (parked === undefined) return { taken: 0, left: 0 }
    let taken = 0
    try {
      for (const scan of parked.scans.slice(0, LET_IN_AT_ONCE_MAX)) {
        if (isStopped() || !take(scan)) break
        taken += 1
      }
    } finally {
      // Also where one threw: what was applied before it must not be applied again.
      const scans = parked.scans.slice(taken)
      if (scans.length === 0) this.#byScanner.delete(scannerId)
      else this.#byScanner.set(scannerId, { ...parked, scans })
    }
    return { taken, left: parked.scans.length - taken }
  }

  /** How many that were. */
  throwAway(scannerId: string): number {
    const count = this.#byScanner.get(scannerId)?.scans.length ?? 0
    this.#byScanner.delete(scannerId)
    return count
  }
}
