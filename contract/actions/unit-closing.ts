import type { DocumentChange, DocumentReader } from '../documents/document.ts'
import type { Unit, UnitContent, UnitWeight } from '../documents/unit.ts'
import type { Effect } from './decision.ts'
import { changeLines, type LineDelta, lineOf, lotMoves } from './list-changes.ts'

/** Changes to the pick lines of units' own goods: `deltaOf` says what one content does to its line. */
export function changeLinesOf(
  units: readonly Unit[],
  read: DocumentReader,
  deltaOf: (content: UnitContent, unit: Unit) => LineDelta,
): { changes: DocumentChange[]; effects: Effect[] } {
  const deltas = new Map<string, Map<number, LineDelta>>()
  for (const unit of units) {
    for (const content of unit.contents) {
      const ofList = deltas.get(content.pickListId) ?? new Map<number, LineDelta>()
      const delta = withLot(deltaOf(content, unit), content.lot)
      ofList.set(content.lineNo, sum(ofList.get(content.lineNo), delta))
      deltas.set(content.pickListId, ofList)
    }
  }
  const changes: DocumentChange[] = []
  const effects: Effect[] = []
  for (const [listId, ofList] of deltas) {
    // A station may no longer hold the list of a unit packed elsewhere; the office always does.
    const list = read.get('pick-list', listId)
    if (list === undefined) continue
    const changed = changeLines(list, ofList)
    changes.push(changed.change)
    effects.push(...changed.effects)
  }
  return { changes, effects }
}

/** Goods of a content are of its lot. */
function withLot(delta: LineDelta, lot: string | undefined): LineDelta {
  const { picked = 0, loaded = 0 } = delta
  return lot === undefined ? delta : { ...delta, lots: [{ lot, picked, loaded }] }
}

function sum(a: LineDelta | undefined, b: LineDelta): LineDelta {
  return {
    picked: (a?.picked ?? 0) + (b.picked ?? 0),
    packed: (a?.packed ?? 0) + (b.packed ?? 0),
    loaded: (a?.loaded ?? 0) + (b.loaded ?? 0),
    lots: [...lotMoves(a ?? {}), ...lotMoves(b)],
  }
}

/** Volume of a unit's goods and children, in cm³. */
export function volumeOf(unit: Unit, read: DocumentReader): number {
  const own = unit.contents.reduce((total, content) => {
    const list = read.get('pick-list', content.pickListId)
    const line = list === undefined ? undefined : lineOf(list, content.lineNo)
    return total + content.quantity * (line?.eachVolumeCm3 ?? 0)
  }, 0)
  return own + ofChildren(unit, read, (child) => child.volumeCm3)
}

/** A pallet of weighed cartons weighs what they weigh, plus itself. Null when one has no weight. */
export function weightOfChildren(unit: Unit, read: DocumentReader): UnitWeight | null {
  if (unit.children.length === 0 || unit.contents.length > 0) return null
  let grossGrams = unit.tareGrams
  for (const child of unit.children) {
    const weight = read.get('unit', child)?.weight ?? null
    if (weight === null) return null
    grossGrams += weight.grossGrams
  }
  return { grossGrams, expectedGrams: grossGrams, toleranceGrams: 0, source: 'children' }
}

function ofChildren(unit: Unit, read: DocumentReader, figure: (child: Unit) => number): number {
  return unit.children.reduce((total, id) => {
    const child = read.get('unit', id)
    return child === undefined ? total : total + figure(child)
  }, 0)
}
