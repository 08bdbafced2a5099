import type { Effect } from '#contract/actions/decision.ts'
import type { Counters } from './move-stock.ts'

type Count = Extract<Effect, { kind: 'count' }>
type Move = {
  sku: string
  lot: string
  onHandDelta: number
  reservedDelta: number
  pickedDelta: number
}

/** A count that leaves less than orders were promised. */
export type Promised = { counted: number; reserved: number }

/**
 * Counters of counted products as they stand at each place of the log, so that a count meets the book
 * where it was made (FACT-2). Goods on the shelf are those on hand and not picked.
 */
export class CountBook {
  readonly #lots = new Map<string, Map<string, Counters>>()

  constructor(rows: readonly Counters[]) {
    for (const row of rows) this.#row(row.sku, row.lot, row)
  }

  /** Follows a move of the batch. */
  apply({ sku, lot, onHandDelta, reservedDelta, pickedDelta }: Move): void {
    const row = this.#row(sku, lot)
    row.onHand += onHandDelta
    row.reserved += reservedDelta
    row.picked += pickedDelta
  }

  /** By how much a count differs from the shelf: of its lot or, where it names none, of all lots. */
  difference({ sku, counted, lot }: Count): number {
    const rows = lot === undefined ? this.#ofProduct(sku) : [this.#row(sku, lot)]
    return rows.reduce((rest, { onHand, picked }) => rest - (onHand - picked), counted)
  }

  /** What was promised of the product, or of the counted lot, where there is less than that now. */
  promised({ sku, counted, lot }: Count): Promised | null {
    const rows = [this.#ofProduct(sku), ...(lot === undefined ? [] : [[this.#row(sku, lot)]])]
    for (const own of rows) {
      const onHand = own.reduce((sum, row) => sum + row.onHand, 0)
      const reserved = own.reduce((sum, row) => sum + row.reserved, 0)
      if (reserved > onHand) return { counted, reserved }
    }
    return null
  }

  #ofProduct(sku: string): Counters[] {
    return [...(this.#lots.get(sku)?.values() ?? [])]
  }

  #row(sku: string, lot: string, from?: Counters): Counters {
    const lots = this.#lots.get(sku) ?? new Map<string, Counters>()
    this.#lots.set(sku, lots)
    const row = lots.get(lot) ?? { sku, lot, onHand: 0, reserved: 0, picked: 0, ...from }
    lots.set(lot, row)
    return row
  }
}
