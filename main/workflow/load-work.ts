import { byLoadingOrder, type Load, stopOf } from '#contract/documents/load.ts'
import { unfinishedOrders } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { isOnStoppedOrder } from './list-work.ts'
import type { StationLookup } from './workflow-types.ts'

/**
 * Units that should go with a load and are on none yet: of its region and day, and not for a stop of
 * another load. What is nested goes with its pallet. The last stop comes first, so that the first
 * stop's units stand at the door.
 */
export function missingUnits(lookup: StationLookup, load: Load): Unit[] {
  const onBoard = new Set(load.units.map((entry) => entry.unitId))
  // Read once: a building's loads times its units is too much to go through for each unit.
  const loads = lookup.loads()
  return lookup
    .unitsOf(load)
    .filter((unit) => isToLoad(unit) && unit.loadId === null && unit.parentId === null)
    .filter((unit) => !onBoard.has(unit.id) && !isOnStoppedOrder(lookup, unit))
    .filter((unit) => isPlannedHere(load, unit) || loadOf(loads, unit) === undefined)
    .map((unit) => ({ unit, unitId: unit.id, stop: stopOf(load, unit.shipmentId) }))
    .toSorted(byLoadingOrder)
    .map(({ unit }) => unit)
}

/** How many orders of a load's region and day are not packed yet, but those of another load's stops. */
export function unpackedOrders(lookup: StationLookup, load: Load): number {
  const loads = lookup.loads()
  const isForHere = (order: { shipmentId: string }) =>
    stopOf(load, order.shipmentId) !== null ||
    (load.stops.length === 0 && loadOf(loads, order) === undefined)
  const { region, deliveryDate } = load
  const lists = lookup
    .pickLists()
    .filter((list) => list.region === region && list.deliveryDate === deliveryDate)
  const orders = lists.flatMap((list) => unfinishedOrders(list)).filter(isForHere)
  return new Set(orders.map(({ orderNumber }) => orderNumber)).size
}

/** Closed, or a pallet that closed cartons stand on already: they must not be left behind unseen. */
function isToLoad({ kind, status, children }: Unit): boolean {
  return status === 'closed' || (status === 'open' && kind === 'pallet' && children.length > 0)
}

/** A load without stops takes what comes. */
export function isPlannedHere(load: Load, { shipmentId }: Unit): boolean {
  return load.stops.length === 0 || stopOf(load, shipmentId) !== null
}

/** The load that a unit's shipment is a stop of, if any. */
export function plannedLoad(lookup: StationLookup, unit: Unit): Load | undefined {
  return loadOf(lookup.loads(), unit)
}

function loadOf(
  loads: readonly Load[],
  { shipmentId }: { shipmentId: string | null },
): Load | undefined {
  return loads.find((load) => stopOf(load, shipmentId) !== null)
}
