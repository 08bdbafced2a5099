import { z } from 'zod'
import { UnitId } from '../documents/ids.ts'
import type { Load } from '../documents/load.ts'
import type { Unit } from '../documents/unit.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import {
  blockedOrdersIn,
  departUnits,
  isOverloaded,
  loadKeys,
  takeOffLoad,
  unitsWithNested,
} from './load-units.ts'
import { Overlay } from './overlay.ts'

const Payload = z.object({ loadId: z.string(), leftBehind: z.array(UnitId).max(500) })
type Payload = z.infer<typeof Payload>

/**
 * The truck has left, whether it was confirmed or not. What is on board counts as shipped; what stayed
 * behind is off the load, stays packed, and gets a task.
 */
export const loadDepart: ActionDefinition<'load.depart', Payload> = {
  type: 'load.depart',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches({ loadId, leftBehind }, read) {
    const onLoad = read.get('load', loadId)?.units.map((entry) => entry.unitId) ?? []
    const pallets = leftBehind.flatMap((id) => read.get('unit', id)?.parentId ?? [])
    return loadKeys(loadId, [...onLoad, ...leftBehind, ...pallets], read)
  },
  decide({ loadId, leftBehind }, { read }) {
    const planned = read.get('load', loadId)
    if (planned === undefined) return unknownReference('load', loadId)
    if (planned.status === 'departed') return recorded([])
    const view = new Overlay(read)
    const stayed = [...new Set(leftBehind)]
    const breaks = stayed.map((unitId): Break => {
      return { code: 'left-behind', detail: { unitId, load: planned.number } }
    })
    const effects = stayed.flatMap((unitId) => leaveBehind(unitId, planned, view))
    const load = view.get('load', loadId) ?? planned
    if (isOverloaded(load)) {
      const { region, deliveryDate } = load
      const detail = { load: load.number, region, deliveryDate }
      breaks.push({ code: 'over-capacity', detail })
    }
    const onBoard = load.units.map((entry) => entry.unitId)
    for (const orderNumber of blockedOrdersIn(unitsWithNested(onBoard, view), view)) {
      breaks.push({ code: 'order-blocked', detail: { orderNumber } })
    }
    effects.push(...departUnits(onBoard, view))
    view.apply([{ kind: 'load', id: loadId, doc: { ...load, status: 'departed' } }])
    return recorded(view.changes(), effects, breaks)
  },
}

/** A unit of this load, or off a pallet of it, stands on the floor again. Others were never on it. */
function leaveBehind(unitId: string, load: Load, view: Overlay) {
  const unit = view.get('unit', unitId)
  if (unit === undefined) return []
  if (unit.loadId !== null && unit.loadId !== load.id) return []
  const isNestedHere = parentOf(unit, view)?.loadId === load.id
  if (unit.loadId === null && !isNestedHere) return []
  const effects = takeOffLoad(unitId, view)
  if (isNestedHere) leavePallet(unitId, view)
  return effects
}

function parentOf(unit: Unit, view: Overlay): Unit | undefined {
  return unit.parentId === null ? undefined : view.get('unit', unit.parentId)
}

/** A unit is off its pallet; the pallet goes on without it. */
export function leavePallet(unitId: string, view: Overlay): void {
  const unit = view.get('unit', unitId)
  const parent = unit === undefined ? undefined : parentOf(unit, view)
  if (unit === undefined || parent === undefined) return
  const children = parent.children.filter((child) => child !== unitId)
  view.apply([
    { kind: 'unit', id: unitId, doc: { ...unit, parentId: null } },
    { kind: 'unit', id: parent.id, doc: { ...parent, children } },
  ])
}
