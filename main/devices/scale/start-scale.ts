import type { Clock } from '../../clock.ts'
import { SCALE_GRAMS_MAX } from '../device-config.ts'
import type { ScaleConfig } from '../device-config.ts'
import type { DriverParts } from '../driver-parts.ts'
import type { Fault, FaultCode } from '../fault.ts'
import { superviseLink } from '../supervise-link.ts'
import type { LinkState, SupervisedLink } from '../supervise-link.ts'
import { createScaleCapture } from './scale-capture.ts'
import type { Capture, ScaleCapture } from './scale-capture.ts'
import type { ScaleEvent, ScaleParser, ScaleProtocol } from './scale-protocol.ts'
import { scaleProtocol } from './scale-protocols.ts'
import { watchRest } from './watch-rest.ts'
import type { RestWatch } from './watch-rest.ts'
import type { ScaleReading, TimelessReading } from './scale-reading.ts'

/** How often the scale is asked; fast enough for a number that follows the hand. */
export const SCALE_POLL_MS = 200

/** Missed answers in a row before the connection is given up. */
export const SCALE_MISSED_MAX = 2

/** After a missed answer a late one is waited out, so that it is not taken for the next. */
export const SCALE_LATE_ANSWER_MS = 300

/** A scale that is wrong is wrong many times a second; the same trouble is told this often. */
export const SCALE_FAULT_EVERY_MS = 5_000

/** Below zero for this long is no hand that lifts something: the zero is wrong. */
export const SCALE_NEEDS_ZERO_MS = 5_000

/** A second, and the time of a question: what was said before that is no weight that lies there now. */
export const SCALE_FRESH_MS = 1_500

/** What a scale kept from the weighing before comes at once; later its first frames are news. */
export const SCALE_STALE_MS = 3_000

/** What is wrong when bytes come and none of them can be read. */
export const WRONG_SETTINGS =
  'The scale sends unreadable bytes: check its speed, data bits, parity and protocol'

export type ScaleDriver = {
  state: () => LinkState
  /**
   * What the scale says now on this connection; null when it is not connected, or has not said it lately. A
   * weight is `stable` here once it is at rest: said twice, or said by a scale that only tells of changes.
   */
  latest: () => ScaleReading | null
  /** Waits for a weight to act on: two equal stable readings of what was not captured before. */
  capture: Capture
  close: () => Promise<void>
}

type Parts = DriverParts & { onReading: (reading: ScaleReading) => void }

/**
 * Talks to a scale in its protocol. One that is asked gets one question at a time, five a second; one
 * that speaks by itself is lost when it falls silent. Whatever comes unasked, half or late answers
 * nothing. The first frames of a connection may be the weighing before, and are dropped.
 */
export function startScale(config: ScaleConfig, parts: Parts): ScaleDriver {
  const scale = new Scale(config, parts)
  return {
    state: () => scale.link.state(),
    latest: () => scale.freshReading(),
    capture: scale.capturing.capture,
    close: () => scale.close(),
  }
}

class Scale {
  latest: ScaleReading | null = null
  #latestAtMs = 0
  readonly link: SupervisedLink
  readonly capturing: ScaleCapture
  readonly #config: ScaleConfig
  readonly #parts: Parts
  readonly #clock: Clock
  readonly #protocol: ScaleProtocol
  readonly #parser: ScaleParser
  #asked = false
  /** An answer is owed from before; the next may be that one. */
  #isOwed = false
  #missed = 0
  #frames = 0
  #openedAtMs = 0
  readonly #rest: RestWatch
  /** Bytes came since the last that made sense. */
  #hasNoise = false
  #lastUnit: string | null = null
  #belowZeroSinceMs: number | null = null
  #toldAtMs = new Map<FaultCode, number>()
  #cancelTimer = (): void => {}

