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
  /** A copy left the queue, or may have. */
  onOutcome: (job: PrintJob, outcome: 'printed' | 'sent' | 'unknown') => void
  onChange: () => void
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
    const job = this.#parts.jobs.next(printerId)
    if (job === null) return
    const turn = this.#send(job).then((next) => {
      this.#busy.delete(printerId)
      if (next === 'go-on') this.#wakePrinter(printerId)
      else this.#retryLater(printerId)
    })
    this.#busy.set(printerId, turn)
  }

  #retryLater(printerId: string): void {
    if (this.#isClosed) return
    const cancel = this.#parts.clock.after(HELD_RETRY_MS, () => this.#wakePrinter(printerId))
    this.#retries.set(printerId, cancel)
  }

  async #send(job: PrintJob): Promise<'go-on' | 'wait'> {
    const { jobs, print } = this.#parts
    const document = LabelDocument.parse(JSON.parse(job.document))
    jobs.setState(job.id, 'sending', '', this.#now())
    const { outcome, detail } = await print(job.printerId, { jobId: job.id, document })
    if (outcome === 'held') {
      jobs.setState(job.id, 'held', detail, this.#now())
      this.#parts.onChange()
      return 'wait'
    }
    this.#settle(job, outcome, detail)
    return 'go-on'
  }

  #settle(job: PrintJob, outcome: 'printed' | 'sent' | 'unknown', detail: string): void {
    this.#parts.jobs.setState(job.id, outcome, detail, this.#now())
    this.#parts.onOutcome(job, outcome)
    this.#parts.onChange()
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }
}
