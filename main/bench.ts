import { splitAim } from '#contract/barcode/aim.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import type {
  ParkedScans as ParkedView,
  ParkedScansAnswer,
  ParkedScansInput,
} from '#contract/rpc/parked-scans.ts'
import { parseAction } from '#contract/actions/index.ts'
import type { DocumentChange } from '#contract/documents/document.ts'
import { ActionBody, type LoggedAction } from '#contract/sync/envelope.ts'
import type { SettledJob, SubmitAction, Submitted } from './actions/submit-action.ts'
import type { Clock } from './clock.ts'
import { isPin } from './identity/pin.ts'
import { createRestRule } from './devices/scale/rest-rule.ts'
import type { RestRule } from './devices/scale/rest-rule.ts'
import type { ScanDump } from './devices/scanner/burst-guard.ts'
import type { Scan } from './devices/scanner/scanner-driver.ts'
import type { ScaleReading } from './devices/scale/scale-reading.ts'
import { ParkedScans } from './intake/parked-scans.ts'
import { readScan } from './intake/read-scan.ts'
import type { PrintJob } from './labels/print-jobs.ts'
import type { Topics } from './rpc/topics.ts'
import type { DiskReserve } from './store/disk-reserve.ts'
import type { LogStore } from './store/log-store.ts'
import type { StationView } from './store/view.ts'
import { type RecordingStop, storageAlert } from './storage-alert.ts'
import type { ActionDraft, RecordedDraft, WorkflowInput } from './workflow/workflow-types.ts'

/** A bench left alone this long signs its operator out, unless a supervisor has set it otherwise. */
export const IDLE_SIGN_OUT_MS = 15 * 60 * 1_000

/** A screen that asks for a supervisor's badge asks again after this. */
export const BADGE_WAIT_MS = 60_000

/** A weight that could not be recorded is tried again after this, while it lies there. */
export const WEIGHT_RETRY_MS = 5_000

/** What sounds at the bench; `attention` is for scans named but not applied. */
export type Sound = 'good' | 'bad' | 'attention'

export type BenchParts = {
  submit: SubmitAction
  log: LogStore
  view: StationView
  topics: Topics
  clock: Clock
  disk: DiskReserve
  sound: (scannerId: string, sound: Sound) => void
  /** A scale that flickers by no more than this says the same weight. */
  scaleDivisionGrams?: number
  idleSignOutMs?: () => number
  /** Something was committed: push it, print it. */
  onCommitted: () => void
  onTrouble: (text: string) => void
}

/**
 * Takes in whatever happens at the bench, one thing after the other, in the order it came: scans from
 * any scanner, weights, print outcomes, refusals. There is no queue to lose: each is handled to the
 * end, commit included, before the next is looked at.
 */
export class Bench {
  readonly #parts: BenchParts
  #storageAlert: Alert | null = null
  #stopped: RecordingStop | null = null
  readonly #restRules = new Map<string, RestRule>()
  #weightRetryAtMs = 0
  readonly #parked = new ParkedScans()
  #isLettingIn = false
  #isPinUnderWay = false
  #badgeAsked: ((badge: string | null) => void) | null = null
  #cancelIdle: () => void = () => undefined

  constructor(parts: BenchParts) {
    this.#parts = parts
    this.#restartIdle()
  }

  /** How much room there is for the log. */
  get room(): DiskReserve['room'] {
    return this.#parts.disk.room
  }

  /** Why nothing is recorded; null while all is in order. */
  get stopped(): RecordingStop | null {
    return this.#stopped
  }

  /** The alert to show: the operator's own, or that nothing can be written. */
  get alert(): Alert | null {
    return this.#storageAlert ?? this.#parts.submit.state.alert
  }

