import { POLL_INTERVAL_MS } from '#contract/sync/limits.ts'
import type { Clock } from '../clock.ts'

/**
 * How a lane rests after a turn, and what may end that early: `woken`, any news (`ms` null: only that);
 * `better`, a call of another lane that succeeds; `due`, nothing, as when somebody asked to wait.
 */
export type Rest =
  | { until: 'woken'; ms: number | null }
  | { until: 'better'; ms: number }
  | { until: 'due'; ms: number }

/** Sleeps until there is news. */
export const ASLEEP: Rest = { until: 'woken', ms: null }

/** There is more to do: the next turn begins at once. */
export const AGAIN: Rest = { until: 'woken', ms: 0 }

/**
 * One piece of work that never overlaps itself. A wake during a turn means one more turn after it; a
 * wake during a back-off waits until that is over, or news would call an office that is down (PUSH-4).
 */
export class Lane {
  readonly #clock: Clock
  readonly #run: () => Promise<Rest>
  readonly #onTrouble: (text: string) => void
  #cancel: (() => void) | null = null
  #turn: Promise<void> | null = null
  #isRunning = false
  #held: 'better' | 'due' | null = null
  #isWoken = false
  #isClosed = false

  constructor(clock: Clock, run: () => Promise<Rest>, onTrouble: (text: string) => void) {
    this.#clock = clock
    this.#run = run
    this.#onTrouble = onTrouble
  }

  /** There is news. */
  wake(): void {
    if (this.#isRunning) this.#isWoken = true
    else if (this.#held === null) this.#begin()
  }

  /** A call of another lane succeeded: whoever waited for nothing but that goes on. */
  release(): void {
    if (this.#held === 'better') this.#begin()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel?.()
    await this.#turn
  }

  #begin(): void {
    if (this.#isClosed) return
    this.#cancel?.()
    this.#cancel = null
    this.#held = null
    this.#isWoken = false
    this.#turn = this.#takeTurn()
  }

  async #takeTurn(): Promise<void> {
    let rest: Rest
    // Set before the work begins, which may wake its own lane at once.
    this.#isRunning = true
    try {
      rest = await this.#run()
    } catch (error) {
      // A turn that throws is a bug or a full disk: said loudly, and tried again later.
      this.#onTrouble(String(error))
      rest = { until: 'due', ms: POLL_INTERVAL_MS }
    }
    this.#isRunning = false
    if (this.#isClosed) return
    if (rest.until !== 'woken') this.#held = rest.until
    else if (this.#isWoken || rest.ms === 0) {
      this.#begin()
      return
    }
    if (rest.ms !== null) this.#cancel = this.#clock.after(rest.ms, () => this.#begin())
  }
}
