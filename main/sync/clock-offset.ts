import type { Clock } from '../clock.ts'

/** Exchanges remembered; the quickest of them says most. */
const SAMPLES_MAX = 8

/** An answer that took longer says too little about when the office wrote its time into it. */
export const SAMPLE_ROUND_TRIP_MAX_MS = 5_000

/** Samples older than this are of a clock that may have drifted since. */
const SAMPLE_AGE_MAX_MS = 10 * 60 * 1_000

/** The wall clock and the monotonic one differing by more between two looks is a step, not drift. */
const STEP_MIN_MS = 1_000

type Sample = { offsetMs: number; roundTripMs: number; atMs: number }

/** When a call left, by both clocks. */
export type Departure = { wallMs: number; monotonicMs: number }

/**
 * How far the office's clock is ahead of this one (TIME-1). Of the last few exchanges the one with the
 * shortest round trip counts, as its midpoint is the surest. Once the wall clock was stepped, what was
 * measured before it says nothing any more.
 */
export class ClockOffset {
  readonly #clock: Clock
  #samples: Sample[] = []
  #offsetMs = 0
  /** Wall minus monotonic at the last sample: it only changes when somebody sets the clock. */
  #wallBaseMs: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get ms(): number {
    return this.#offsetMs
  }

  depart(): Departure {
    return { wallMs: this.#clock.now(), monotonicMs: this.#clock.monotonicMs() }
  }

  /** Takes in the time that an answer carries; a slow one, or one the clock jumped in, is left out. */
  take(departure: Departure, serverTime: string): void {
    const wallMs = this.#clock.now()
    const atMs = this.#clock.monotonicMs()
    const roundTripMs = atMs - departure.monotonicMs
    const jumpMs = Math.abs(wallMs - departure.wallMs - roundTripMs)
    if (roundTripMs > SAMPLE_ROUND_TRIP_MAX_MS || jumpMs > STEP_MIN_MS) return
    this.#forgetOldSamples(wallMs - atMs, atMs)
    const offsetMs = Math.round(Date.parse(serverTime) - (wallMs - roundTripMs / 2))
    this.#samples.push({ offsetMs, roundTripMs, atMs })
    if (this.#samples.length > SAMPLES_MAX) this.#samples.shift()
    const best = this.#samples.reduce((a, b) => (b.roundTripMs <= a.roundTripMs ? b : a))
    this.#offsetMs = best.offsetMs
  }

  #forgetOldSamples(wallBaseMs: number, atMs: number): void {
    const isStepped =
      this.#wallBaseMs !== null && Math.abs(wallBaseMs - this.#wallBaseMs) > STEP_MIN_MS
    this.#wallBaseMs = wallBaseMs
    this.#samples = isStepped
      ? []
      : this.#samples.filter((sample) => atMs - sample.atMs <= SAMPLE_AGE_MAX_MS)
  }
}
