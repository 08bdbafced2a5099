import { z } from 'zod'
import type { LogStore } from '../store/log-store.ts'

/** What the log knows of printing besides the jobs themselves; it goes along into a new log. */
export const PRINT_MEMORY_KEY = 'printing'

/** Labels a person has let go after they had waited too long, at most; the rest asks again. */
const RELEASES_MAX = 200

const Remembered = z.object({
  /** By printer, the job whose label it may have been left in the middle of. */
  midway: z.record(z.string(), z.string()).default({}),
  /** By job, when a person said that it is wanted after all. */
  released: z.record(z.string(), z.string()).default({}),
})
type Remembered = z.infer<typeof Remembered>

/** Written in the transaction of the job's own move, so that the two never differ. */
export class PrintMemory {
  readonly #log: Pick<LogStore, 'meta' | 'setMeta'>

  constructor(log: Pick<LogStore, 'meta' | 'setMeta'>) {
    this.#log = log
  }

  /** Printers that may hold half a label, which the next one must be kept apart from. */
  midwayPrinters(): string[] {
    return Object.keys(this.#read().midway)
  }

  begin(printerId: string, jobId: string): void {
    const now = this.#read()
    // The older half is still in there, whatever becomes of this one.
    if (now.midway[printerId] !== undefined) return
    this.#write({ ...now, midway: { ...now.midway, [printerId]: jobId } })
  }

  /** Not a byte of it left: what the printer was in before, it is in now. */
  takeBack(printerId: string, jobId: string): void {
    if (this.#read().midway[printerId] === jobId) this.endWhole(printerId)
  }

  endWhole(printerId: string): void {
    const now = this.#read()
    if (now.midway[printerId] === undefined) return
    const { [printerId]: _whole, ...midway } = now.midway
    this.#write({ ...now, midway })
  }

  /** Since when a job waits as far as its age is concerned. */
  waitsSince(): (job: { id: string; createdAt: string }) => string {
    const { released } = this.#read()
    return ({ id, createdAt }) => released[id] ?? createdAt
  }

  release(jobId: string, at: string, isStillWaiting: (jobId: string) => boolean): void {
    const now = this.#read()
    const waiting = Object.entries(now.released).filter(([id]) => isStillWaiting(id))
    const released = Object.fromEntries([...waiting, [jobId, at]].slice(-RELEASES_MAX))
    this.#write({ ...now, released })
  }

  #read(): Remembered {
    const text = this.#log.meta(PRINT_MEMORY_KEY)
    const read = Remembered.safeParse(text === null ? {} : JSON.parse(text))
    return read.success ? read.data : { midway: {}, released: {} }
  }

  #write(remembered: Remembered): void {
    this.#log.setMeta(PRINT_MEMORY_KEY, JSON.stringify(remembered))
  }
}