  constructor(config: ScaleConfig, parts: Parts) {
    this.#config = config
    this.#parts = parts
    this.#clock = parts.clock
    this.#protocol = scaleProtocol(config)
    this.#parser = this.#protocol.createParser()
    const { divisionGrams } = config
    this.capturing = createScaleCapture({ clock: parts.clock, divisionGrams })
    const { restMs } = this.#protocol
    // It said so once and nothing since: it says so still.
    const onRest = (reading: TimelessReading): void => this.#take(reading)
    this.#rest = watchRest({ clock: parts.clock, restMs, onRest })
    this.link = superviseLink({
      open: parts.open,
      clock: parts.clock,
      random: parts.random,
      onOpen: () => this.#opened(),
      onData: (bytes) => this.#hear(bytes),
      onLost: () => this.#lost(),
      onState: parts.onState,
    })
  }

  close(): Promise<void> {
    this.#lost()
    this.capturing.close()
    return this.link.close()
  }

  freshReading(): ScaleReading | null {
    const { question, silenceMs } = this.#protocol
    // One that may be silent while nothing changes has not changed.
    const mayBeOld = question === null && silenceMs === null
    const ageMs = this.#clock.monotonicMs() - this.#latestAtMs
    const { latest } = this
    if (latest === null || (!mayBeOld && ageMs > SCALE_FRESH_MS)) return null
    if (latest.kind !== 'stable' || this.#rest.isAtRest()) return latest
    const { at, grams, unit, raw } = latest
    return { at, kind: 'motion', grams, unit, raw }
  }

  #opened(): void {
    this.#parser.clear()
    this.#missed = 0
    this.#frames = 0
    this.#openedAtMs = this.#clock.monotonicMs()
    this.#rest.clear()
    this.#isOwed = false
    this.#hasNoise = false
    this.#belowZeroSinceMs = null
    if (this.#protocol.start !== null) void this.link.write(this.#protocol.start)
    if (this.#protocol.question === null) this.#listen()
    else this.#askAfter(0)
  }

  #lost(): void {
    this.#cancelTimer()
    this.#rest.clear()
    this.#asked = false
    this.latest = null
  }

  #askAfter(ms: number): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(ms, () => this.#ask())
  }

