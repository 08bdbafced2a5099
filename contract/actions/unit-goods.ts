import type { DocumentChange } from '../documents/document.ts'
import type { PickLine, PickList } from '../documents/pick-list.ts'
import type { Unit } from '../documents/unit.ts'
import type { Break, Effect } from './decision.ts'
import { shippedStock } from './line-stock.ts'
import { changeLines, type LineDelta, withDelta } from './list-changes.ts'
import { isShipped } from './unit-changes.ts'

/** Goods of one lot, or of none that is known; negative where they come out of a unit. */
export type GoodsPart = { lot?: string | undefined; quantity: number }

/**
 * What goods put into a unit (or, where quantities are negative, taken out) do to their line besides:
 * a closed unit's goods count as packed, a shipped one's as loaded too, so that lines always say what
 * units hold.
 */
export function lineDeltaIn(unit: Unit | undefined, parts: readonly GoodsPart[]): LineDelta {
  if (unit === undefined || unit.status === 'open' || unit.status === 'dropped') return {}
  const quantity = sumOf(parts)
  if (!isShipped(unit)) return { packed: quantity }
  const lots = parts.map((part) => ({ lot: part.lot, loaded: part.quantity }))
  return { packed: quantity, loaded: quantity, lots }
}

/** The stock that moves with goods put into or taken out of a unit that has left the books. */
export function stockIn(
  unit: Unit | undefined,
  { list, line, parts }: { list: PickList; line: PickLine; parts: readonly GoodsPart[] },
): Effect[] {
  if (unit === undefined || !isShipped(unit)) return []
  let before = line
  return parts.flatMap((part) => {
    if (part.quantity === 0) return []
    const effects = shippedStock(list, before, part)
    before = withDelta(before, lineDeltaIn(unit, [part]))
    return effects
  })
}

/** What becomes of line and stock when goods already picked go into a unit or (negative) come out of it. */
export function moveInUnit(
  unit: Unit,
  goods: { list: PickList; line: PickLine; parts: readonly GoodsPart[] },
): { changes: DocumentChange[]; effects: Effect[] } {
  const { list, line, parts } = goods
  const delta = lineDeltaIn(unit, parts)
  if (sumOf(parts) === 0 || Object.keys(delta).length === 0) return { changes: [], effects: [] }
  const changed = changeLines(list, new Map([[line.lineNo, delta]]))
  return { changes: [changed.change], effects: [...stockIn(unit, goods), ...changed.effects] }
}

/** Goods said to come out of a unit that does not hold that many. */
export function missingBreaks(unit: Unit, sku: string, missing: number): Break[] {
  if (missing === 0) return []
  return [{ code: 'unknown-reference', detail: { what: 'packed goods', id: sku, unitId: unit.id } }]
}

function sumOf(parts: readonly GoodsPart[]): number {
  return parts.reduce((sum, { quantity }) => sum + quantity, 0)
}
