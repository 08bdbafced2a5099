import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { PrinterConfig } from '../device-config.ts'
import type { DriverParts } from '../driver-parts.ts'
import type { FaultCode } from '../fault.ts'
import type { LinkFault } from '../link/byte-link.ts'
import type { DeviceState } from '../supervise-link.ts'
import { askPrinter, confirmPrinted } from './confirm-print.ts'
import type { Confirmation } from './confirm-print.ts'
import { converse } from './print-conversation.ts'
import type { PrintConversation, SendResult } from './print-conversation.ts'
import type { PrinterDialect } from './printer-dialect.ts'
import { trouble } from './printer-report.ts'
import type { PrinterReport, PrinterTrouble } from './printer-report.ts'

/** A printer that takes no byte for this long has stopped: out of paper, paused or hung. */
export const PRINT_STALL_TIMEOUT_MS = 10_000

/** After our end a printer closes as soon as it has read the label. */
export const PRINT_CLOSE_TIMEOUT_MS = 10_000

/** How often a printer that is not ready is tried again. */
export const PRINTER_PROBE_MS = 5_000
const PROBE_CLOSE_TIMEOUT_MS = 500

export type PrintJob = {
  jobId: string
  bytes: Uint8Array
  /** The job before this one on this printer was cut, in another life of the host. */
  afterCutJob?: boolean
}

/**
 * `held`: nothing was sent, trying again is safe. `sent`: everything was taken and the connection
 * ended well, which is no proof of paper. `printed`: the printer itself says that nothing is left to
 * print. `unknown`: some or all may have come out; only a person, or a scan of the label, can tell.
 */
export type PrintResult = {
  outcome: 'sent' | 'printed' | 'held' | 'unknown'
  detail: string
  /** Of `unknown`: false where the whole label went out, so that the printer waits for no rest of it. */
  isCut?: false
}

export type PrinterStatus = { state: DeviceState; detail: string }

/** What a printer last said, for whoever has to find out what is wrong with it. */
export type PrinterDiagnosis = {
  language: PrinterConfig['language']
  /** False where the devices file says that it is not asked. */
  isAsked: boolean
  /** Null before the first answer; `at` is UTC ms. */
  lastAnswer: { at: number; report: PrinterReport } | null
  /** The next label is preceded by a clean-up. */
  lastJobWasCut: boolean
  counts: Record<PrintResult['outcome'], number>
}

export type PrinterDriver = {
  status: () => PrinterStatus
  /** One job at a time, in the order asked; a job is never sent twice by itself. */
  print: (job: PrintJob) => Promise<PrintResult>
  /** Looks now how the printer is, after the jobs before. */
  check: () => Promise<PrinterStatus>
  diagnose: () => PrinterDiagnosis
  close: () => Promise<void>
}

export type PrinterDriverParts = Pick<DriverParts, 'clock' | 'open'> & {
  onState: (status: PrinterStatus) => void
  onFault?: DriverParts['onFault']
}

type Options = PrinterDriverParts & { dialect: PrinterDialect; isAsked: boolean }

/** Troubles of the printer that a link can tell of when it is opened, as a spooler's queue does. */
const ATTENTION_CODES: ReadonlySet<FaultCode> = new Set<FaultCode>(['paused', 'paper-out', 'jam'])

/**
 * A printer over its own connection per job. It is opened to see whether it is there when the host
 * starts, and every few seconds while it is not; a printer that is ready is left in peace, because
 * most serve one client at a time.
 */
export function startPrinterDriver(options: Options): PrinterDriver {
  const printer = new Printer(options)
  printer.probeSoon()
  return {
    status: () => printer.status,
    print: (job) => printer.print(job),
    check: () => printer.check(),
    diagnose: () => printer.diagnose(),
    close: () => printer.close(),
  }
}

class Printer {
  status: PrinterStatus = { state: 'opening', detail: '' }
  readonly #options: Options
  readonly #counts = { sent: 0, printed: 0, held: 0, unknown: 0 }
  #tail: Promise<unknown> = Promise.resolve()
  #cancelProbe = (): void => {}
  #current: PrintConversation | null = null
  #lastAnswer: PrinterDiagnosis['lastAnswer'] = null
  #lastFault: FaultCode | null = null
  /** What must go before the next label, as the last one may have been cut; null when it was not. */
  #cleanUp: Uint8Array | null = null

  constructor(options: Options) {
    this.#options = options
  }

  probeSoon(): void {
    void this.#inTurn(() => this.#probe())
  }

