import { isSameStop } from '#contract/actions/unit-changes.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { isOnStoppedOrder } from './list-work.ts'
import { plannedLoad } from './load-work.ts'
import type { StationLookup } from './workflow-types.ts'

/** A pallet that cartons are put on, unlike one that goods of a list are packed on. */
function isBuiltPallet({ kind, contents }: Unit): boolean {
  return kind === 'pallet' && contents.length === 0
}

/** Open pallets of a bench with cartons on them, the newest number first. */
export function palletsUnderway(lookup: StationLookup, stationId: string): Unit[] {
  return lookup
    .openUnits()
    .filter((unit) => isBuiltPallet(unit) && unit.children.length > 0)
    .filter((unit) => unit.stationId === stationId)
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
}

/** The open pallet that a label belongs to: its own, or that of a carton on it. */
export function openPalletOf(read: DocumentReader, unit: Unit): Unit | null {
  const pallet = unit.parentId === null ? unit : read.get('unit', unit.parentId)
  const isUnderway = pallet?.status === 'open' && pallet.children.length > 0
  return isUnderway && isBuiltPallet(pallet) ? pallet : null
}

/** The cartons on a pallet, in the order they were put there. */
export function cartonsOn(read: DocumentReader, { children }: Unit): Unit[] {
  return children.flatMap((id) => read.get('unit', id) ?? [])
}

/** Why a carton may not go along: it is open again, or its order was cancelled or stopped. */
export function isToComeOff(read: DocumentReader, carton: Unit): boolean {
  return carton.status !== 'closed' || isOnStoppedOrder(read, carton)
}

/** Grams of a pallet with all that stands on it so far. */
export function palletGrams(read: DocumentReader, pallet: Unit): number {
  return cartonsOn(read, pallet).reduce(
    (sum, carton) => sum + (carton.weight?.grossGrams ?? 0),
    pallet.tareGrams,
  )
}

/** Closed cartons for the same door and day that stand by themselves and could go on as well. */
export function cartonsBeside(lookup: StationLookup, pallet: Unit): Unit[] {
  const { region, deliveryDate, children } = pallet
  if (deliveryDate === null || children.length === 0) return []
  return lookup
    .unitsOf({ region, deliveryDate })
    .filter((unit) => unit.kind === 'carton' && unit.parentId === null && unit.loadId === null)
    .filter((unit) => isSameStop(unit, pallet) && !isToComeOff(lookup, unit))
    .filter((unit) => otherLoadOf(lookup, unit, pallet) === null)
}

/** The numbers of the loads that a carton and its pallet are planned for, where they differ. */
export function otherLoadOf(
  lookup: StationLookup,
  carton: Unit,
  pallet: Unit,
): { belongs: string; pallet: string } | null {
  const [own, other] = [plannedLoad(lookup, carton), plannedLoad(lookup, pallet)]
  const isOther = own !== undefined && other !== undefined && own.id !== other.id
  return isOther ? { belongs: own.number, pallet: other.number } : null
}
