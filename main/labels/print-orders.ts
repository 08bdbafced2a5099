import { reasonsFor } from '#contract/barcode/loadline-code.ts'
import { LABEL_COPIES_MAX } from '#contract/actions/label-print.ts'
import type {
  PrintOrder,
  PrintOrderAnswer,
  PrintTarget,
  PrintTrouble,
} from '#contract/rpc/print-order.ts'
import type { PrintJobView } from '#contract/rpc/print-job-view.ts'
import type { Bench } from '../bench.ts'
import type { Clock } from '../clock.ts'
import type { NewId } from '../ids.ts'
import type { StationView } from '../store/view.ts'
import { holdOf, type LabelPrinter, labelOf, printerTrouble, unitVerdict } from './print-holds.ts'
import { isWaiting, movedBy } from './print-job-moves.ts'
import type { PrintJob, PrintJobs } from './print-jobs.ts'
import type { PrintQueueParts } from './print-queue.ts'

/** What people at the bench see of the print queue, and what they may say about it. */
export type PrintOrders = {
  order: (input: PrintOrder) => Promise<PrintOrderAnswer>
  /** Every configured printer, and why it can't take this label. */
  targets: (jobId: string) => Promise<PrintTarget[]>
  /** The newest jobs, newest first. */
  views: (limit: number) => PrintJobView[]
}

export type PrintOrderParts = {
  jobs: PrintJobs
  view: StationView
  clock: Clock
  newId: NewId
  bench: Pick<Bench, 'recordBeside' | 'takePrintAnswer'>
  printers: readonly LabelPrinter[]
  make: PrintQueueParts['make']
  isSignedIn: () => boolean
  onChange: () => void
}

export function printOrders(parts: PrintOrderParts): PrintOrders {
  const orders = new Orders(parts)
  return {
    order: (input) => orders.order(input),
    targets: (jobId) => orders.targets(jobId),
    views: (limit) => orders.views(limit),
  }
}

/** What is said of paper that came out, or did not. */
type Given = Extract<PrintOrder, { order: 'not-printed' | 'reprint' | 'came-out' }>

class Orders {
  readonly #parts: PrintOrderParts

  constructor(parts: PrintOrderParts) {
    this.#parts = parts
  }

  async order(input: PrintOrder): Promise<PrintOrderAnswer> {
    const { jobs, isSignedIn } = this.#parts
    if (!isSignedIn()) return refused('sign-in-first')
    const job = jobs.get(input.jobId)
    if (job === null) return refused('no-such-job')
    if (job.unitId === null && isAboutPaper(input)) return this.#orderSheet(job, input)
    switch (input.order) {
      case 'redirect':
        return this.#redirect(job, input.printerId)
      case 'release':
        return this.#release(job)
      case 'cancel':
        if (movedBy(job.state, 'cancel') === null) return refused(whyNotWaiting(job))
        return this.#write((at) => jobs.move(job.id, 'cancel', { at }), null)
      case 'came-out':
        if (movedBy(job.state, 'came-out') === null) return refused('not-in-doubt')
        return this.#answer(job, input)
      case 'not-printed':
        if (movedBy(job.state, 'not-printed') === null) return refused('not-in-doubt')
        return this.#newCopy(job, input)
      default:
        return this.#newCopy(job, input)
    }
  }

