import type { DocumentChange } from '../documents/document.ts'
import type { PickLine, PickList } from '../documents/pick-list.ts'
import type { Unit } from '../documents/unit.ts'
import type { Break, Effect } from './decision.ts'
import { changeLines, type LineDelta, shippedStock, withDelta } from './list-changes.ts'
import { isShipped } from './unit-changes.ts'

/**
 * What goods put into a unit (or, where the quantity is negative, taken out) do to their line besides:
 * a closed unit's goods count as packed, a shipped one's as loaded too, so that lines always say what
 * units hold.
 */
export function lineDeltaIn(unit: Unit | undefined, quantity: number): LineDelta {
  if (unit === undefined || unit.status === 'open' || unit.status === 'dropped') return {}
  return isShipped(unit) ? { packed: quantity, loaded: quantity } : { packed: quantity }
}

/** The stock that moves with goods put into or taken out of a unit that has left the books. */
export function stockIn(
  unit: Unit | undefined,
  goods: { list: PickList; line: PickLine; quantity: number },
): Effect[] {
  const { list, line, quantity } = goods
  if (unit === undefined || quantity === 0 || !isShipped(unit)) return []
  return [shippedStock(list, line, quantity)]
}

/** What becomes of line and stock when goods already picked go into a unit or (negative) come out of it. */
export function moveInUnit(
  unit: Unit,
  goods: { list: PickList; line: PickLine; quantity: number },
): { changes: DocumentChange[]; effects: Effect[] } {
  const { list, line, quantity } = goods
  const delta = lineDeltaIn(unit, quantity)
  if (quantity === 0 || Object.keys(delta).length === 0) return { changes: [], effects: [] }
  const changed = changeLines(list, new Map([[line.lineNo, delta]]))
  return { changes: [changed.change], effects: [...stockIn(unit, goods), ...changed.effects] }
}

/** Goods said to come out of a unit that does not hold that many. */
export function missingBreaks(unit: Unit, sku: string, missing: number): Break[] {
  if (missing === 0) return []
  return [{ code: 'unknown-reference', detail: { what: 'packed goods', id: sku, unitId: unit.id } }]
}

/** The line as it stands after goods were picked, for a second move in the same fact. */
export function afterPicking(line: PickLine, quantity: number): PickLine {
  return withDelta(line, { picked: quantity })
}
