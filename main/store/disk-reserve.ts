import { statfsSync } from 'node:fs'
import type { Clock } from '../clock.ts'

/** Below this the bench takes no new scans: what is recorded must still be able to be closed and sent. */
export const DISK_RESERVE_BYTES = 200 * 1024 * 1024

const CHECK_EVERY_MS = 10_000

/** Watches the free space of the log's disk (LOG-5). */
export class DiskReserve {
  readonly #clock: Clock
  readonly #freeBytes: () => number
  #isLow: boolean
  #cancel: () => void

  constructor(options: { clock: Clock; freeBytes: () => number }) {
    this.#clock = options.clock
    this.#freeBytes = options.freeBytes
    this.#isLow = false
    this.#cancel = () => undefined
    this.#check()
  }

  get isLow(): boolean {
    return this.#isLow
  }

  close(): void {
    this.#cancel()
  }

  #check(): void {
    this.#isLow = this.#readsLow()
    this.#cancel = this.#clock.after(CHECK_EVERY_MS, () => this.#check())
  }

  /** A disk that does not answer, as one that was pulled out, has no room. */
  #readsLow(): boolean {
    try {
      return this.#freeBytes() < DISK_RESERVE_BYTES
    } catch {
      return true
    }
  }
}

export function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
