import type { Effect } from '#contract/actions/decision.ts'
import { leavePallet } from '#contract/actions/load-depart.ts'
import { takeOffLoad } from '#contract/actions/load-units.ts'
import { lineOf } from '#contract/actions/list-changes.ts'
import type { Overlay } from '#contract/actions/overlay.ts'
import { isShipped, withoutContent } from '#contract/actions/unit-changes.ts'
import { moveInUnit } from '#contract/actions/unit-goods.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { Unit, UnitContent } from '#contract/documents/unit.ts'

/**
 * Takes an order's goods off the trucks that the books have them on: its units are off their loads and
 * closed, its goods back in the building, still picked. What lies loose on a unit shared with other orders
 * comes off that unit, and has to be packed again. The view holds all that `lockOrder` reaches.
 */
export function bringBack(orderNumber: string, unitIds: readonly string[], view: Overlay) {
  const effects: Effect[] = []
  const pallets = unitIds.filter((id) => (view.get('unit', id)?.children.length ?? 0) > 0)
  for (const id of new Set([...pallets, ...unitIds])) {
    const unit = view.get('unit', id)
    if (unit === undefined || unit.status === 'dropped') continue
    effects.push(
      ...(isOwn(unit, orderNumber, view)
        ? comeOff(unit, orderNumber, view)
        : takeOut(unit, orderNumber, view)),
    )
  }
  return effects
}

/** True when nothing of another order stands in it or on it, as far as it is known at all. */
export function isOwn(unit: Unit, orderNumber: string, read: DocumentReader): boolean {
  return (
    unit.contents.every((content) => content.orderNumber === orderNumber) &&
    unit.children.every((childId) => {
      const child = read.get('unit', childId)
      return child !== undefined && isOwn(child, orderNumber, read)
    })
  )
}

function comeOff(unit: Unit, orderNumber: string, view: Overlay): Effect[] {
  const parent = unit.parentId === null ? undefined : view.get('unit', unit.parentId)
  const isOnOthers = parent !== undefined && !isOwn(parent, orderNumber, view)
  if (!isShipped(unit) && unit.loadId === null) return []
  const effects = takeOffLoad(unit.id, view)
  if (isOnOthers) leavePallet(unit.id, view)
  return effects
}

function takeOut(unit: Unit, orderNumber: string, view: Overlay): Effect[] {
  if (!isShipped(unit)) return []
  const own = unit.contents.filter((content) => content.orderNumber === orderNumber)
  return linesOf(own).flatMap(({ pickListId, lineNo, quantity }) => {
    const list = view.get('pick-list', pickListId)
    const line = list === undefined ? undefined : lineOf(list, lineNo)
    const held = view.get('unit', unit.id)
    if (list === undefined || line === undefined || held === undefined) return []
    const out = withoutContent(held, { pickListId, lineNo, quantity })
    const parts = out.parts.map((part) => ({ ...part, quantity: -part.quantity }))
    const moved = moveInUnit(held, { list, line, parts })
    view.apply([...moved.changes, { kind: 'unit', id: unit.id, doc: out.unit }])
    return moved.effects
  })
}

/** How much of each line lies in contents, whatever their lots. */
function linesOf(contents: readonly UnitContent[]) {
  const lines = new Map<string, { pickListId: string; lineNo: number; quantity: number }>()
  for (const { pickListId, lineNo, quantity } of contents) {
    const key = `${pickListId}/${lineNo}`
    const known = lines.get(key)
    if (known === undefined) lines.set(key, { pickListId, lineNo, quantity })
    else known.quantity += quantity
  }
  return [...lines.values()]
}