  #ask(): void {
    const { question, answerTimeoutMs } = this.#protocol
    if (question === null) return
    this.#asked = true
    void this.link.write(question)
    this.#cancelTimer = this.#clock.after(answerTimeoutMs, () => this.#miss())
  }

  #miss(): void {
    this.#asked = false
    this.#isOwed = true
    this.#missed += 1
    if (this.#missed < SCALE_MISSED_MAX) return this.#askAfter(SCALE_LATE_ANSWER_MS)
    if (!this.#isNoisy()) return this.#giveUp('The scale is connected but does not answer')
    this.#missed = 0
    this.#askAfter(SCALE_LATE_ANSWER_MS)
  }

  #listen(): void {
    const { silenceMs } = this.#protocol
    this.#cancelTimer()
    if (silenceMs === null) return
    this.#cancelTimer = this.#clock.after(silenceMs, () => {
      if (this.#isNoisy()) this.#listen()
      else this.#giveUp('The scale is connected but has fallen silent')
    })
  }

  /** Bytes came and nothing could be read: a new connection helps nothing, settings do. */
  #isNoisy(): boolean {
    if (!this.#hasNoise) return false
    this.#hasNoise = false
    this.latest = null
    this.#mismatch(WRONG_SETTINGS, '')
    return true
  }

  #giveUp(detail: string): void {
    this.link.reset({ code: 'no-answer', detail })
  }

  /** True when this is what we asked for, or what the scale says by itself, and not a stale one. */
  #answered(): boolean {
    if (this.#protocol.question === null) {
      this.#listen()
    } else {
      if (!this.#asked) {
        this.#isOwed = false
        return false
      }
      this.#asked = false
      this.#askAfter(SCALE_POLL_MS)
      if (this.#isOwed) {
        this.#isOwed = false
        return false
      }
    }
    this.#missed = 0
    this.#frames += 1
    const openMs = this.#clock.monotonicMs() - this.#openedAtMs
    // A scale that is asked, or speaks all the time, has more to say in a moment; another may not.
    const isLate = this.#protocol.restMs !== null && openMs >= SCALE_STALE_MS
    return isLate || this.#frames > this.#protocol.staleFrames
  }

  #hear(bytes: Uint8Array): void {
    this.#hasNoise = true
    for (const event of this.#parser.feed(bytes)) this.#handle(event)
  }

  #handle(event: ScaleEvent): void {
    if (event.kind !== 'unread') this.#hasNoise = false
    switch (event.kind) {
      case 'reading':
        if (this.#answered()) this.#take(event.reading)
        return
      case 'alive':
        this.#answered()
        return
      case 'aside':
        return
      case 'send':
        if (this.#asked) void this.link.write(event.bytes)
        return
      case 'refused': {
        const why = `The scale does not understand us (${event.raw}): check protocol and parity`
        if (this.#answered()) this.#take({ kind: 'fault', raw: event.raw })
        return this.#tell('protocol-mismatch', why, event.raw)
      }
      case 'unread':
        return this.#unread(event)
    }
  }

  #unread({ code, raw }: Extract<ScaleEvent, { kind: 'unread' }>): void {
    if (code === 'protocol-mismatch') return this.#mismatch(WRONG_SETTINGS, raw)
    const detail =
      code === 'checksum'
        ? 'A frame of the scale was damaged on the way'
        : `This is nothing a ${this.#protocol.title} scale says`
    this.#tell(code, detail, raw)
  }

  #mismatch(why: string, raw: string): void {
    this.link.attention(why)
    this.#tell('protocol-mismatch', why, raw)
  }

  #take(found: TimelessReading): void {
    const { maxGrams = SCALE_GRAMS_MAX } = this.#config
    const isOver = 'grams' in found && found.grams !== null && found.grams > maxGrams
    const timeless: TimelessReading = isOver ? { kind: 'over', raw: found.raw } : found
    const reading = { at: this.#clock.now(), ...timeless }
    this.latest = reading
    this.#latestAtMs = this.#clock.monotonicMs()
    this.#watchUnit(timeless)
    this.#rest.feed(timeless)
    this.link.attention(this.#whatToDo(timeless))
    this.capturing.feed(reading)
    this.#parts.onReading(reading)
  }

  /** A scale at zero may name any unit; only one with a weight tells that somebody pressed a key. */
  #watchUnit(reading: TimelessReading): void {
    if (!('unit' in reading) || reading.unit === null || reading.grams === 0) return
    if (this.#lastUnit !== null && this.#lastUnit !== reading.unit) {
      const detail = `The scale's unit changed from ${this.#lastUnit} to ${reading.unit}`
      this.#parts.onFault({
        code: 'scale-unit-changed',
        detail,
        at: this.#clock.now(),
        raw: reading.raw,
      })
    }
    this.#lastUnit = reading.unit
  }

  #whatToDo(reading: TimelessReading): string | null {
    const nowMs = this.#clock.monotonicMs()
    this.#belowZeroSinceMs = reading.kind === 'under' ? (this.#belowZeroSinceMs ?? nowMs) : null
    const isLongBelow =
      this.#belowZeroSinceMs !== null && nowMs - this.#belowZeroSinceMs >= SCALE_NEEDS_ZERO_MS
    if (isLongBelow || (reading.kind === 'fault' && reading.needsZero === true)) {
      const why = 'The scale has no zero: empty it and press its zero key'
      if (!this.#isSaid(why)) this.#tell('scale-needs-zero', why, reading.raw)
      return why
    }
    if (reading.kind === 'stable' && reading.isNet === true) {
      const why = 'A tare is set on the scale: empty it and press its tare key'
      if (!this.#isSaid(why)) this.#tell('scale-fault', why, reading.raw)
      return why
    }
    if (reading.kind !== 'fault') return null
    return `The scale can't weigh now. Look at its display; it sends "${reading.raw}"`
  }

  #isSaid(why: string): boolean {
    const state = this.link.state()
    return state.s === 'attention' && state.why === why
  }

  #tell(code: FaultCode, detail: string, raw: string): void {
    const nowMs = this.#clock.monotonicMs()
    const toldAtMs = this.#toldAtMs.get(code)
    if (toldAtMs !== undefined && nowMs - toldAtMs < SCALE_FAULT_EVERY_MS) return
    this.#toldAtMs.set(code, nowMs)
    const fault: Fault = { code, detail, at: this.#clock.now(), ...(raw === '' ? {} : { raw }) }
    this.#parts.onFault(fault)
  }
}
