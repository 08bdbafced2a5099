import type { Load } from '#contract/documents/load.ts'
import { isBlockedOrder } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { isOrderCancelled } from './list-work.ts'
import type { StationLookup } from './workflow-types.ts'

/**
 * Units that should go with a load and are on none yet: closed, of its region, day and, where the load
 * has planned stops, one of those. What is nested goes with its pallet.
 */
export function missingUnits(lookup: StationLookup, load: Load): Unit[] {
  const onBoard = new Set(load.units.map((entry) => entry.unitId))
  return lookup
    .unitsOf(load)
    .filter((unit) => unit.status === 'closed' && unit.loadId === null && unit.parentId === null)
    .filter((unit) => !onBoard.has(unit.id) && !isHeldBack(lookup, unit))
    .filter((unit) => load.stops.length === 0 || load.stops.includes(unit.shipmentId ?? ''))
    .toSorted((a, b) => a.id.localeCompare(b.id))
}

/** Cancelled or stopped: the office does not want it on a truck. */
function isHeldBack(lookup: StationLookup, unit: Unit): boolean {
  return unit.contents.some(({ pickListId, orderNumber }) => {
    const list = lookup.get('pick-list', pickListId)
    if (list === undefined) return false
    return isOrderCancelled(list, orderNumber) || isBlockedOrder(list, orderNumber)
  })
}