  print(job: PrintJob): Promise<PrintResult> {
    return this.#inTurn(async () => {
      const result = await this.#printNow(job)
      this.#counts[result.outcome] += 1
      return result
    })
  }

  check(): Promise<PrinterStatus> {
    return this.#inTurn(async () => {
      await this.#probe()
      return this.status
    })
  }

  diagnose(): PrinterDiagnosis {
    return {
      language: this.#options.dialect.language,
      isAsked: this.#options.isAsked,
      lastAnswer: this.#lastAnswer,
      lastJobWasCut: this.#cleanUp !== null,
      counts: { ...this.#counts },
    }
  }

  async close(): Promise<void> {
    this.#cancelProbe()
    this.#enter({ state: 'stopped', detail: '' })
    this.#current?.abandon()
    await this.#tail
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#tail.then(work)
    // One turn that breaks must not take all that come after it along.
    this.#tail = turn.catch(() => undefined)
    return turn
  }

  #isStopped(): boolean {
    return this.status.state === 'stopped'
  }

  #enter(next: PrinterStatus): void {
    const isSame = next.state === this.status.state && next.detail === this.status.detail
    if (this.#isStopped() || isSame) return
    this.status = next
    this.#options.onState(next)
  }

  #enterReady(): void {
    this.#cancelProbe()
    this.#lastFault = null
    const [warning] = this.#lastAnswer?.report.warnings ?? []
    this.#enter({ state: 'ready', detail: warning?.detail ?? '' })
  }

  /** Also looked at again after a while, as nobody says when a printer is well again. */
  #enterTrouble(state: DeviceState, what: PrinterTrouble): void {
    this.#enter({ state, detail: what.detail })
    this.#tellFault(what)
    this.#cancelProbe()
    if (this.#isStopped()) return
    const look = (): void => {
      this.#cancelProbe()
      this.probeSoon()
    }
    const cancelTimer = this.#options.clock.after(PRINTER_PROBE_MS, look)
    const cancelHint = this.#options.open.onPlugged?.(look)
    this.#cancelProbe = () => {
      cancelTimer()
      cancelHint?.()
    }
  }

  #tellFault({ code, detail }: PrinterTrouble): void {
    if (this.#lastFault === code || this.#isStopped()) return
    this.#lastFault = code
    this.#options.onFault?.({ code, detail, at: this.#options.clock.now() })
  }

  async #open(): Promise<Result<PrintConversation, LinkFault>> {
    const opened = await this.#options.open()
    if (!opened.ok) {
      this.#enterTrouble(stateOfLinkFault(opened.error.code), opened.error)
      return opened
    }
    const conversation = converse(opened.value, this.#options.clock)
    if (this.#isStopped()) {
      conversation.abandon()
      return fail({ code: 'absent', detail: 'The printer is stopped' })
    }
    this.#current = conversation
    return ok(conversation)
  }

  async #probe(): Promise<void> {
    if (this.#isStopped()) return
    const opened = await this.#open()
    if (!opened.ok) return
    const found = await this.#askTrouble(opened.value)
    const end = await opened.value.finish(PROBE_CLOSE_TIMEOUT_MS)
    if (end === 'still-open') opened.value.abandon()
    this.#current = null
    if (found === null) this.#enterReady()
    else this.#enterTrouble('attention', found)
  }

  /** What stands in the way of a label; null when nothing is known to. */
  async #askTrouble(conversation: PrintConversation): Promise<PrinterTrouble | null> {
    const { dialect, isAsked, clock } = this.#options
    if (!isAsked) return null
    const { silent, report } = await askPrinter(conversation, dialect)
    if (!silent) this.#lastAnswer = { at: clock.now(), report }
    const [first] = report.faults
    if (first !== undefined) return first
    if (!report.isPartial || this.#cleanUp !== null) return null
    const detail = 'The printer waits for the rest of a half-sent label: switch it off and on'
    return trouble('partial-format', detail)
  }

  async #printNow(job: PrintJob): Promise<PrintResult> {
    if (this.#isStopped()) return { outcome: 'held', detail: 'The printer is stopped' }
    const opened = await this.#open()
    if (!opened.ok) return { outcome: 'held', detail: opened.error.detail }
    const conversation = opened.value
    if (job.afterCutJob === true) {
      // Nothing is known of that job, but labels of one printer are alike.
      const { cleanUp } = this.#options.dialect
      this.#cleanUp ??= longer(cleanUp(null), cleanUp(job.bytes))
    }
    const inTheWay = await this.#troubleBeforeLabel(conversation)
    if (inTheWay !== null) {
      conversation.abandon()
      this.#current = null
      this.#enterTrouble('attention', inTheWay)
      return { outcome: 'held', detail: inTheWay.detail }
    }
    const { found, ...result } = await this.#printOver(conversation, job)
    this.#current = null
    if (found === null) this.#enterReady()
    else this.#enterTrouble('attention', found)
    const isWhole = result.outcome === 'unknown' && this.#cleanUp === null
    return isWhole ? { ...result, isCut: false } : result
  }

  /**
   * A printer in the middle of a cut label may take questions for the rest of it and be silent for ever:
   * the label is ended first, and then it is asked again.
   */
  async #troubleBeforeLabel(conversation: PrintConversation): Promise<PrinterTrouble | null> {
    const found = await this.#askTrouble(conversation)
    if (found?.code !== 'no-answer' || this.#cleanUp === null) return found
    const { stopped } = await conversation.send(this.#cleanUp, PRINT_STALL_TIMEOUT_MS)
    return stopped === 'done' ? this.#askTrouble(conversation) : found
  }

  async #printOver(conversation: PrintConversation, job: PrintJob): Promise<Ended> {
    const { dialect, isAsked } = this.#options
    const bytes = this.#cleanUp === null ? job.bytes : Buffer.concat([this.#cleanUp, job.bytes])
    // Until it is known to have ended well, what follows must assume the worst, also of a clean-up
    // that may not have arrived.
    this.#cleanUp = longer(this.#cleanUp, dialect.cleanUp(job.bytes))
    const sentAt = conversation.mark()
    const sent = await conversation.send(bytes, PRINT_STALL_TIMEOUT_MS)
    if (sent.stopped !== 'done') {
      conversation.abandon()
      return this.#stopped(sent, bytes.length, dialect.readPushed(conversation.heardSince(sentAt)))
    }
    const confirmed = isAsked ? await this.#confirm(conversation, sentAt) : null
    const end = await conversation.finish(conversation.endTimeoutMs ?? PRINT_CLOSE_TIMEOUT_MS)
    if (end === 'still-open') conversation.abandon()
    // All bytes and our end are on their way to a printer that may yet read them, so a job whose
    // connection did not break was not cut: cancelling it could throw away a label somebody awaits.
    const isStopped = end === null && this.#isStopped()
    const isTakenBack = conversation.takesBack && (end === 'still-open' || isStopped)
    const isWhole = (end === null || end === 'still-open') && !isTakenBack
    if (isWhole || confirmed?.isPrinted === true) this.#cleanUp = null
    // A printer that is well and does not know the question behind a label has taken all of it.
    const isUnsaid = confirmed?.isPrinted === false && confirmed.trouble === null
    const cannotSay = isUnsaid && dialect.ending.by !== 'asking'
    if (confirmed !== null && !cannotSay) return resultOfConfirmation(confirmed)
    return resultOfEnd(isStopped ? 'stopped' : end)
  }

  #confirm(conversation: PrintConversation, sentAt: number): Promise<Confirmation> {
    const { clock, dialect } = this.#options
    const onAttention = (found: PrinterTrouble | null): void => {
      if (found === null) return this.#enter({ state: 'ready', detail: '' })
      this.#enter({ state: 'attention', detail: found.detail })
      this.#tellFault(found)
    }
    return confirmPrinted({ conversation, dialect, clock, sentAt, onAttention })
  }

  /** What the printer said by itself while it took the label is the better reason, where it did. */
  #stopped(sent: SendResult, allBytes: number, pushed: readonly PrinterReport[]): Ended {
    const why = sent.stopped === 'stalled' ? 'stopped reading' : 'closed the connection'
    const said = pushed.at(-1)?.faults[0]
    const reason = said === undefined ? '' : ` (${said.detail})`
    const detail = `The printer ${why} after about ${sent.sentBytes} of ${allBytes} bytes${reason}`
    const code = sent.stopped === 'stalled' ? 'timeout' : 'unplugged'
    return { outcome: 'unknown', detail, found: { code: said?.code ?? code, detail } }
  }
}

