import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import type { PrinterConfig } from '../device-config.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import type { DeviceState } from '../supervise-link.ts'
import { isIdle, troubleOf } from './host-status.ts'
import { converse } from './print-conversation.ts'
import type { PrintConversation } from './print-conversation.ts'

/** A printer that takes no byte for this long has stopped: out of paper, paused or hung. */
export const PRINT_STALL_TIMEOUT_MS = 10_000

/** After our end a printer closes as soon as it has read the label. */
export const PRINT_CLOSE_TIMEOUT_MS = 10_000

/** How long a printer that answers is asked whether the label is out. */
export const PRINT_VERIFY_TIMEOUT_MS = 15_000
const PRINT_VERIFY_EVERY_MS = 300

/** How often a printer that is not ready is tried again. */
export const PRINTER_PROBE_MS = 5_000
const PROBE_CLOSE_TIMEOUT_MS = 500

/** Ends a label that was cut and cancels what it left, before the next one. */
const AFTER_CUT = new TextEncoder().encode('^XZ~JA')

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
export type PrintResult = { outcome: 'sent' | 'printed' | 'held' | 'unknown'; detail: string }

export type PrinterStatus = { state: DeviceState; detail: string }

export type PrinterDriver = {
  status: () => PrinterStatus
  /** One job at a time, in the order asked; a job is never sent twice by itself. */
  print: (job: PrintJob) => Promise<PrintResult>
  close: () => Promise<void>
}

type Options = {
  config: PrinterConfig
  clock: Clock
  open: () => Promise<Result<ByteLink, LinkFault>>
  onState: (status: PrinterStatus) => void
}

/**
 * A ZPL printer over its own connection per job. It is opened to see whether it is there when the host
 * starts, and every few seconds while it is not; a printer that is ready is left in peace, because
 * most serve one client at a time.
 */
export function startZplPrinter(options: Options): PrinterDriver {
  const printer = new ZplPrinter(options)
  printer.probeSoon()
  return {
    status: () => printer.status,
    print: (job) => printer.print(job),
    close: () => printer.close(),
  }
}

class ZplPrinter {
  status: PrinterStatus = { state: 'opening', detail: '' }
  readonly #options: Options
  #tail: Promise<unknown> = Promise.resolve()
  #cancelProbe = (): void => {}
  #current: PrintConversation | null = null
  #answersStatus = false
  #lastJobWasCut = false

  constructor(options: Options) {
    this.#options = options
  }

  probeSoon(): void {
    void this.#inTurn(() => this.#probe())
  }

  print(job: PrintJob): Promise<PrintResult> {
    return this.#inTurn(() => this.#printNow(job))
  }