  /** A page that hangs on no unit has no copies: the same one comes out again. */
  async #orderSheet(job: PrintJob, input: Given): Promise<PrintOrderAnswer> {
    const { jobs, newId } = this.#parts
    const { order } = input
    const mayMove = order === 'reprint' || movedBy(job.state, order) !== null
    if (!mayMove) return refused('not-in-doubt')
    if (order === 'came-out') return this.#write((at) => jobs.move(job.id, order, { at }), null)
    const printerId = input.printerId ?? job.printerId
    const printer = this.#parts.printers.find(({ id }) => id === printerId)
    const trouble = printer === undefined ? 'no-such-printer' : await this.#fitTrouble(job, printer)
    if (trouble !== null) return refused(trouble)
    return this.#write((at) => {
      if (order === 'not-printed' && !jobs.move(job.id, order, { at })) return false
      const { id: _, state: _state, detail: _detail, ...page } = job
      jobs.add({ ...page, id: newId(), printerId, createdAt: at })
      return true
    }, null)
  }

  async targets(jobId: string): Promise<PrintTarget[]> {
    const job = this.#parts.jobs.get(jobId)
    if (job === null) return []
    return Promise.all(
      this.#parts.printers.map(async (printer) => ({
        printerId: printer.id,
        name: printer.name ?? printer.id,
        widthMm: printer.widthMm,
        heightMm: printer.heightMm,
        dpi: printer.dpi,
        trouble: await this.#fitTrouble(job, printer),
      })),
    )
  }

  views(limit: number): PrintJobView[] {
    const { jobs, view, clock, printers } = this.#parts
    const newest = jobs.newest(limit)
    const since = jobs.waitsSince()
    const copies = new Map<string, number>()
    for (const { unitId, copy } of newest) {
      if (unitId !== null) copies.set(unitId, Math.max(copies.get(unitId) ?? 0, copy))
    }
    return newest.map((job) => {
      const { document: _, ...shown } = job
      const unit = job.unitId === null ? undefined : view.get('unit', job.unitId)
      const label = () => labelOf(job)
      const about = { printers, since: since(job), nowMs: clock.now(), unit, label }
      return {
        ...shown,
        sheet: job.unitId === null ? (label()?.sheet ?? null) : null,
        hold: holdOf(job, about),
        isVoid: (copies.get(job.unitId ?? '') ?? 0) > job.copy || isVoidCopy(unit?.label, job.copy),
      }
    })
  }

  /** The same copy elsewhere, as long as none of it was sent; of one that failed a new copy. */
  async #redirect(job: PrintJob, printerId: string): Promise<PrintOrderAnswer> {
    const { jobs } = this.#parts
    const reason = 'NOTPRINTED'
    if (job.state === 'failed') {
      const again = { order: 'reprint', jobId: job.id, reason, printerId } as const
      return job.unitId === null ? this.#orderSheet(job, again) : this.#newCopy(job, again)
    }
    const trouble = await this.#waitingTrouble(job, printerId)
    if (trouble !== null) return refused(trouble)
    if (job.printerId === printerId) return refused('same-printer')
    return this.#write((at) => jobs.redirect(job.id, printerId, at), job.copy)
  }

  async #release(job: PrintJob): Promise<PrintOrderAnswer> {
    const { jobs } = this.#parts
    const trouble = await this.#waitingTrouble(job, job.printerId)
    if (trouble !== null) return refused(trouble)
    return this.#write((at) => jobs.move(job.id, 'release', { at }), job.copy)
  }

  /** Why a waiting copy can't come out of this printer. */
  async #waitingTrouble(job: PrintJob, printerId: string): Promise<PrintTrouble | null> {
    if (!isWaiting(job.state)) return whyNotWaiting(job)
    const unit = job.unitId === null ? undefined : this.#parts.view.get('unit', job.unitId)
    if (unitVerdict(unit, job.copy) !== null) return 'void'
    const printer = this.#parts.printers.find(({ id }) => id === printerId)
    return printer === undefined ? 'no-such-printer' : this.#fitTrouble(job, printer)
  }

  async #newCopy(
    job: PrintJob,
    input: Extract<Given, { order: 'not-printed' | 'reprint' }>,
  ): Promise<PrintOrderAnswer> {
    const { view, printers, jobs } = this.#parts
    if (input.order === 'reprint' && !reasonsFor('reprint').includes(input.reason)) {
      return refused('wrong-reason')
    }
    const unit = job.unitId === null ? undefined : view.get('unit', job.unitId)
    const newest = job.unitId === null ? job.copy : jobs.newestCopy(job.unitId)
    const canCopy = unit?.status === 'closed' && newest < LABEL_COPIES_MAX
    // That a label did not come out is true whatever becomes of its carton.
    if (!canCopy && input.order === 'reprint') return refused('no-new-label')
    const { printerId } = input
    if (printerId !== undefined && canCopy) {
      const printer = printers.find(({ id }) => id === printerId)
      const trouble =
        printer === undefined ? 'no-such-printer' : await this.#fitTrouble(job, printer)
      const why = trouble ?? this.#lateTrouble(job, { input, newest })
      if (why !== null) return refused(why)
    }
    return this.#answer(job, input)
  }

  /** Another answer may have come while it was found out whether the label fits the printer. */
  #lateTrouble(
    job: PrintJob,
    { input, newest }: { input: Given; newest: number },
  ): PrintTrouble | null {
    const { jobs } = this.#parts
    if (input.order === 'reprint') {
      return job.unitId !== null && jobs.newestCopy(job.unitId) !== newest ? 'void' : null
    }
    const now = jobs.get(job.id)
    return now === null || movedBy(now.state, input.order) === null ? 'not-in-doubt' : null
  }

  #answer(job: PrintJob, input: Given): PrintOrderAnswer {
    const { bench, jobs } = this.#parts
    const { unitId } = job
    if (unitId === null) return refused('no-new-label')
    const newest = jobs.newestCopy(unitId)
    const isTaken = bench.takePrintAnswer({
      kind: 'print-answer',
      jobId: job.id,
      unitId,
      copy: job.copy,
      answer: input.order,
      reason: input.order === 'reprint' ? input.reason : 'NOTPRINTED',
      printerId: (input.order === 'came-out' ? undefined : input.printerId) ?? null,
      newest,
    })
    if (!isTaken) return refused('not-recorded')
    const after = jobs.newestCopy(unitId)
    return { accepted: true, copy: after > newest ? after : null }
  }

  #write(change: (at: string) => boolean, copy: number | null): PrintOrderAnswer {
    const { bench, clock, onChange } = this.#parts
    const at = new Date(clock.now()).toISOString()
    let isDone = false
    const written = bench.recordBeside([], [], () => {
      isDone = change(at)
    })
    onChange()
    if (written === null) return refused('not-recorded')
    // It was sent while the question was open.
    return isDone ? { accepted: true, copy } : refused('already-sent')
  }

  async #fitTrouble(job: PrintJob, printer: LabelPrinter): Promise<PrintTrouble | null> {
    const label = labelOf(job)
    if (label === null) return 'cannot-print'
    const trouble = printerTrouble(label, printer)
    if (trouble !== null) return trouble
    return this.#parts.make(printer, label).then(
      () => null,
      () => 'cannot-print',
    )
  }
}

function isAboutPaper(input: PrintOrder): input is Given {
  return ['came-out', 'not-printed', 'reprint'].includes(input.order)
}

function refused(trouble: PrintTrouble): PrintOrderAnswer {
  return { accepted: false, trouble }
}

function whyNotWaiting({ state }: PrintJob): PrintTrouble {
  return state === 'failed' || state === 'cancelled' ? 'not-waiting' : 'already-sent'
}

function isVoidCopy(
  label: { lastCopy: number; voidedThrough: number } | undefined,
  copy: number,
): boolean {
  return label !== undefined && (label.voidedThrough >= copy || label.lastCopy > copy)
}