/** A result, and what a person must look at if anything. */
type Ended = PrintResult & { found: PrinterTrouble | null }

function resultOfConfirmation({ isPrinted, trouble: found }: Confirmation): Ended {
  if (isPrinted) {
    return { outcome: 'printed', detail: 'The printer has nothing left to print', found: null }
  }
  const unsaid = trouble('no-answer', 'The printer does not say whether the label came out')
  return { outcome: 'unknown', detail: (found ?? unsaid).detail, found: found ?? unsaid }
}

function resultOfEnd(end: LinkFault | 'still-open' | 'stopped' | null): Ended {
  if (end === null) {
    return { outcome: 'sent', detail: 'The printer took the whole label', found: null }
  }
  if (end === 'stopped') {
    const detail = 'The station stopped before the printer had finished the label'
    return { outcome: 'unknown', detail, found: null }
  }
  const found =
    end === 'still-open'
      ? trouble('timeout', 'The printer took the label but does not finish it')
      : { code: end.code, detail: `The connection broke at the end: ${end.detail}` }
  return { outcome: 'unknown', detail: found.detail, found }
}

function stateOfLinkFault(code: FaultCode): DeviceState {
  if (code === 'permission' || code === 'busy') return 'denied'
  return ATTENTION_CODES.has(code) ? 'attention' : 'lost'
}

function longer(one: Uint8Array | null, other: Uint8Array): Uint8Array {
  return one !== null && one.length > other.length ? one : other
}
