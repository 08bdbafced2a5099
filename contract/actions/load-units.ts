import type { DocumentChange, DocumentKey, DocumentReader } from '../documents/document.ts'
import type { Load } from '../documents/load.ts'
import type { Unit } from '../documents/unit.ts'
import type { Break, DecisionContext, Effect } from './decision.ts'
import { lineOf, lineStock } from './list-changes.ts'
import { changeLinesOf } from './unit-closing.ts'
import { listIdsOf } from './unit-changes.ts'

/** A unit and everything nested in it that the reader knows. */
export function withNested(unitId: string, read: DocumentReader): Unit[] {
  const unit = read.get('unit', unitId)
  if (unit === undefined) return []
  const children = unit.children.flatMap((child) => read.get('unit', child) ?? [])
  return [unit, ...children]
}

/** Keys of a load, its units, what is nested in them, and the lists their goods came from. */
export function loadKeys(
  loadId: string,
  unitIds: readonly string[],
  read: DocumentReader,
): DocumentKey[] {
  const keys: DocumentKey[] = [{ kind: 'load', id: loadId }]
  for (const unitId of unitIds) {
    keys.push({ kind: 'unit', id: unitId })
    const unit = read.get('unit', unitId)
    if (unit === undefined) continue
    keys.push(...unit.children.map((id) => ({ kind: 'unit' as const, id })))
    keys.push(...listIdsOf(unit, read).map((id) => ({ kind: 'pick-list' as const, id })))
  }
  return keys
}

/** Facts about a load another bench holds. */
export function holderBreaks(load: Load, context: DecisionContext): Break[] {
  const holder = load.claim?.stationId ?? null
  if (holder === context.stationId) return []
  return [{ code: 'claimed-elsewhere', detail: { load: load.number, holder: holder ?? '' } }]
}

/**
 * Goods leave the building's books: on hand and reservation fall by what is on board, lines count as
 * loaded, units are `loaded`. The reservation falls by no more than what was reserved for the line,
 * so that an over-pick never frees another order's goods.
 */
export function shipUnits(
  units: readonly Unit[],
  read: DocumentReader,
): { changes: DocumentChange[]; effects: Effect[] } {
  const effects: Effect[] = []
  const shippedBefore = new Map<string, number>()
  for (const content of units.flatMap((unit) => unit.contents)) {
    const list = read.get('pick-list', content.pickListId)
    const line = list === undefined ? undefined : lineOf(list, content.lineNo)
    if (line === undefined) continue
    const key = `${content.pickListId}/${content.lineNo}`
    const shipped = shippedBefore.get(key) ?? line.loaded
    const reserved = Math.max(0, line.requested - line.short - shipped)
    shippedBefore.set(key, shipped + content.quantity)
    effects.push(
      lineStock(line, {
        ledger: 'SHIPPED',
        quantity: content.quantity,
        onHandDelta: -content.quantity,
        reservedDelta: -Math.min(content.quantity, reserved),
        pickedDelta: -content.quantity,
      }),
    )
  }
  const lines = changeLinesOf(units, read, (quantity) => ({ loaded: quantity }))
  const loaded = units.map((unit): DocumentChange => {
    return { kind: 'unit', id: unit.id, doc: { ...unit, status: 'loaded' } }
  })
  return { changes: [...loaded, ...lines.changes], effects: [...effects, ...lines.effects] }
}

/** The inverse of shipUnits for units that stayed behind a truck: back on the books, still picked. */
export function unshipUnits(
  units: readonly Unit[],
  read: DocumentReader,
): { changes: DocumentChange[]; effects: Effect[] } {
  const effects = units.flatMap((unit) =>
    unit.contents.flatMap((content): Effect[] => {
      const list = read.get('pick-list', content.pickListId)
      const line = list === undefined ? undefined : lineOf(list, content.lineNo)
      if (line === undefined) return []
      const { quantity } = content
      return [
        lineStock(line, {
          ledger: 'RETURNED',
          quantity,
          onHandDelta: quantity,
          reservedDelta: quantity,
          pickedDelta: quantity,
        }),
      ]
    }),
  )
  const lines = changeLinesOf(units, read, (quantity) => ({ loaded: -quantity }))
  const closed = units.map((unit): DocumentChange => {
    return { kind: 'unit', id: unit.id, doc: { ...unit, status: 'closed', loadId: null } }
  })
  return { changes: [...closed, ...lines.changes], effects: [...effects, ...lines.effects] }
}
