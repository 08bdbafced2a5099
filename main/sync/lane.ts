import { POLL_INTERVAL_MS } from '#contract/sync/limits.ts'
import type { Clock } from '../clock.ts'

/**
 * One piece of work that never overlaps itself. `run` answers how long to sleep before the next turn,
 * or null to sleep until woken. A wake during a turn means one more turn after it.
 */
export class Lane {
  readonly #clock: Clock
  readonly #run: () => Promise<number | null>
  readonly #onTrouble: (text: string) => void
  #cancel: (() => void) | null = null
  #turn: Promise<void> | null = null
  #isWoken = false
  #isClosed = false

  constructor(clock: Clock, run: () => Promise<number | null>, onTrouble: (text: string) => void) {
    this.#clock = clock
    this.#run = run
    this.#onTrouble = onTrouble
  }

  wake(): void {
    if (this.#isClosed) return
    if (this.#turn !== null) {
      this.#isWoken = true
      return
    }
    this.#cancel?.()
    this.#cancel = null
    this.#turn = this.#takeTurn()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel?.()
    await this.#turn
  }

  async #takeTurn(): Promise<void> {
    let delayMs: number | null
    try {
      delayMs = await this.#run()
    } catch (error) {
      // A turn that throws is a bug or a full disk: said loudly, and tried again later.
      this.#onTrouble(String(error))
      delayMs = POLL_INTERVAL_MS
    }
    this.#turn = null
    if (this.#isClosed) return
    if (this.#isWoken || delayMs === 0) {
      this.#isWoken = false
      this.wake()
    } else if (delayMs !== null) {
      this.#cancel = this.#clock.after(delayMs, () => this.wake())
    }
  }
}
