import type { Clock } from '../../clock.ts'
import type { Scan } from './scanner-driver.ts'

/** Codes closer together than this were not scanned by a hand one after the other. */
export const BURST_GAP_MS = 50

/** A burst that goes on for longer is told of as it goes: a scanner that never stops is heard of, too. */
export const BURST_TOLD_MS = 2_000

/** Codes of one memory that are kept for a person to decide on; the rest is counted and gone. */
export const PARKED_CODES_MAX = 5_000

/** What a cordless scanner had kept in its memory and sent at once: nobody has applied any of it. */
export type ScanDump = {
  scannerId: string
  scans: Scan[]
  /** Codes beyond the limit, not kept. */
  lost: number
}

export type BurstGuard = {
  /** One code; `isMore` when bytes of another came along with it. */
  take: (scan: Scan, isMore: boolean) => void
  /** What is held is forgotten: nobody was told yet that any of it counted. */
  close: () => void
}

/** `isParked` once a part of it was: then none of the rest goes on by itself. */
type Burst = { scans: Scan[]; lost: number; sinceMs: number; isParked: boolean }

/**
 * Tells a hand from a memory that is being emptied. A code alone goes on at once. Codes that come faster
 * than a hand wait until it is quiet: a few go on in their order, more than `codesMax` are parked
 * together. Only the first of a memory that comes code by code can't be told from a scan.
 */
export function createBurstGuard(options: {
  /** 0 never parks: every code goes on at once. */
  codesMax: number
  clock: Clock
  onScan: (scan: Scan) => void
  onDump: (dump: ScanDump) => void
}): BurstGuard {
  const { codesMax, clock } = options
  let burst: Burst | null = null
  let lastAtMs = -Infinity
  let cancelEnd = (): void => {}

  function end(): void {
    cancelEnd()
    const ended = burst
    burst = null
    if (ended === null) return
    if (ended.isParked || ended.scans.length > codesMax) return park(ended)
    for (const scan of ended.scans) options.onScan(scan)
  }

  function park({ scans, lost }: Burst): void {
    const [first] = scans
    if (first !== undefined) options.onDump({ scannerId: first.scannerId, scans, lost })
  }

  function hold(scan: Scan, atMs: number): void {
    const isLong = burst !== null && atMs - burst.sinceMs >= BURST_TOLD_MS
    if (burst !== null && isLong && burst.scans.length > codesMax) {
      park(burst)
      burst = { scans: [], lost: 0, sinceMs: atMs, isParked: true }
    }
    burst ??= { scans: [], lost: 0, sinceMs: atMs, isParked: false }
    if (burst.scans.length < PARKED_CODES_MAX) burst.scans.push(scan)
    else burst.lost += 1
    cancelEnd()
    cancelEnd = clock.after(BURST_GAP_MS, end)
  }

  return {
    take: (scan, isMore) => {
      const atMs = clock.monotonicMs()
      // A timer that is late must not make one burst of two.
      if (burst !== null && atMs - lastAtMs >= BURST_GAP_MS) end()
      const isFast = atMs - lastAtMs < BURST_GAP_MS
      lastAtMs = atMs
      if (codesMax === 0) return options.onScan(scan)
      if (isFast || isMore || burst !== null) return hold(scan, atMs)
      options.onScan(scan)
    },
    close: () => {
      cancelEnd()
      burst = null
    },
  }
}
