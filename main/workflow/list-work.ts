import type { DocumentReader } from '#contract/documents/document.ts'
import {
  isBlockedOrder,
  openQuantity,
  type PickLine,
  type PickList,
} from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import type { StationMode } from '#contract/sync/envelope.ts'
import type { StationLookup, WorkflowState } from './workflow-types.ts'

export type ListPlace = Extract<WorkflowState['place'], { kind: 'list' }>

/** What is left to do for one line at this bench. */
export type LineWork = {
  line: PickLine
  /** Base units still to be taken from the shelf. */
  toPick: number
  /** Base units picked, here or elsewhere, that stand outside any unit. */
  toPack: number
  isCancelled: boolean
  /** The office stopped its order: nothing is left to do until it is let go. */
  isStopped: boolean
}

/** A list as this bench has to work through it, next line first. */
export type ListWork = {
  list: PickList
  route: readonly LineWork[]
  next: LineWork | null
}

/** Order numbers of a list that are named before the rest is only counted. */
const NAMED_ORDERS_MAX = 3

export function canPick(mode: StationMode): boolean {
  return mode === 'pick-and-pack' || mode === 'pick'
}

export function canPack(mode: StationMode): boolean {
  return mode === 'pick-and-pack' || mode === 'pack'
}

/**
 * A batch list with places for its orders' goods, on a bench that packs as it picks: every order has a
 * carton of its own on the trolley, goods are taken in the order of the way, and the cartons are
 * closed one after the other once all is picked.
 */
export function isTrolley(list: PickList, mode: StationMode): boolean {
  return mode === 'pick-and-pack' && hasTotes(list)
}

/** True where orders are picked together, each into a place of its own. */
export function hasTotes(list: PickList): boolean {
  return list.mode === 'batch' && list.orders.some((order) => order.totePosition !== undefined)
}

/** The place of an order's goods on the trolley, from 1; null where it has none. */
export function toteOf(list: PickList, orderNumber: string | null): number | null {
  const order = list.orders.find((candidate) => candidate.orderNumber === orderNumber)
  return order?.totePosition ?? null
}

/** What people call a list: the orders on it. */
export function listName({ orders }: PickList): string {
  const named = orders.slice(0, NAMED_ORDERS_MAX).map((order) => order.orderNumber)
  const rest = orders.length - named.length
  return rest === 0 ? named.join(', ') : `${named.join(', ')} +${rest}`
}

/**
 * The lines in the order they are walked: as the office sorted them, those sent to the back by NEXT
 * last; where goods come out of totes, tote after tote. The next line is the first with work left, of the
 * order whose unit is open if there is one and orders are not walked together, else of the order whose
 * tote was scanned.
 */
export function listWork(
  read: DocumentReader,
  place: ListPlace,
  list: PickList,
  mode: StationMode,
): ListWork {
  const open = openUnits(read, place)
  const skipped = new Set(place.skipped)
  const unskipped = list.lines.filter((line) => !skipped.has(line.lineNo))
  const toteAt = (line: PickLine) => toteOf(list, line.orderNumber) ?? Infinity
  const walked = [
    ...(mode === 'pack' && hasTotes(list)
      ? unskipped.toSorted((a, b) => toteAt(a) - toteAt(b) || a.lineNo - b.lineNo)
      : unskipped),
    ...place.skipped.flatMap((lineNo) => list.lines.filter((line) => line.lineNo === lineNo)),
  ]
  const route = walked.map((line): LineWork => {
    const isCancelled = isOrderCancelled(list, line.orderNumber)
    const isStopped = isBlockedOrder(list, line.orderNumber)
    const isOpen = !isCancelled && !isStopped
    const packed = line.packed + inUnits(open, list.id, line.lineNo)
    return {
      line,
      toPick: canPick(mode) && isOpen ? Math.max(0, openQuantity(line)) : 0,
      toPack: canPack(mode) && isOpen ? Math.max(0, line.picked - packed) : 0,
      isCancelled,
      isStopped,
    }
  })
  const isOneByOne = canPack(mode) && !isTrolley(list, mode)
  const begun = isOneByOne ? orderOf(openUnit(read, place)) : null
  const orderNumber = begun ?? place.orderNumber ?? null
  const next =
    route.find((work) => isLeft(work) && work.line.orderNumber === orderNumber) ??
    route.find(isLeft) ??
    null
  return { list, route, next }
}

