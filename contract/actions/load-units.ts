import type { DocumentChange, DocumentKey, DocumentReader } from '../documents/document.ts'
import { type Load, loadedGrams } from '../documents/load.ts'
import type { PickLine, PickListOrder } from '../documents/pick-list.ts'
import type { Unit, UnitContent } from '../documents/unit.ts'
import type { Break, DecisionContext, Effect } from './decision.ts'
import { shippedStock } from './line-stock.ts'
import { lineOf, withDelta } from './list-changes.ts'
import type { Overlay } from './overlay.ts'
import { changeLinesOf } from './unit-closing.ts'
import { isShipped, listIdsOf, unitKeys, withNested } from './unit-changes.ts'

/** Keys of a load, its units, what is nested in them, and the lists their goods came from. */
export function loadKeys(
  loadId: string,
  unitIds: readonly string[],
  read: DocumentReader,
): DocumentKey[] {
  return [{ kind: 'load', id: loadId }, ...unitIds.flatMap((unitId) => unitKeys(unitId, read))]
}

/** Keys of a unit as `unitKeys` has them, and of the load it stands on. */
export function unitAndLoadKeys(unitId: string, read: DocumentReader): DocumentKey[] {
  const loadId = read.get('unit', unitId)?.loadId ?? null
  const keys = unitKeys(unitId, read)
  return loadId === null ? keys : [...keys, { kind: 'load', id: loadId }]
}

/** Facts about a load another bench holds. */
export function holderBreaks(load: Load, context: DecisionContext): Break[] {
  const holder = load.claim?.stationId ?? null
  if (holder === context.stationId) return []
  return [{ code: 'claimed-elsewhere', detail: { load: load.number, holder: holder ?? '' } }]
}

/** Units and everything nested in them, each one once. */
export function unitsWithNested(unitIds: readonly string[], read: DocumentReader): Unit[] {
  const units = unitIds.flatMap((unitId) => withNested(unitId, read))
  return [...new Map(units.map((unit) => [unit.id, unit])).values()]
}

/** Orders that the office cancelled and whose goods are in these units. */
export function cancelledOrdersIn(units: readonly Unit[], read: DocumentReader): string[] {
  return ordersIn(units, read, (order) => order.status === 'CANCELLED')
}

/** Orders that the office stopped and whose goods are in these units. */
export function blockedOrdersIn(units: readonly Unit[], read: DocumentReader): string[] {
  return ordersIn(units, read, (order) => order.isBlocked === true)
}

function ordersIn(
  units: readonly Unit[],
  read: DocumentReader,
  isMeant: (order: PickListOrder) => boolean,
): string[] {
  const numbers = units.flatMap((unit) =>
    unit.contents.flatMap((content) => {
      const orders = read.get('pick-list', content.pickListId)?.orders ?? []
      const order = orders.find((candidate) => candidate.orderNumber === content.orderNumber)
      return order !== undefined && isMeant(order) ? [order.orderNumber] : []
    }),
  )
  return [...new Set(numbers)]
}

/** True when a vehicle carries more than it may, by weight or by volume. */
export function isOverloaded(load: Load): boolean {
  const volumeCm3 = load.units.reduce((sum, unit) => sum + unit.volumeCm3, 0)
  const { maxWeightGrams, maxVolumeCm3 } = load.vehicle
  return loadedGrams(load) > maxWeightGrams || volumeCm3 > maxVolumeCm3
}

/**
 * Goods leave the building's books: on hand and reservation fall by what is on board, lines count as
 * loaded, units are `loaded`. What was shipped before is not shipped again; what was never closed counts
 * as packed now.
 */
export function shipUnits(
  units: readonly Unit[],
  read: DocumentReader,
): { changes: DocumentChange[]; effects: Effect[] } {
  const shipping = units.filter((unit) => !isShipped(unit))
  const stock = stockOf(shipping, read, 1)
  const lines = changeLinesOf(shipping, read, ({ quantity }, unit) =>
    unit.status === 'closed' ? { loaded: quantity } : { packed: quantity, loaded: quantity },
  )
  const loaded = shipping.map((unit): DocumentChange => {
    return { kind: 'unit', id: unit.id, doc: { ...unit, status: 'loaded' } }
  })
  return { changes: [...loaded, ...lines.changes], effects: [...stock, ...lines.effects] }
}

