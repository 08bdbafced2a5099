import { Overlay } from '#contract/actions/overlay.ts'
import type { DocumentChange } from '#contract/documents/document.ts'
import type { BenchSettings } from '#contract/rpc/bench-settings.ts'
import type { NewWorkStop } from '#contract/rpc/bench-view.ts'
import type { LoggedAction, StationMode } from '#contract/sync/envelope.ts'
import { LEASE_MS } from '#contract/sync/limits.ts'
import type { Clock } from '../clock.ts'
import type { ScaleReading } from '../devices/scale/scale-reading.ts'
import type { NewId } from '../ids.ts'
import type { PrintJobs } from '../labels/print-jobs.ts'
import { loadingListDocuments } from '../labels/loading-list-documents.ts'
import { unitLabelDocument } from '../labels/unit-label-document.ts'
import { isUnitSignatureValid } from '../labels/unit-signature.ts'
import { actionBody, type LogStore } from '../store/log-store.ts'
import { type NumberSource, savedSerials } from '../store/number-source.ts'
import type { StationView } from '../store/view.ts'
import { stepWorkflow } from '../workflow/step.ts'
import {
  type RecordedDraft,
  SIGNED_OUT,
  type WorkflowContext,
  type WorkflowInput,
  type WorkflowState,
  type WorkflowStep,
} from '../workflow/workflow-types.ts'

export type SubmitParts = {
  log: LogStore
  view: StationView
  jobs: PrintJobs
  numbers: NumberSource
  clock: Clock
  newId: NewId
  station: { id: string; mode: StationMode; warehouse: string }
  /** What is plugged in; asked at every input, as devices come and go. */
  devices: {
    scale(): { hasScale: boolean; reading: ScaleReading | null; divisionGrams: number }
    /** The one asked for, or the bench's own. */
    labelPrinter(id?: string): { id: string; widthMm: number; heightMm: number } | null
  }
  /** Milliseconds to add to this clock for server time; the newest known feed head. */
  serverOffsetMs(): number
  knownHead(): number
  /** Names this start of the host, within which the monotonic clock runs on (TIME-1). */
  bootId: string
  newWorkStop(): NewWorkStop | null
  settings(): Pick<BenchSettings, 'autoClose'>
  /** What the running shift has made, and how much of it waits; null where none was begun. */
  shiftSoFar(): { made: number; waiting: number } | null
}

/** What became of a print job; journalled in the same commit as the action that says so. */
export type SettledJob = {
  jobId: string
  state: 'printed' | 'sent' | 'unknown'
  detail: string
  /** Of `unknown`: whether its printer may wait for the rest of the label. */
  isCut?: boolean | undefined
}

export type Submitted = { became: WorkflowStep['became']; firstSeq: number | null; lastSeq: number }

/** Job printer of a label made where no printer is configured: it waits, visibly. */
const NO_PRINTER = 'none'

/**
 * The one write path of a station. One input is decided, and everything it comes to (its actions, the
 * operator's new place, the latched alert, print jobs, the scan itself) commits in one transaction.
 * Only when that has returned does memory move and the caller may sound good (LOG-2).
 */
export class SubmitAction {
  readonly #parts: SubmitParts
  #state: WorkflowState

  constructor(parts: SubmitParts) {
    this.#parts = parts
    const saved = parts.log.meta('workflow')
    // What an earlier version saved may lack parts that this one has.
    const known = saved === null ? {} : (JSON.parse(saved) as Partial<WorkflowState>)
    this.#state = { ...SIGNED_OUT, ...known }
  }

  get state(): WorkflowState {
    return this.#state
  }

  /** Takes one input in. Throws when it could not be made durable; nothing has changed then. */
  submit(
    input: WorkflowInput,
    scan: { scannerId: string; text: string } | null,
    settled: SettledJob | null = null,
  ): Submitted {
    const { log, view } = this.#parts
    const { step, entries } = this.#commit(input, scan, settled)
    // What follows only moves memory: numbers that a commit has used are never given back.
    if (entries !== null) {
      view.applyCommitted(entries, step.changes)
      this.#state = step.state
    }
    return { became: step.became, firstSeq: entries?.[0]?.seq ?? null, lastSeq: log.lastSeq }
  }