export function isLeft({ toPick, toPack }: LineWork): boolean {
  return toPick > 0 || toPack > 0
}

/** True when nothing is left for the order of a unit, so that the unit is complete. */
export function isOrderComplete({ route }: ListWork, unit: Unit): boolean {
  const orderNumber = orderOf(unit)
  return !route.some((work) => isLeft(work) && work.line.orderNumber === orderNumber)
}

/** The order a unit's goods are for, null while it is empty: a carton holds one order. */
export function orderOf(unit: Unit | null): string | null {
  return unit?.contents[0]?.orderNumber ?? null
}

/** The unit goods go into, if it is still open. */
export function openUnit(read: DocumentReader, place: ListPlace): Unit | null {
  const unit = place.unitId === null ? undefined : read.get('unit', place.unitId)
  return unit?.status === 'open' ? unit : null
}

export function isUnitEmpty(unit: Unit): boolean {
  return unit.contents.length === 0 && unit.children.length === 0
}

/** Units that hold goods of a list, whichever bench packed them. */
export function unitsOnList(lookup: StationLookup, list: PickList): Unit[] {
  return lookup
    .unitsOf(list)
    .filter((unit) => unit.status !== 'dropped')
    .filter((unit) => unit.contents.some((content) => content.pickListId === list.id))
}

/** "Carton 2": its place among the units of its list, from 1. */
export function ordinalOf(place: ListPlace, unitId: string): number {
  const index = place.unitIds.indexOf(unitId)
  return index === -1 ? place.unitIds.length + 1 : index + 1
}

export function isOrderCancelled(list: PickList, orderNumber: string): boolean {
  return list.orders.some((o) => o.orderNumber === orderNumber && o.status === 'CANCELLED')
}

/** True when the office cancelled or stopped the order whose goods lie in a unit: it waits, as it is. */
export function isSetAside(list: PickList, unit: Unit): boolean {
  const orderNumber = orderOf(unit)
  if (orderNumber === null) return false
  return isOrderCancelled(list, orderNumber) || isBlockedOrder(list, orderNumber)
}

/** Cancelled or stopped: the office does not want these goods on a truck. */
export function isOnStoppedOrder(read: DocumentReader, unit: Unit): boolean {
  return unit.contents.some(({ pickListId, orderNumber }) => {
    const list = read.get('pick-list', pickListId)
    if (list === undefined) return false
    return isOrderCancelled(list, orderNumber) || isBlockedOrder(list, orderNumber)
  })
}

/** True when the whole list was called off. */
export function isListCancelled(list: PickList): boolean {
  const isOff =
    list.status === 'cancelled' || list.orders.every((order) => order.status === 'CANCELLED')
  return isOff && !isListMovedOn(list)
}

/** True when all orders of a list went on to another one, which has a code of its own. */
export function isListMovedOn({ orders }: PickList): boolean {
  return orders.length > 0 && orders.every((order) => order.movedTo !== undefined)
}

/** Another lot of the line that lies in one of this list's units already, or null. */
export function otherLotOf(
  read: DocumentReader,
  place: ListPlace,
  line: { list: PickList; lineNo: number; lot: string },
): string | null {
  for (const unitId of place.unitIds) {
    const contents = read.get('unit', unitId)?.contents ?? []
    const other = contents.find(
      (c) => c.pickListId === line.list.id && c.lineNo === line.lineNo && c.lot !== line.lot,
    )
    if (other?.lot !== undefined) return other.lot
  }
  return null
}

function openUnits(read: DocumentReader, place: ListPlace): Unit[] {
  return place.unitIds.flatMap((unitId) => {
    const unit = read.get('unit', unitId)
    return unit?.status === 'open' ? [unit] : []
  })
}

function inUnits(units: readonly Unit[], listId: string, lineNo: number): number {
  return units
    .flatMap((unit) => unit.contents)
    .filter((content) => content.pickListId === listId && content.lineNo === lineNo)
    .reduce((sum, content) => sum + content.quantity, 0)
}
