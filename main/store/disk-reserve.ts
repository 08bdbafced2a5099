import { statfsSync } from 'node:fs'
import type { LogView } from '#contract/rpc/bench-view.ts'
import type { Clock } from '../clock.ts'

/** Below this the bench takes no new scans: what is recorded must still be able to be closed and sent. */
export const DISK_RESERVE_BYTES = 200 * 1024 * 1024

/** Below this somebody is told, in time to make room before scans are refused. */
export const DISK_WARNING_BYTES = 5 * DISK_RESERVE_BYTES

const CHECK_EVERY_MS = 10_000

type Room = LogView['room']

/** Watches the free space of the log's disk (LOG-5). */
export class DiskReserve {
  readonly #clock: Clock
  readonly #freeBytes: () => number
  #room: Room
  #cancel: () => void

  constructor(options: { clock: Clock; freeBytes: () => number }) {
    this.#clock = options.clock
    this.#freeBytes = options.freeBytes
    this.#room = 'plenty'
    this.#cancel = () => undefined
    this.#check()
  }

  get isLow(): boolean {
    return this.#room === 'none'
  }

  get room(): Room {
    return this.#room
  }

  close(): void {
    this.#cancel()
  }

  #check(): void {
    this.#room = this.#readRoom()
    this.#cancel = this.#clock.after(CHECK_EVERY_MS, () => this.#check())
  }

  /** A disk that does not answer, as one that was pulled out, has no room. */
  #readRoom(): Room {
    try {
      const free = this.#freeBytes()
      if (free < DISK_RESERVE_BYTES) return 'none'
      return free < DISK_WARNING_BYTES ? 'little' : 'plenty'
    } catch {
      return 'none'
    }
  }
}

export function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