  /**
   * Records what was decided beside the operator's workflow, whose place and alert stay as they are;
   * `within` runs in the same transaction. Throws when it could not be made durable.
   */
  recordBeside(
    actions: readonly RecordedDraft[],
    changes: readonly DocumentChange[],
    within: (entries: readonly LoggedAction[]) => void,
  ): LoggedAction[] {
    const { log, view, clock } = this.#parts
    const at = new Date(clock.now()).toISOString()
    const nothing = { prints: [], loadingList: null, resolvedJobs: [], became: 'action' } as const
    const step: WorkflowStep = { state: this.#state, actions, changes, ...nothing }
    const entries = log.transaction(() => {
      const recorded = this.#record(step, at, null, null)
      within(recorded)
      return recorded
    })
    view.applyCommitted(entries, changes)
    return entries
  }

  /** By whom and when something would be decided at this moment. */
  decisionTime(): Pick<WorkflowContext, 'stationId' | 'now' | 'leaseUntil'> {
    const { stationId, now, leaseUntil } = this.#context()
    return { stationId, now, leaseUntil }
  }

  get newWorkStop(): NewWorkStop | null {
    return this.#parts.newWorkStop()
  }

  /** Entries are null where there was nothing to write. */
  #commit(
    input: WorkflowInput,
    scan: { scannerId: string; text: string } | null,
    settled: SettledJob | null,
  ): { step: WorkflowStep; entries: LoggedAction[] | null } {
    const { log, numbers } = this.#parts
    const numbersBefore = numbers.saved
    const at = new Date(this.#parts.clock.now()).toISOString()
    try {
      const step = stepWorkflow(this.#state, input, this.#context())
      const isNothing =
        scan === null &&
        settled === null &&
        step.actions.length === 0 &&
        step.prints.length === 0 &&
        step.loadingList === null &&
        step.resolvedJobs.length === 0 &&
        step.state === this.#state
      if (isNothing) return { step, entries: null }
      return { step, entries: log.transaction(() => this.#record(step, at, scan, settled)) }
    } catch (error) {
      numbers.restore(numbersBefore)
      throw error
    }
  }

  #record(
    step: WorkflowStep,
    at: string,
    scan: { scannerId: string; text: string } | null,
    settled: SettledJob | null,
  ): LoggedAction[] {
    const { log, newId, numbers } = this.#parts
    const baseHead = this.#parts.knownHead()
    const clock = {
      monotonicMs: Math.floor(this.#parts.clock.monotonicMs()),
      bootId: this.#parts.bootId,
      offsetMs: Math.round(this.#parts.serverOffsetMs()),
    }
    const entries = step.actions.map((draft) => {
      const { operatorId } = draft
      const body = actionBody({ draft, operatorId, occurredAt: at, baseHead, clock })
      return log.append({ id: draft.id ?? newId(), body })
    })
    if (step.state !== this.#state) log.setMeta('workflow', JSON.stringify(step.state))
    if (numbers.saved !== savedSerials(log)) log.setMeta('lastSerials', numbers.saved)
    this.#moveJobs(step, at, settled)
    if (scan !== null) {
      log.recordScan({
        at,
        ...scan,
        became: step.became,
        firstSeq: entries[0]?.seq ?? null,
        lastSeq: entries.at(-1)?.seq ?? null,
        alert: step.became === 'alert' ? (step.state.alert?.reason ?? null) : null,
      })
    }
    return entries
  }

  /** What this step says about print jobs: one ended, one was scanned or decided, new copies. */
  #moveJobs(step: WorkflowStep, at: string, settled: SettledJob | null): void {
    const { jobs } = this.#parts
    if (settled !== null) jobs.move(settled.jobId, settled.state, { ...settled, at })
    for (const { type, payload } of step.actions) {
      if (type === 'label.verify') jobs.prove(payload.unitId, payload.copy, at)
      if (type === 'load.add' && payload.copy !== undefined) {
        jobs.prove(payload.unitId, payload.copy, at)
      }
      // A copy that still waits is as void as one that hangs on the carton.
      if (type === 'label.void') jobs.supersede(payload.unitId, payload.copy, at)
    }
    for (const { jobId, state } of step.resolvedJobs) {
      jobs.move(jobId, state === 'printed' ? 'came-out' : 'not-printed', { at })
    }
    this.#queuePrints(step, at)
    this.#queueLoadingList(step, at)
  }

  #queuePrints(step: WorkflowStep, at: string): void {
    if (step.prints.length === 0) return
    const { view, jobs, newId, station, devices } = this.#parts
    const after = new Overlay(view)
    after.apply(step.changes)
    for (const { unitId, copy, reason, printerId } of step.prints) {
      const printer = devices.labelPrinter(printerId)
      jobs.supersede(unitId, copy - 1, at)
      const document = unitLabelDocument(after, {
        unitId,
        copy,
        warehouse: station.warehouse,
        media: printer,
      })
      jobs.add({
        id: newId(),
        unitId,
        copy,
        reason,
        printerId: printer?.id ?? NO_PRINTER,
        document: JSON.stringify(document),
        createdAt: at,
      })
    }
  }

  /** Every page is a job of its own; it hangs on no unit, so nothing is scanned back. */
  #queueLoadingList({ loadingList }: WorkflowStep, at: string): void {
    const { view, jobs, newId, devices } = this.#parts
    const printer = devices.labelPrinter()
    if (loadingList === null || printer === null) return
    const pages = loadingListDocuments(view, { ...loadingList, media: printer })
    for (const [index, document] of pages.entries()) {
      jobs.add({
        id: newId(),
        unitId: null,
        copy: index + 1,
        reason: null,
        printerId: printer.id,
        document: JSON.stringify(document),
        // Jobs go in the order they were made, and these are made in one moment.
        createdAt: new Date(Date.parse(at) + index).toISOString(),
      })
    }
  }

  #context(): WorkflowContext {
    const { view, numbers, clock, station, devices } = this.#parts
    const serverMs = clock.now() + this.#parts.serverOffsetMs()
    const { hasScale, reading, divisionGrams } = devices.scale()
    const qrKey = view.get('warehouse', station.warehouse)?.qrKey ?? null
    return {
      lookup: view,
      stationId: station.id,
      mode: station.mode,
      now: new Date(serverMs).toISOString(),
      leaseUntil: new Date(serverMs + LEASE_MS).toISOString(),
      scale: reading,
      scaleDivisionGrams: divisionGrams,
      hasScale,
      hasPrinter: devices.labelPrinter() !== null,
      autoClose: this.#parts.settings().autoClose,
      newWorkStop: this.#parts.newWorkStop(),
      shiftSoFar: () => this.#parts.shiftSoFar(),
      takeUnitId: () => numbers.take(),
      isSignatureValid: (signedText, signature) =>
        qrKey !== null && isUnitSignatureValid(qrKey, signedText, signature),
    }
  }
}
