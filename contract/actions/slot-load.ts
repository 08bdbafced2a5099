import type { DocumentChange, DocumentKey, DocumentReader } from '../documents/document.ts'
import type { PickList } from '../documents/pick-list.ts'
import type { Unit } from '../documents/unit.ts'
import type { Effect } from './decision.ts'
import { isCancelled, lineOf } from './list-changes.ts'
import { Overlay } from './overlay.ts'
import { unitKeys, withNested } from './unit-changes.ts'

/**
 * What pick lists and units hold of one delivery day's slot, in grams and cm³. `packed` is what closed
 * units weigh; `reserved` is that and the estimate of what is still to be packed.
 */
export type SlotLoad = {
  region: string
  deliveryDate: string
  reservedGrams: number
  reservedCm3: number
  packedGrams: number
  packedCm3: number
}

export type CapacityEffect = Extract<Effect, { kind: 'capacity' }>

/** Lists and units, by id, whose share of slots is asked for. */
export type SlotDocuments = { listIds: Iterable<string>; unitIds: Iterable<string> }

/**
 * What the documents hold, slot by slot. A line holds its products' own figures for all that was asked
 * and neither given up nor packed; a closed unit holds its measured weight less that of the units in it,
 * and without a weight its products' figures. A unit weighed but not closed yet corrects the estimate of its
 * goods. What was cancelled holds nothing; a pallet that others share keeps all but the cancelled goods.
 */
export function slotLoads(
  read: DocumentReader,
  { listIds, unitIds }: SlotDocuments,
): Map<string, SlotLoad> {
  const loads = new Map<string, SlotLoad>()
  const add = (slot: Slot, figures: Figures) => {
    if (slot.region === null || slot.deliveryDate === null) return
    const key = `${slot.deliveryDate}/${slot.region}`
    const load = loads.get(key) ?? emptyLoad(slot.region, slot.deliveryDate)
    loads.set(key, load)
    load.reservedGrams += figures.reservedGrams
    load.reservedCm3 += figures.reservedCm3
    load.packedGrams += figures.packedGrams
    load.packedCm3 += figures.packedCm3
  }
  for (const id of new Set(listIds)) {
    const list = read.get('pick-list', id)
    if (list !== undefined) add(list, ofList(list))
  }
  for (const id of new Set(unitIds)) {
    const unit = read.get('unit', id)
    if (unit !== undefined) add(unit, ofUnit(unit, read))
  }
  return loads
}

/** How slots move when documents go from `before` to `after`. */
export function capacityEffects(
  before: DocumentReader,
  after: DocumentReader,
  documents: SlotDocuments,
): CapacityEffect[] {
  const from = slotLoads(before, documents)
  const to = slotLoads(after, documents)
  return [...new Set([...from.keys(), ...to.keys()])].sort().flatMap((key): CapacityEffect[] => {
    const slot = to.get(key) ?? from.get(key)
    if (slot === undefined) return []
    const { region, deliveryDate } = slot
    const was = from.get(key) ?? emptyLoad(region, deliveryDate)
    const is = to.get(key) ?? emptyLoad(region, deliveryDate)
    const moved = {
      reservedGramsDelta: is.reservedGrams - was.reservedGrams,
      reservedCm3Delta: is.reservedCm3 - was.reservedCm3,
      packedGramsDelta: is.packedGrams - was.packedGrams,
      packedCm3Delta: is.packedCm3 - was.packedCm3,
    }
    if (Object.values(moved).every((delta) => delta === 0)) return []
    return [{ kind: 'capacity', region, deliveryDate, ...moved }]
  })
}

/** How slots move when a decision's changes are applied to what it read. */
export function capacityOfChanges(
  read: DocumentReader,
  changes: readonly DocumentChange[],
): CapacityEffect[] {
  const after = new Overlay(read)
  after.apply(changes)
  const listIds = changes.flatMap((change) => (change.kind === 'pick-list' ? [change.id] : []))
  const changed = changes.flatMap((change) =>
    change.kind === 'unit' && isHeldOtherwise(read.get('unit', change.id), change.doc)
      ? [change.id]
      : [],
  )
  if (listIds.length === 0 && changed.length === 0) return []
  const unitIds = [...withParents(changed, read), ...withParents(changed, after)]
  return capacityEffects(read, after, { listIds, unitIds })
}

/** Units and all that they stand in: a pallet's own share depends on what its cartons weigh. */
export function withParents(unitIds: Iterable<string>, read: DocumentReader): Set<string> {
  const found = new Set(unitIds)
  for (const id of found) {
    const parentId = read.get('unit', id)?.parentId ?? null
    if (parentId !== null) found.add(parentId)
  }
  return found
}

