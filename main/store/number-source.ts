import { buildSscc } from '#contract/barcode/sscc.ts'
import type { NumberRange } from '#contract/documents/master-data.ts'

type Range = NumberRange['ranges'][number]

/**
 * Hands out the SSCC serials leased to this station, lowest first, each once (NUM-1). What was taken
 * is saved with the action that uses it; ranges of an earlier incarnation are never touched (ID-4).
 */
export class NumberSource {
  #lastSerial: number
  readonly #ranges: () => readonly Range[]

  constructor(lastSerial: number, ranges: () => readonly Range[]) {
    this.#lastSerial = lastSerial
    this.#ranges = ranges
  }

  get lastSerial(): number {
    return this.#lastSerial
  }

  /** Goes back to an earlier number when the transaction that took more was undone. */
  restore(lastSerial: number): void {
    this.#lastSerial = lastSerial
  }

  /** The next unit id, or null when none is left. */
  take(): string | null {
    for (const range of this.#ranges().toSorted((a, b) => a.from - b.from)) {
      const serial = Math.max(range.from, this.#lastSerial + 1)
      if (serial > range.to) continue
      this.#lastSerial = serial
      return buildSscc(range.prefix, serial)
    }
    return null
  }
}
