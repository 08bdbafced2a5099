import { LabelDocument } from '#contract/label/label-document.ts'
import type { Clock } from '../clock.ts'
import type { PrintJob, PrintJobs } from './print-jobs.ts'

/** Nothing of a held job was sent, so it is tried again by itself after this long. */
const HELD_RETRY_MS = 3_000

export type PrintOutcome = {
  outcome: 'sent' | 'printed' | 'held' | 'unknown'
  detail: string
}

export type PrintQueueParts = {
  jobs: PrintJobs
  clock: Clock
  printers: readonly string[]
  /** Makes the printer's own bytes and sends them; never rejects for the printer's trouble. */
  print: (
    printerId: string,
    job: { jobId: string; document: LabelDocument },
  ) => Promise<PrintOutcome>
  /** A unit's copy left the queue, or may have. To be journalled with the action that says so. */
  onOutcome: (
    job: PrintJob & { unitId: string },
    outcome: 'printed' | 'sent' | 'unknown',
    detail: string,
  ) => void
  onChange: () => void
  onTrouble: (text: string) => void
}

/**
 * Sends jobs one at a time per printer, oldest first. A job is `sending` on disk before its first
 * byte; from then on it is never sent again by itself: it ends `printed`, `sent`, or `unknown`, and
 * an unknown one is decided by a person or by scanning the label. `held` means no byte has left.
 */
export class PrintQueue {
  readonly #parts: PrintQueueParts
  readonly #busy = new Map<string, Promise<void>>()
  readonly #retries = new Map<string, () => void>()
  #isClosed = false

  constructor(parts: PrintQueueParts) {
    this.#parts = parts
  }

  /** Settles what a crash interrupted, then starts every printer. */
  start(): void {
    for (const job of this.#parts.jobs.interrupted()) {
      this.#settle(job, 'unknown', 'the station stopped while this label was being sent')
    }
    this.wake()
  }

  wake(): void {
    for (const printerId of this.#parts.printers) this.#wakePrinter(printerId)
  }

  /** Waits for labels being sent; starts no more. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const cancel of this.#retries.values()) cancel()
    await Promise.all(this.#busy.values())
  }

  #wakePrinter(printerId: string): void {
    if (this.#isClosed || this.#busy.has(printerId)) return
    this.#retries.get(printerId)?.()
    this.#retries.delete(printerId)
    const job = this.#nextJob(printerId)
    if (job === null) return
    const turn = this.#send(job)
      .catch((error: unknown): 'wait' => {
        // The journal could not be written, as on a full disk.
        this.#parts.onTrouble(`print job ${job.id}: ${String(error)}`)
        return 'wait'
      })
      .then((next) => {
        this.#busy.delete(printerId)
        if (next === 'go-on') this.#wakePrinter(printerId)
        else this.#retryLater(printerId)
      })
    this.#busy.set(printerId, turn)
  }

  /** A journal that can't be read now is looked at again later. */
  #nextJob(printerId: string): PrintJob | null {
    try {
      return this.#parts.jobs.next(printerId)
    } catch (error) {
      this.#parts.onTrouble(`the print journal could not be read: ${String(error)}`)
      this.#retryLater(printerId)
      return null
    }
  }

  #retryLater(printerId: string): void {
    if (this.#isClosed) return
    const cancel = this.#parts.clock.after(HELD_RETRY_MS, () => this.#wakePrinter(printerId))
    this.#retries.set(printerId, cancel)
  }

  async #send(job: PrintJob): Promise<'go-on' | 'wait'> {
    const { jobs } = this.#parts
    jobs.setState(job.id, 'sending', '', this.#now())
    const { outcome, detail } = await this.#print(job)
    if (outcome === 'held') {
      jobs.setState(job.id, 'held', detail, this.#now())
      this.#parts.onChange()
      return 'wait'
    }
    this.#settle(job, outcome, detail)
    return 'go-on'
  }

  async #print(job: PrintJob): Promise<PrintOutcome> {
    try {
      const document = LabelDocument.parse(JSON.parse(job.document))
      return await this.#parts.print(job.printerId, { jobId: job.id, document })
    } catch (error) {
      // A label that can't be made is for a person to see; kept here, it would hold up all behind it.
      this.#parts.onTrouble(`print job ${job.id}: ${String(error)}`)
      return { outcome: 'unknown', detail: 'this label could not be made' }
    }
  }

  #settle(job: PrintJob, outcome: 'printed' | 'sent' | 'unknown', detail: string): void {
    const { unitId } = job
    if (unitId === null) this.#parts.jobs.setState(job.id, outcome, detail, this.#now())
    else this.#parts.onOutcome({ ...job, unitId }, outcome, detail)
    this.#parts.onChange()
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }
}