  async close(): Promise<void> {
    this.#cancelProbe()
    this.#enter({ state: 'stopped', detail: '' })
    this.#current?.abandon()
    await this.#tail
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#tail.then(work)
    this.#tail = turn
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

  #enterTrouble(next: PrinterStatus): void {
    this.#enter(next)
    this.#cancelProbe()
    if (this.#isStopped()) return
    this.#cancelProbe = this.#options.clock.after(PRINTER_PROBE_MS, () => this.probeSoon())
  }

  async #open(): Promise<Result<PrintConversation, LinkFault>> {
    const opened = await this.#options.open()
    if (!opened.ok) {
      const isDenied = opened.error.code === 'permission' || opened.error.code === 'busy'
      this.#enterTrouble({ state: isDenied ? 'denied' : 'lost', detail: opened.error.detail })
      return opened
    }
    this.#current = converse(opened.value, this.#options.clock)
    return { ok: true, value: this.#current }
  }

  async #probe(): Promise<void> {
    if (this.#isStopped()) return
    const opened = await this.#open()
    if (!opened.ok) return
    const trouble = await this.#askTrouble(opened.value)
    const end = await opened.value.finish(PROBE_CLOSE_TIMEOUT_MS)
    if (end === 'still-open') opened.value.abandon()
    this.#current = null
    if (trouble === null) this.#enter({ state: 'ready', detail: '' })
    else this.#enterTrouble({ state: 'attention', detail: trouble })
  }

  /** What stands in the way of a label; null when nothing is known to. */
  async #askTrouble(conversation: PrintConversation): Promise<string | null> {
    if (this.#options.config.status === 'none') return null
    const answer = await conversation.askStatus()
    if (answer === null) {
      // Zebra printers fall silent while a person must act; one that never spoke proves nothing.
      return this.#answersStatus
        ? 'The printer does not answer: check labels, ribbon and head'
        : null
    }
    this.#answersStatus = true
    if (answer.partialFormat && !this.#lastJobWasCut) {
      return 'The printer waits for the rest of a half-sent label: switch it off and on'
    }
    return troubleOf(answer)?.detail ?? null
  }

  async #printNow(job: PrintJob): Promise<PrintResult> {
    if (this.#isStopped()) return { outcome: 'held', detail: 'The printer is stopped' }
    const opened = await this.#open()
    if (!opened.ok) return { outcome: 'held', detail: opened.error.detail }
    const result = await this.#printOver(opened.value, job)
    this.#current = null
    if (result.outcome === 'held' || result.outcome === 'unknown') {
      this.#enterTrouble({ state: 'attention', detail: result.detail })
    } else {
      this.#cancelProbe()
      this.#enter({ state: 'ready', detail: '' })
    }
    return result
  }

  async #printOver(conversation: PrintConversation, job: PrintJob): Promise<PrintResult> {
    const trouble = await this.#askTrouble(conversation)
    if (trouble !== null) {
      conversation.abandon()
      return { outcome: 'held', detail: trouble }
    }
    const mustClean = this.#lastJobWasCut || job.afterCutJob === true
    const bytes = mustClean ? joined(AFTER_CUT, job.bytes) : job.bytes
    // Until it is known to have ended well, what follows must assume the worst.
    this.#lastJobWasCut = true
    const sent = await conversation.send(bytes, PRINT_STALL_TIMEOUT_MS)
    if (sent.stopped !== 'done') {
      conversation.abandon()
      const why = sent.stopped === 'stalled' ? 'stopped reading' : 'closed the connection'
      const detail = `The printer ${why} after about ${sent.sentBytes} of ${bytes.length} bytes`
      return { outcome: 'unknown', detail }
    }
    const verified = this.#answersStatus ? await this.#askPrinted(conversation) : null
    const end = await conversation.finish(PRINT_CLOSE_TIMEOUT_MS)
    if (end === 'still-open') conversation.abandon()
    // All bytes and our end are on their way to a printer that may yet read them, so a job whose
    // connection did not break was not cut: cancelling it could throw away a label somebody awaits.
    if (end === null || end === 'still-open') this.#lastJobWasCut = false
    return verified ?? resultOfEnd(end)
  }

  /** Two calm answers in a row: the first may have been given before the label was looked at. */
  async #askPrinted(conversation: PrintConversation): Promise<PrintResult> {
    const { clock } = this.#options
    const giveUpAtMs = clock.monotonicMs() + PRINT_VERIFY_TIMEOUT_MS
    let calm = 0
    let trouble: string | null = null
    while (clock.monotonicMs() < giveUpAtMs && !conversation.isOver()) {
      await new Promise<void>((resolve) => void clock.after(PRINT_VERIFY_EVERY_MS, resolve))
      const answer = await conversation.askStatus()
      trouble = answer === null ? null : (troubleOf(answer)?.detail ?? null)
      calm = answer !== null && trouble === null && isIdle(answer) ? calm + 1 : 0
      if (calm === 2) return { outcome: 'printed', detail: 'The printer has nothing left to print' }
    }
    const detail = trouble ?? 'The printer does not say whether the label came out'
    return { outcome: 'unknown', detail }
  }
}

function resultOfEnd(end: LinkFault | 'still-open' | null): PrintResult {
  if (end === null) return { outcome: 'sent', detail: 'The printer took the whole label' }
  if (end === 'still-open') {
    return { outcome: 'unknown', detail: 'The printer took the label but does not finish it' }
  }
  return { outcome: 'unknown', detail: `The connection broke at the end: ${end.detail}` }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
