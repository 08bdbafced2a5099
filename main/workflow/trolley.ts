import type { DocumentReader } from '#contract/documents/document.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { isSetAside, isUnitEmpty, type ListPlace, orderOf, toteOf } from './list-work.ts'

/** Open units on the trolley with goods in them that shall go on, by their place on it. */
export function unitsOnTrolley(
  read: DocumentReader,
  place: ListPlace,
  { list, stationId }: { list: PickList; stationId: string },
): Unit[] {
  return openHere(read, place, stationId)
    .filter((unit) => !isUnitEmpty(unit) && !isSetAside(list, unit))
    .toSorted((a, b) => positionOf(list, a) - positionOf(list, b))
}

/** The open unit that an order's goods go into: its own, else one that nothing came into yet. */
export function unitForOrder(
  read: DocumentReader,
  place: ListPlace,
  { orderNumber, stationId }: { orderNumber: string; stationId: string },
): Unit | null {
  const open = openHere(read, place, stationId)
  return (
    open.find((unit) => orderOf(unit) === orderNumber) ??
    open.find((unit) => isUnitEmpty(unit) && isFor(unit, orderNumber)) ??
    null
  )
}

function openHere(read: DocumentReader, place: ListPlace, stationId: string): Unit[] {
  return place.unitIds.flatMap((unitId) => {
    const unit = read.get('unit', unitId)
    return unit?.status === 'open' && unit.stationId === stationId ? [unit] : []
  })
}

/** A unit opened for one order by name is not used for another's goods. */
function isFor({ orderNumbers }: Unit, orderNumber: string): boolean {
  return orderNumbers.length === 0 || orderNumbers.includes(orderNumber)
}

function positionOf(list: PickList, unit: Unit): number {
  return toteOf(list, orderOf(unit)) ?? 0
}
