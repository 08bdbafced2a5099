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
  /**
   * A unit's copy left the queue, or may have. To be journalled with the action that says so; false
   * when that could not be written.
   */
  onOutcome: (
    job: PrintJob & { unitId: string },
    outcome: 'printed' | 'sent' | 'unknown',
    detail: string,
  ) => boolean
  onChange: () => void
  onTrouble: (text: string) => void
}

type Ended = { job: PrintJob } & PrintOutcome

/**
 * Sends jobs one at a time per printer, oldest first. A job is `sending` on disk before its first
 * byte; from then on it is never sent again by itself: it ends `printed`, `sent`, or `unknown`, and
 * an unknown one is decided by a person or by scanning the label. `held` means no byte has left. An
 * end that could not be written, as on a full disk, is owed, and written before the next job goes.
 */
export class PrintQueue {
  readonly #parts: PrintQueueParts
  readonly #busy = new Map<string, Promise<void>>()
  readonly #retries = new Map<string, () => void>()
  #owed: Ended[] = []
  #isClosed = false

  constructor(parts: PrintQueueParts) {
    this.#parts = parts
  }

  /** Settles what a crash interrupted, then starts every printer. */
  start(): void {
    for (const job of this.#parts.jobs.interrupted()) {
      const detail = 'the station stopped while this label was being sent'
      this.#owed.push({ job, outcome: 'unknown', detail })
    }
    // Also of printers that are no longer configured.
    for (const { job } of this.#owed) this.#settleOwed(job.printerId)
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
    if (!this.#settleOwed(printerId)) return this.#retryLater(printerId)
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
    this.#owed.push({ job, ...(await this.#print(job)) })
    if (!this.#settleOwed(job.printerId)) return 'wait'
    return jobs.get(job.id)?.state === 'held' ? 'wait' : 'go-on'
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

  /** True when nothing is owed any more of this printer's jobs. */
  #settleOwed(printerId: string): boolean {
    this.#owed = this.#owed.filter((ended) => {
      return ended.job.printerId !== printerId || !this.#isSettled(ended)
    })
    return this.#owed.every(({ job }) => job.printerId !== printerId)
  }

  #isSettled({ job, outcome, detail }: Ended): boolean {
    const { jobs, onOutcome, onChange, onTrouble } = this.#parts
    const { unitId } = job
    try {
      // A label scanned back in the meantime has settled its job already.
      if (jobs.get(job.id)?.state !== 'sending') return true
      if (unitId === null || outcome === 'held') {
        jobs.setState(job.id, outcome, detail, this.#now())
      } else if (!onOutcome({ ...job, unitId }, outcome, detail)) return false
    } catch (error) {
      onTrouble(`print job ${job.id}: ${String(error)}`)
      return false
    }
    onChange()
    return true
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }
}
