import type { Unit } from '#contract/documents/unit.ts'
import type { LabelDocument } from '#contract/label/label-document.ts'
import type { Clock } from '../clock.ts'
import { holdOf, type LabelPrinter, labelOf, unitVerdict } from './print-holds.ts'
import type { PrintJob, PrintJobs, WaitingJob } from './print-jobs.ts'

/** Nothing of a held job was sent, so it is tried again by itself after this long. */
const HELD_RETRY_MS = 3_000

export type PrintOutcome = {
  outcome: 'sent' | 'printed' | 'held' | 'unknown'
  detail: string
  /** Of `unknown`: whether the printer may wait for the rest of a label; not said is taken for yes. */
  isCut?: boolean | undefined
}

export type PrintQueueParts = {
  jobs: PrintJobs
  clock: Clock
  printers: readonly LabelPrinter[]
  /** Makes the printer's own bytes; rejects for what its language can't hold. */
  make: (printer: LabelPrinter, document: LabelDocument) => Promise<Uint8Array>
  /**
   * Sends them; never rejects for the printer's trouble. `afterCutJob` says that a label was left half-sent
   * in this printer before the host began.
   */
  print: (
    printerId: string,
    job: { jobId: string; bytes: Uint8Array; afterCutJob: boolean },
  ) => Promise<PrintOutcome>
  /** The unit as this station knows it; undefined where it left the station's documents. */
  unitOf: (unitId: string) => Unit | undefined
  /**
   * A unit's copy left the queue, or may have. To be journalled with the action that says so; false
   * when that could not be written.
   */
  onOutcome: (
    job: PrintJob & { unitId: string },
    end: PrintOutcome & { outcome: 'printed' | 'sent' | 'unknown' },
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
 * What has waited too long, or is for other labels than the printer holds, lets the others by and waits
 * for a person.
 */
export class PrintQueue {
  readonly #parts: PrintQueueParts
  readonly #busy = new Map<string, Promise<void>>()
  readonly #retries = new Map<string, () => void>()
  /** Printers that the host before this one may have left with half a label. */
  readonly #leftMidway = new Set<string>()
  /** What was passed over at the last look, so that a screen hears of it once. */
  readonly #passedOver = new Map<string, string>()
  #owed: Ended[] = []
  #isClosed = false

  constructor(parts: PrintQueueParts) {
    this.#parts = parts
  }

  /** Settles what a crash interrupted, then starts every printer. */
  start(): void {
    const { jobs } = this.#parts
    for (const printerId of jobs.midwayPrinters()) this.#leftMidway.add(printerId)
    for (const job of jobs.interrupted()) {
      const detail = 'the station stopped while this label was being sent'
      this.#leftMidway.add(job.printerId)
      this.#owed.push({ job, outcome: 'unknown', detail, isCut: true })
    }
    // Also of printers that are no longer configured.
    for (const { job } of this.#owed) this.#settleOwed(job.printerId)
    this.wake()
  }

  wake(): void {
    for (const printer of this.#parts.printers) this.#wakePrinter(printer)
  }

  /** Waits for labels being sent; starts no more. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const cancel of this.#retries.values()) cancel()
    await Promise.all(this.#busy.values())
  }

  #wakePrinter(printer: LabelPrinter): void {
    const { id } = printer
    if (this.#isClosed || this.#busy.has(id)) return
    this.#retries.get(id)?.()
    this.#retries.delete(id)
    if (!this.#settleOwed(id)) return this.#retryLater(printer)
    const job = this.#nextJob(printer)
    if (job === null) return
    const turn = this.#send(printer, job)
      .catch((error: unknown): 'wait' => {
        // The journal could not be written, as on a full disk.
        this.#parts.onTrouble(`print job ${job.id}: ${String(error)}`)
        return 'wait'
      })
      .then((next) => {
        this.#busy.delete(id)
        if (next === 'go-on') this.#wakePrinter(printer)
        else this.#retryLater(printer)
      })
    this.#busy.set(id, turn)
  }

  /** A journal that can't be read now is looked at again later. */
  #nextJob(printer: LabelPrinter): PrintJob | null {
    try {
      return this.#firstReady(printer)
    } catch (error) {
      this.#parts.onTrouble(`the print journal could not be read: ${String(error)}`)
      this.#retryLater(printer)
      return null
    }
  }

  /** The oldest job that nothing but its printer can hold; those that must never come out are cancelled. */
  #firstReady(printer: LabelPrinter): PrintJob | null {
    const { jobs, unitOf, onChange } = this.#parts
    const waiting = jobs.waiting(printer.id)
    const passedOver: string[] = []
    let ready: PrintJob | null = null
    let isCancelled = false
    const since = waiting.length === 0 ? null : jobs.waitsSince()
    for (const job of waiting) {
      const unit = job.unitId === null ? undefined : unitOf(job.unitId)
      if (unitVerdict(unit, job.copy) === 'void') {
        const detail = 'This copy is void: it is not printed any more'
        isCancelled = jobs.move(job.id, 'superseded', { at: this.#now(), detail }) || isCancelled
        continue
      }
      const found = this.#readyJob(job, unit, since?.(job) ?? job.createdAt)
      if (found === null) passedOver.push(job.id)
      ready ??= found
      if (ready !== null) break
    }
    const passed = passedOver.join()
    const isNews = passed !== (this.#passedOver.get(printer.id) ?? '')
    this.#passedOver.set(printer.id, passed)
    if (isNews || isCancelled) onChange()
    return ready
  }

  #readyJob(job: WaitingJob, unit: Unit | undefined, since: string): PrintJob | null {
    const { jobs, printers, clock } = this.#parts
    const full = jobs.get(job.id)
    if (full === null) return null
    const label = () => labelOf(full)
    const hold = holdOf(job, { printers, since, nowMs: clock.now(), unit, label })
    return hold === null || hold === 'printer' ? full : null
  }

  #retryLater(printer: LabelPrinter): void {
    if (this.#isClosed) return
    const cancel = this.#parts.clock.after(HELD_RETRY_MS, () => this.#wakePrinter(printer))
    this.#retries.set(printer.id, cancel)
  }

  async #send(printer: LabelPrinter, job: PrintJob): Promise<'go-on' | 'wait'> {
    const { jobs, onChange } = this.#parts
    const bytes = await this.#make(printer, job)
    if (bytes === null) {
      jobs.move(job.id, 'unmakable', { at: this.#now(), detail: 'This label could not be made' })
      onChange()
      return 'go-on'
    }
    // A person may have cancelled it, or sent it elsewhere, while its bytes were made.
    const isHere = jobs.get(job.id)?.printerId === printer.id
    if (!isHere || !jobs.move(job.id, 'send', { at: this.#now() })) return 'go-on'
    onChange()
    const end = await this.#print(printer.id, job.id, bytes)
    // Only now: while this one printed, another printer's turn has made a list of its own.
    this.#owed.push({ job, ...end })
    if (!this.#settleOwed(printer.id)) return 'wait'
    return jobs.get(job.id)?.state === 'held' ? 'wait' : 'go-on'
  }

  /** Null for a label that can't be made: it is for a person to see, and holds up none behind it. */
  async #make(printer: LabelPrinter, job: PrintJob): Promise<Uint8Array | null> {
    try {
      const document = labelOf(job)
      if (document === null) throw new Error('its journal holds no label')
      return await this.#parts.make(printer, document)
    } catch (error) {
      this.#parts.onTrouble(`print job ${job.id}: ${String(error)}`)
      return null
    }
  }

  async #print(printerId: string, jobId: string, bytes: Uint8Array): Promise<PrintOutcome> {
    try {
      const afterCutJob = this.#leftMidway.has(printerId)
      const end = await this.#parts.print(printerId, { jobId, bytes, afterCutJob })
      // From its first byte on the printer's driver knows by itself what it was left in.
      if (end.outcome !== 'held') this.#leftMidway.delete(printerId)
      return end
    } catch (error) {
      this.#parts.onTrouble(`print job ${jobId}: ${String(error)}`)
      return { outcome: 'unknown', detail: 'nobody knows what became of this label' }
    }
  }

  /** True when nothing is owed any more of this printer's jobs. */
  #settleOwed(printerId: string): boolean {
    this.#owed = this.#owed.filter((ended) => {
      return ended.job.printerId !== printerId || !this.#isSettled(ended)
    })
    return this.#owed.every(({ job }) => job.printerId !== printerId)
  }

  #isSettled({ job, outcome, detail, isCut }: Ended): boolean {
    const { jobs, onOutcome, onChange, onTrouble } = this.#parts
    const { unitId } = job
    try {
      if (jobs.get(job.id)?.state !== 'sending') return true
      if (unitId === null || outcome === 'held') {
        jobs.move(job.id, outcome, { at: this.#now(), detail, isCut })
      } else if (!onOutcome({ ...job, unitId }, { outcome, detail, isCut })) return false
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