/** Keys that units' shares of their slots are worked out from, for those named already. */
export function slotKeys(keys: readonly DocumentKey[], read: DocumentReader): DocumentKey[] {
  const named = keys.flatMap(({ kind, id }) => (kind === 'unit' ? [id] : []))
  return [...withParents(named, read)].flatMap((id): DocumentKey[] => {
    const unit = read.get('unit', id)
    const isHolding = unit !== undefined && (isClosed(unit) || unit.weight !== null)
    return isHolding ? unitKeys(id, read) : [{ kind: 'unit', id }]
  })
}

type Slot = { region: string | null; deliveryDate: string | null }
type Figures = Omit<SlotLoad, 'region' | 'deliveryDate'>

const NOTHING: Figures = { reservedGrams: 0, reservedCm3: 0, packedGrams: 0, packedCm3: 0 }

function emptyLoad(region: string, deliveryDate: string): SlotLoad {
  return { region, deliveryDate, ...NOTHING }
}

function ofList(list: PickList): Figures {
  const figures = { ...NOTHING }
  for (const line of list.lines) {
    if (isCancelled(list, line)) continue
    const open = Math.max(0, line.requested - line.short - line.packed)
    figures.reservedGrams += open * line.eachWeightGrams
    figures.reservedCm3 += open * line.eachVolumeCm3
  }
  return figures
}

function ofUnit(unit: Unit, read: DocumentReader): Figures {
  if (unit.status === 'dropped' || (!isClosed(unit) && unit.weight === null)) return NOTHING
  const goods = goodsIn(unit, read)
  const grams = measuredGrams(unit, goods, read)
  if (isClosed(unit)) {
    const { cm3 } = goods
    return {
      reservedGrams: grams ?? goods.grams,
      reservedCm3: cm3,
      packedGrams: grams ?? 0,
      packedCm3: cm3,
    }
  }
  return { ...NOTHING, reservedGrams: (grams ?? goods.grams) - goods.grams }
}

/** A unit's own goods by their products' figures; what was cancelled is counted apart. */
type Goods = { grams: number; cm3: number; cancelledGrams: number }

function goodsIn(unit: Unit, read: DocumentReader): Goods {
  const goods: Goods = { grams: 0, cm3: 0, cancelledGrams: 0 }
  for (const { pickListId, lineNo, quantity } of unit.contents) {
    const list = read.get('pick-list', pickListId)
    const line = list === undefined ? undefined : lineOf(list, lineNo)
    if (list === undefined || line === undefined) continue
    const grams = quantity * line.eachWeightGrams
    if (isCancelled(list, line)) {
      goods.cancelledGrams += grams
    } else {
      goods.grams += grams
      goods.cm3 += quantity * line.eachVolumeCm3
    }
  }
  return goods
}

function measuredGrams(unit: Unit, goods: Goods, read: DocumentReader): number | null {
  if (unit.weight === null) return null
  if (!isWanted(unit, read)) return 0
  const nested = unit.children.reduce(
    (sum, id) => sum + (read.get('unit', id)?.weight?.grossGrams ?? 0),
    0,
  )
  const own = unit.weight.grossGrams - nested
  return goods.cancelledGrams === 0 ? own : Math.max(0, own - goods.cancelledGrams)
}

/** False once nothing is in it or on it any more, or goods of cancelled orders only. */
function isWanted(unit: Unit, read: DocumentReader): boolean {
  const contents = withNested(unit.id, read).flatMap((inner) => inner.contents)
  return contents.some(({ pickListId, lineNo }) => {
    const list = read.get('pick-list', pickListId)
    const line = list === undefined ? undefined : lineOf(list, lineNo)
    return list === undefined || line === undefined || !isCancelled(list, line)
  })
}

/** Closed, whether or not it has left the building since. */
function isClosed({ status }: Unit): boolean {
  return status !== 'open' && status !== 'dropped'
}

/** Whether a change to a unit can move a slot; most change its label or its place on a truck only. */
function isHeldOtherwise(before: Unit | undefined, after: Unit): boolean {
  if (before === undefined) return true
  return (
    isClosed(before) !== isClosed(after) ||
    (before.status === 'dropped') !== (after.status === 'dropped') ||
    before.weight !== after.weight ||
    before.contents !== after.contents ||
    before.children !== after.children ||
    before.parentId !== after.parentId ||
    before.region !== after.region ||
    before.deliveryDate !== after.deliveryDate
  )
}
