import { buildSscc } from '#contract/barcode/sscc.ts'
import type { NumberRange } from '#contract/documents/master-data.ts'

type Range = NumberRange['ranges'][number]

/**
 * Hands out the SSCC serials leased to this station, range after range as they were leased, each once
 * (NUM-1). What was taken is saved with the action that uses it; ranges of an earlier incarnation are never
 * touched (ID-4). Serials are counted per company prefix: a warehouse that gets another prefix begins anew,
 * and one that gets its old prefix back goes on where it was.
 */
export class NumberSource {
  #lastSerials: Map<string, number>
  /** A serial saved without its prefix, as earlier versions did; null once it is known whose it is. */
  #unnamed: number | null
  readonly #ranges: () => readonly Range[]

  /** `saved` is what `saved` answered before the last stop, or null for a log that begins. */
  constructor(saved: string | null, ranges: () => readonly Range[]) {
    this.#ranges = ranges
    const { lastSerials, unnamed } = readSaved(saved)
    this.#lastSerials = lastSerials
    this.#unnamed = unnamed
  }

  /** What must outlive a restart, as text. */
  get saved(): string {
    const isUnnamed = this.#unnamed !== null && this.#lastSerials.size === 0
    return isUnnamed ? String(this.#unnamed) : JSON.stringify(Object.fromEntries(this.#lastSerials))
  }

  /** Goes back to what was saved when the transaction that took more was undone. */
  restore(saved: string): void {
    const { lastSerials, unnamed } = readSaved(saved)
    this.#lastSerials = lastSerials
    this.#unnamed = unnamed
  }

  /** The next unit id, or null when none is left. */
  take(): string | null {
    const ranges = this.#ranges()
    this.#nameSerial(ranges)
    for (const range of ranges) {
      const serial = Math.max(range.from, (this.#lastSerials.get(range.prefix) ?? -1) + 1)
      if (serial > range.to) continue
      this.#lastSerials.set(range.prefix, serial)
      return buildSscc(range.prefix, serial)
    }
    return null
  }

  /** Without a prefix it counts for those it may be of, so that no number is ever taken twice. */
  #nameSerial(ranges: readonly Range[]): void {
    const serial = this.#unnamed
    if (serial === null || ranges.length === 0) return
    const holding = ranges.filter(({ from, to }) => from <= serial && serial <= to)
    for (const { prefix } of holding.length > 0 ? holding : ranges) {
      this.#lastSerials.set(prefix, serial)
    }
    this.#unnamed = null
  }
}

/** What the log holds of it; earlier versions kept one serial of no prefix under another name. */
export function savedSerials(log: { meta(key: string): string | null }): string | null {
  return log.meta('lastSerials') ?? log.meta('lastSerial')
}

function readSaved(saved: string | null): {
  lastSerials: Map<string, number>
  unnamed: number | null
} {
  const value: unknown = saved === null ? {} : JSON.parse(saved)
  if (typeof value === 'number') {
    return { lastSerials: new Map(), unnamed: value === 0 ? null : value }
  }
  return { lastSerials: new Map(Object.entries(value as Record<string, number>)), unnamed: null }
}
