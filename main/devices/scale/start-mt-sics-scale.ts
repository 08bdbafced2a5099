import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import type { ScaleConfig } from '../device-config.ts'
import { printableBytes } from '../fault.ts'
import type { Fault, FaultCode } from '../fault.ts'
import { createLineSplitter } from '../line-splitter.ts'
import type { SplitEvent } from '../line-splitter.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import { superviseLink } from '../supervise-link.ts'
import type { LinkState, SupervisedLink } from '../supervise-link.ts'
import { parseMtSicsLine } from './mt-sics.ts'
import type { ScaleReading, TimelessReading } from './scale-reading.ts'

/** How often the scale is asked; fast enough for a number that follows the hand. */
export const SCALE_POLL_MS = 200

/** A scale answers `SI` at once; this long without an answer is a missed one. */
export const SCALE_ANSWER_TIMEOUT_MS = 600

/** Missed answers in a row before the connection is given up. */
export const SCALE_MISSED_MAX = 2

/** After a missed answer a late one is waited out, so that it is not taken for the next. */
export const SCALE_LATE_ANSWER_MS = 300

/** A reply has 30 characters; beyond this it is noise. */
export const SCALE_LINE_MAX = 4_096

export type ScaleDriver = {
  state: () => LinkState
  /** What the scale said last on this connection; null when it is not connected. */
  latest: () => ScaleReading | null
  close: () => Promise<void>
}

type Options = {
  config: ScaleConfig
  clock: Clock
  random: () => number
  open: () => Promise<Result<ByteLink, LinkFault>>
  onReading: (reading: ScaleReading) => void
  onFault: (fault: Fault) => void
  onState: (state: LinkState) => void
}

const ASK_NOW = new TextEncoder().encode('SI\r\n')

/**
 * Asks an MT-SICS scale for its weight five times a second, one question at a time. A question is
 * answered by a line that starts with S; whatever else comes (the power-on `I4 A "…"`, half lines,
 * noise) answers nothing. The first answer of a connection may be the weighing before, and is dropped.
 */
export function startMtSicsScale(options: Options): ScaleDriver {
  const scale = new MtSicsScale(options)
  return {
    state: () => scale.link.state(),
    latest: () => scale.latest,
    close: () => scale.close(),
  }
}

class MtSicsScale {
  latest: ScaleReading | null = null
  readonly link: SupervisedLink
  readonly #options: Options
  readonly #splitter = createLineSplitter({ end: '\r\n', maxBytes: SCALE_LINE_MAX })
  #asked = false
  #missed = 0
  #answers = 0
  #lastUnit: string | null = null
  #cancelTimer = (): void => {}

  constructor(options: Options) {
    this.#options = options
    this.link = superviseLink({
      open: options.open,
      clock: options.clock,
      random: options.random,
      onOpen: () => this.#opened(),
      onData: (bytes) => this.#splitter.feed(bytes).forEach((event) => this.#handle(event)),
      onLost: () => this.#lost(),
      onState: options.onState,
    })
  }

  close(): Promise<void> {
    this.#lost()
    return this.link.close()
  }

  #opened(): void {
    this.#splitter.clear()
    this.#missed = 0
    this.#answers = 0
    this.#askAfter(0)
  }

  #lost(): void {
    this.#cancelTimer()
    this.#asked = false
    this.latest = null
  }

  #askAfter(ms: number): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#options.clock.after(ms, () => this.#ask())
  }

  #ask(): void {
    this.#asked = true
    void this.link.write(ASK_NOW)
    this.#cancelTimer = this.#options.clock.after(SCALE_ANSWER_TIMEOUT_MS, () => this.#miss())
  }

  #miss(): void {
    this.#asked = false
    this.#missed += 1
    if (this.#missed >= SCALE_MISSED_MAX) {
      const detail = 'The scale is connected but does not answer'
      return this.link.reset({ code: 'no-answer', detail })
    }
    this.#askAfter(SCALE_LATE_ANSWER_MS)
  }

  /** True when this line answers our question, and is not the first of the connection. */
  #answered(): boolean {
    if (!this.#asked) return false
    this.#asked = false
    this.#missed = 0
    this.#answers += 1
    this.#askAfter(SCALE_POLL_MS)
    return this.#answers > 1
  }

  #handle(event: SplitEvent): void {
    if (event.kind === 'overflow') {
      const detail = `More than ${SCALE_LINE_MAX} bytes came without an end`
      return this.#fault('garbage', detail, printableBytes(event.head))
    }
    if (event.bytes.some((byte) => byte >= 0x80)) {
      const why = 'The scale sends unreadable bytes: check its speed, data bits and parity'
      this.link.attention(why)
      return this.#fault('protocol-mismatch', why, printableBytes(event.bytes))
    }
    const reply = parseMtSicsLine(Buffer.from(event.bytes).toString('latin1'))
    if (reply === undefined) {
      return this.#fault('garbage', 'Not a line of MT-SICS', printableBytes(event.bytes))
    }
    if (reply.token === 'S') {
      const reading =
        'reading' in reply ? reply.reading : { kind: 'fault' as const, raw: reply.raw }
      if (this.#answered()) this.#take(reading)
    } else if (reply.token === 'ES' || reply.token === 'ET' || reply.token === 'EL') {
      const why = `The scale does not understand us (${reply.raw}): check protocol and parity`
      if (this.#answered()) this.#take({ kind: 'fault', raw: reply.raw })
      this.#fault('protocol-mismatch', why, reply.raw)
    }
  }

  #take(found: TimelessReading): void {
    const { config, clock } = this.#options
    const isOver =
      'grams' in found && config.maxGrams !== undefined && found.grams > config.maxGrams
    const timeless: TimelessReading = isOver ? { kind: 'over', raw: found.raw } : found
    const reading = { at: clock.now(), ...timeless }
    this.latest = reading
    if ('unit' in timeless) {
      if (this.#lastUnit !== null && this.#lastUnit !== timeless.unit) {
        const detail = `The scale's unit changed from ${this.#lastUnit} to ${timeless.unit}`
        this.#fault('scale-unit-changed', detail, timeless.raw)
      }
      this.#lastUnit = timeless.unit
    }
    this.link.attention(timeless.kind === 'fault' ? `The scale says "${timeless.raw}"` : null)
    this.#options.onReading(reading)
  }

  #fault(code: FaultCode, detail: string, raw: string): void {
    this.#options.onFault({ code, detail, at: this.#options.clock.now(), raw })
  }
}