  /** One complete code, as the scanner sent it. Null when it could not be recorded at all. */
  takeScan(scan: { scannerId: string; text: string; aim?: string | null }): Submitted | null {
    const split = scan.aim === undefined ? splitAim(scan.text) : { text: scan.text, aim: scan.aim }
    const { reading, shown } = readScan({ text: split.text, aim: split.aim ?? null })
    this.#restartIdle()
    if (reading.kind === 'loadline' && reading.code.kind === 'badge' && this.#badgeAsked !== null) {
      return this.#handBadge(scan.scannerId, split.text, shown)
    }
    if (this.#parts.disk.isLow) return this.#refuseToWrite(scan.scannerId, 'the disk is full')
    if (this.#stopped !== null) return this.#refuseToWrite(scan.scannerId, this.#stopped)
    const done = this.#submit(
      { kind: 'scan', reading, text: shown },
      { scannerId: scan.scannerId, text: shown },
    )
    if (done === null) return this.#refuseToWrite(scan.scannerId, 'the log could not be written')
    this.#storageAlert = null
    return done
  }

  /** The memory of a scanner that waits to be decided on, the one that came first. */
  get parked(): ParkedView | null {
    return this.#parked.first
  }

  /** The memory of a scanner, emptied at once: shown, and nothing of it applied. */
  takeDump(dump: ScanDump): void {
    this.#parked.park(dump)
    this.#parts.sound(dump.scannerId, 'attention')
    this.#parts.topics.poke('bench')
  }

  /**
   * What a person says about it. Let in, the codes are scanned as if by hand, with one sound for all, up to
   * the first that latches an alert; what is left waits until that is dealt with.
   */
  decideParked({ scannerId, decision }: ParkedScansInput): ParkedScansAnswer {
    const { onTrouble, sound, topics } = this.#parts
    topics.poke('bench')
    if (decision === 'throw-away') {
      const count = this.#parked.throwAway(scannerId)
      onTrouble(`${count} codes from the memory of ${scannerId} were thrown away by a person`)
      return { taken: 0, left: 0 }
    }
    const isStopped = () => this.alert !== null
    const take = (scan: Scan) => this.takeScan(scan) !== null
    this.#isLettingIn = true
    try {
      return this.#parked.letIn(scannerId, take, isStopped)
    } finally {
      this.#isLettingIn = false
      sound(scannerId, isStopped() ? 'bad' : 'good')
    }
  }

  /**
   * The next badge goes to the screen that asks for a supervisor, and changes nothing here; null when
   * none was scanned in time. One screen asks at a time.
   */
  async nextBadge(signal: AbortSignal | undefined): Promise<string | null> {
    if (this.#badgeAsked !== null || signal?.aborted === true) return null
    let stopWaiting = () => {}
    const badge = await new Promise<string | null>((resolve) => {
      this.#badgeAsked = resolve
      const giveUp = () => resolve(null)
      const cancel = this.#parts.clock.after(BADGE_WAIT_MS, giveUp)
      signal?.addEventListener('abort', giveUp)
      stopWaiting = () => {
        cancel()
        signal?.removeEventListener('abort', giveUp)
      }
    })
    stopWaiting()
    this.#badgeAsked = null
    return badge
  }

  /**
   * The PIN that the screen asks a supervisor for; false when nobody is asked for one. Checked one at
   * a time, so that many guesses at once are no more than three. The digits end here.
   */
  async takePin(digits: string): Promise<boolean> {
    const { submit, view, disk } = this.#parts
    this.#restartIdle()
    const { prompt, overrideBy, alert } = submit.state
    const isAsked = prompt?.kind === 'override' && prompt.step === 'pin' && alert === null
    if (!isAsked || overrideBy === null || this.#isPinUnderWay) return false
    if (disk.isLow || this.#stopped !== null) return false
    const pinHash = view.get('operator', overrideBy)?.pinHash
    if (pinHash === undefined) return false
    this.#isPinUnderWay = true
    try {
      const isRight = await isPin(digits, pinHash)
      return this.#submit({ kind: 'pin', supervisorId: overrideBy, isRight }, null) !== null
    } finally {
      this.#isPinUnderWay = false
    }
  }

  /**
   * The log does not prove itself (LOG-6), or the office holds more of it than there is: nothing more is
   * built on it, and the operator is told so.
   */
  stopRecording(why: RecordingStop = 'log-damaged'): void {
    this.#stopped = why
    this.#storageAlert = storageAlert(why)
    this.#parts.topics.poke('bench')
  }

  /**
   * A reading of one of the scales. Two equal stable ones in a row are a weight, handed on once: what
   * goes on lying there is no second unit.
   */
  takeReading(reading: ScaleReading, scaleId = 'scale'): void {
    const rule = this.#restRuleOf(scaleId)
    const weight = rule.feed(reading)
    if (weight === null || rule.isTaken(weight)) return
    const nowMs = this.#parts.clock.monotonicMs()
    if (nowMs < this.#weightRetryAtMs) return
    if (this.#submit({ kind: 'stable-weight', reading: weight }, null) !== null) rule.take(weight)
    else this.#weightRetryAtMs = nowMs + WEIGHT_RETRY_MS
  }

  #restRuleOf(scaleId: string): RestRule {
    const rule =
      this.#restRules.get(scaleId) ??
      createRestRule({ sameWithinGrams: this.#parts.scaleDivisionGrams ?? 0 })
    this.#restRules.set(scaleId, rule)
    return rule
  }

  /**
   * The job's end and the action that tells of it are one commit. False when that could not be written;
   * to be told again, or a restart asks about it.
   */
  takePrintOutcome(
    { id: jobId, unitId, copy, printerId, reason }: PrintJob & { unitId: string },
    {
      outcome,
      detail,
      isCut,
    }: Omit<SettledJob, 'jobId' | 'state'> & { outcome: SettledJob['state'] },
  ): boolean {
    const done = this.#submit(
      { kind: 'print-outcome', jobId, unitId, copy, printerId, outcome, reason },
      null,
      { jobId, state: outcome, detail, isCut },
    )
    this.#parts.topics.poke('print-jobs')
    return done !== null
  }

  /** What a person says about a label of the print queue; false when that could not be written. */
  takePrintAnswer(input: Extract<WorkflowInput, { kind: 'print-answer' }>): boolean {
    this.#restartIdle()
    if (this.#parts.disk.isLow) return false
    const done = this.#submit(input, null)
    this.#parts.topics.poke('print-jobs')
    return done !== null
  }

  /**
   * Claims the office said no to: the view forgets them, the operator hears of it. Answers with those
   * that could not be recorded, to be handed over again.
   */
  takeRefusals(seqs: readonly number[]): number[] {
    const { log, view } = this.#parts
    view.replay()
    return seqs.filter((seq) => {
      const [entry] = log.actionsFrom(seq, 1)
      if (entry === undefined) return false
      const parsed = parseAction(ActionBody.parse(JSON.parse(entry.body)))
      if (!parsed.ok) return false
      const { type, payload } = parsed.action
      const code = log.receiptOf(seq)?.code ?? 'refused'
      const action = { type, payload } as ActionDraft
      return this.#submit({ kind: 'refusal', action, code, detail: null }, null) === null
    })
  }

  /** A pull moved the documents under the operator. */
  takeDocuments(): void {
    this.#submit({ kind: 'documents-changed' }, null)
    this.#parts.topics.poke('bench')
  }

  /**
   * Records what a supervisor did beside the operator's work, on the same terms as a scan: null when
   * nothing can be written. `within` runs in the same transaction.
   */
  recordBeside(
    actions: readonly RecordedDraft[],
    changes: readonly DocumentChange[],
    within: (entries: readonly LoggedAction[]) => void,
  ): readonly LoggedAction[] | null {
    const { submit, disk, topics, onCommitted, onTrouble } = this.#parts
    if (disk.isLow || this.#stopped !== null) return null
    let entries: readonly LoggedAction[]
    try {
      entries = submit.recordBeside(actions, changes, within)
    } catch (error) {
      onTrouble(`could not record beside the work: ${String(error)}`)
      return null
    }
    this.takeDocuments()
    topics.poke('queue')
    onCommitted()
    return entries
  }

  /** Somebody touched the bench, or set how long it may be left alone. */
  restartIdle(): void {
    this.#restartIdle()
    this.#parts.topics.poke('bench')
  }

  close(): void {
    this.#cancelIdle()
  }

  #submit(
    input: WorkflowInput,
    scan: { scannerId: string; text: string } | null,
    settled: SettledJob | null = null,
  ): Submitted | null {
    // Weights and printers go on by themselves; what they say would be written all the same.
    if (this.#stopped !== null) return null
    const { submit, log, onTrouble } = this.#parts
    const before = { state: submit.state, lastSeq: log.lastSeq }
    let done: Submitted
    try {
      done = submit.submit(input, scan, settled)
    } catch (error) {
      onTrouble(`could not record ${input.kind}: ${String(error)}`)
      return null
    }
    // It is on disk: whatever fails from here on, nobody may be told to scan it again. The sound comes
    // first; pushing and printing can wait those microseconds, an ear cannot.
    try {
      if (scan !== null) this.#sound(scan.scannerId, soundOf(done))
      this.#tellOthers(before, scan !== null)
    } catch (error) {
      onTrouble(`after ${input.kind}: ${String(error)}`)
    }
    return done
  }

  #tellOthers(before: { state: SubmitAction['state']; lastSeq: number }, isScan: boolean): void {
    const { submit, topics, log, onCommitted } = this.#parts
    if (submit.state !== before.state || isScan) topics.poke('bench')
    if (log.lastSeq !== before.lastSeq) topics.poke('queue')
    onCommitted()
  }

  /** It is in the scan log like any other, where there still is one to write. */
  #handBadge(scannerId: string, badge: string, shown: string): Submitted {
    const { log, clock, disk, sound, onTrouble } = this.#parts
    const became = 'command'
    if (!disk.isLow && this.#stopped === null) {
      const at = new Date(clock.now()).toISOString()
      const nothing = { firstSeq: null, lastSeq: null, alert: null }
      try {
        log.transaction(() => log.recordScan({ at, scannerId, text: shown, became, ...nothing }))
      } catch (error) {
        // Nobody's work hangs on this line of the scan log; the supervisor who was asked for is there.
        onTrouble(`could not record a badge: ${String(error)}`)
      }
    }
    this.#badgeAsked?.(badge)
    this.#badgeAsked = null
    sound(scannerId, 'good')
    return { became, firstSeq: null, lastSeq: log.lastSeq }
  }

  /** Loud, and nothing is dropped quietly: the operator sees that this scan did not count (LOG-5). */
  #refuseToWrite(scannerId: string, why: string): null {
    this.#storageAlert = storageAlert(this.#stopped ?? 'log-full')
    this.#parts.onTrouble(`a scan was refused: ${why}`)
    this.#sound(scannerId, 'bad')
    this.#parts.topics.poke('bench')
    return null
  }

  /** Of many codes let in at once only the end is heard. */
  #sound(scannerId: string, sound: Sound): void {
    if (!this.#isLettingIn) this.#parts.sound(scannerId, sound)
  }

  #restartIdle(): void {
    this.#cancelIdle()
    const { clock, idleSignOutMs = () => IDLE_SIGN_OUT_MS } = this.#parts
    this.#cancelIdle = clock.after(idleSignOutMs(), () => {
      this.#submit({ kind: 'idle-timeout' }, null)
      this.#restartIdle()
    })
  }
}

function soundOf({ became }: Submitted): Sound {
  if (became === 'alert') return 'bad'
  return became === 'meanwhile' || became === 'ignored' ? 'attention' : 'good'
}