/** The inverse of shipUnits for units that are off their truck: back on the books, still picked. */
export function unshipUnits(
  units: readonly Unit[],
  read: DocumentReader,
): { changes: DocumentChange[]; effects: Effect[] } {
  const shipped = units.filter(isShipped)
  const stock = stockOf(shipped, read, -1)
  const lines = changeLinesOf(shipped, read, ({ quantity }) => ({ loaded: -quantity }))
  const closed = shipped.map((unit): DocumentChange => {
    return { kind: 'unit', id: unit.id, doc: { ...unit, status: 'closed' } }
  })
  return { changes: [...closed, ...lines.changes], effects: [...stock, ...lines.effects] }
}

/** One effect per content; a line met twice goes on from where the first left it. */
function stockOf(units: readonly Unit[], read: DocumentReader, sign: 1 | -1): Effect[] {
  const moved = new Map<string, PickLine>()
  return units.flatMap((unit) =>
    unit.contents.flatMap((content: UnitContent): Effect[] => {
      const list = read.get('pick-list', content.pickListId)
      const key = `${content.pickListId}/${content.lineNo}`
      const line = moved.get(key) ?? (list === undefined ? undefined : lineOf(list, content.lineNo))
      if (list === undefined || line === undefined) return []
      const part = { lot: content.lot, quantity: sign * content.quantity }
      const lots = [{ lot: part.lot, loaded: part.quantity }]
      moved.set(key, withDelta(line, { loaded: part.quantity, lots }))
      return shippedStock(list, line, part)
    }),
  )
}

/**
 * Takes a unit off the load it stands on, if any: its entry goes, goods that were shipped come back, with
 * what is nested in it unless that was scanned onto a truck by itself.
 */
export function takeOffLoad(unitId: string, view: Overlay): Effect[] {
  const loadId = view.get('unit', unitId)?.loadId ?? null
  const off = withNested(unitId, view).filter((u) => u.id === unitId || u.loadId === null)
  const unshipped = unshipUnits(off, view)
  view.apply(unshipped.changes)
  const unit = view.get('unit', unitId)
  if (unit !== undefined && unit.loadId !== null) {
    view.apply([{ kind: 'unit', id: unitId, doc: { ...unit, loadId: null } }])
  }
  if (loadId !== null) removeEntry(loadId, unitId, view)
  return unshipped.effects
}

/** A load's list without a unit; the unit itself is left alone. */
export function removeEntry(loadId: string, unitId: string, view: Overlay): void {
  const load = view.get('load', loadId)
  if (load === undefined || !load.units.some((entry) => entry.unitId === unitId)) return
  const units = load.units.filter((entry) => entry.unitId !== unitId)
  view.apply([{ kind: 'load', id: loadId, doc: { ...load, units } }])
}

/**
 * Units put on a truck whose door has closed, or that has left, are as far as it is. One that left with
 * another truck before is on the road no more.
 */
export function followLoad(status: Load['status'], unitIds: readonly string[], view: Overlay) {
  if (status === 'departed') return departUnits(unitIds, view)
  const back = unitsWithNested(unitIds, view).filter((unit) => unit.status === 'departed')
  view.apply(
    back.map((unit) => ({ kind: 'unit', id: unit.id, doc: { ...unit, status: 'loaded' } })),
  )
  if (status !== 'confirmed') return []
  const shipped = shipUnits(unitsWithNested(unitIds, view), view)
  view.apply(shipped.changes)
  return shipped.effects
}

/** Units leave with their truck; orders that are wholly loaded go out for delivery. */
export function departUnits(unitIds: readonly string[], view: Overlay): Effect[] {
  const shipped = shipUnits(unitsWithNested(unitIds, view), view)
  view.apply(shipped.changes)
  const units = unitsWithNested(unitIds, view)
  view.apply(
    units.map((unit) => ({ kind: 'unit', id: unit.id, doc: { ...unit, status: 'departed' } })),
  )
  const orderNumbers = new Set(
    units.flatMap((unit) => unit.contents.map((content) => content.orderNumber)),
  )
  const effects = [...shipped.effects]
  for (const listId of listIdsOf(units)) effects.push(...departOrders(listId, orderNumbers, view))
  return effects
}

/** An order with units left behind is not LOADED and waits for them. */
function departOrders(listId: string, orderNumbers: ReadonlySet<string>, view: Overlay): Effect[] {
  const list = view.get('pick-list', listId)
  if (list === undefined) return []
  const effects: Effect[] = []
  const orders = list.orders.map((order) => {
    const { orderNumber } = order
    if (order.status !== 'LOADED' || !orderNumbers.has(orderNumber)) return order
    effects.push({ kind: 'order-status', orderNumber, from: 'LOADED', to: 'OUT_FOR_DELIVERY' })
    return { ...order, status: 'OUT_FOR_DELIVERY' as const }
  })
  view.apply([{ kind: 'pick-list', id: listId, doc: { ...list, orders } }])
  return effects
}
