import type { Clock } from '../../main/clock.ts'

/** A bench's clock: off by so much, and standing still while the machine is suspended. */
export class SimClock implements Clock {
  skewMs: number
  readonly #clock: Clock
  /** What fell due while the bench was suspended; null while it is awake. */
  #asleep: (() => void)[] | null = null
  #fellAsleepAt = 0
  #sleptMs = 0

  constructor(clock: Clock, skewMs: number) {
    this.#clock = clock
    this.skewMs = skewMs
  }

  get isAsleep(): boolean {
    return this.#asleep !== null
  }

  now(): number {
    return this.#clock.now() + this.skewMs
  }

  /** As Node's: it stands still while the machine is suspended. */
  monotonicMs(): number {
    return this.#clock.monotonicMs() - this.#sleptMs
  }

  after(ms: number, run: () => void): () => void {
    let isWanted = true
    // Whole milliseconds, as timers have: sums of fractions would miss each other.
    const cancel = this.#clock.after(Math.ceil(ms), () => {
      const wanted = () => {
        if (isWanted) run()
      }
      if (this.#asleep === null) wanted()
      else this.#asleep.push(wanted)
    })
    return () => {
      isWanted = false
      cancel()
    }
  }

  suspend(): void {
    this.#asleep = []
    this.#fellAsleepAt = this.#clock.monotonicMs()
  }

  resume(): void {
    const due = this.#asleep
    if (due === null) return
    this.#asleep = null
    this.#sleptMs += this.#clock.monotonicMs() - this.#fellAsleepAt
    for (const run of due) run()
  }
}
