import { isLeasedElsewhere } from '#contract/actions/claim-lease.ts'
import { loadedCm3, loadedGrams, type Load, stopOf } from '#contract/documents/load.ts'
import { isLineDone, type Claim, type PickList } from '#contract/documents/pick-list.ts'
import { isLabelVerified, type Unit } from '#contract/documents/unit.ts'
import type { LineView, LoadUnitView, UnitView, WorkView } from '#contract/rpc/work-view.ts'
import type { StationMode } from '#contract/sync/envelope.ts'
import { expectedWeight } from './expected-weight.ts'
import {
  canPack,
  canPick,
  isLeft,
  isTrolley,
  type LineWork,
  type ListPlace,
  listWork,
  openUnit,
  orderOf,
  ordinalOf,
  toteOf,
} from './list-work.ts'
import { missingUnits } from './load-work.ts'
import { putBacksOffered, putBackView } from './put-back-view.ts'
import { placeKind } from './workflow-kind.ts'
import type { StationLookup, WorkflowState } from './workflow-types.ts'

export { workflowKind } from './workflow-kind.ts'

/** What a view needs to know besides state and documents. `now` is corrected server time. */
export type ViewContext = {
  stationId: string
  mode: StationMode
  now: string
  divisionGrams: number
  printState(unitId: string, copy: number): UnitView['printState']
}

/** Lists and loads offered on the work screen; more than this nobody reads. */
const OFFERED_MAX = 100

/** Where the operator is and what there is to do, as a screen shows it. */
export function workView(
  state: WorkflowState,
  lookup: StationLookup,
  context: ViewContext,
): WorkView {
  if (state.operatorId === null) return { kind: 'signed-out' }
  const { place } = state
  if (place.kind === 'put-back') {
    const list = lookup.get('pick-list', place.listId)
    if (list !== undefined) return putBackView(state, place, { list, lookup })
  }
  if (place.kind === 'list') {
    const list = lookup.get('pick-list', place.listId)
    if (list !== undefined) return listView(state, place, { list, lookup, context })
  }
  if (place.kind === 'loading') {
    const load = lookup.get('load', place.loadId)
    if (load !== undefined) return loadingView(load, lookup)
  }
  return idleView(lookup, context)
}

type Looked = { lookup: StationLookup; context: ViewContext }

function listView(
  state: WorkflowState,
  place: ListPlace,
  { list, lookup, context }: Looked & { list: PickList },
): WorkView {
  const { route, next } = listWork(lookup, place, list, context.mode)
  const lines = next === null ? route : [next, ...route.filter((work) => work !== next)]
  const unit = openUnit(lookup, place)
  const closed = place.toVerify === null ? undefined : lookup.get('unit', place.toVerify)
  const show = (shown: Unit) => unitView(state, place, shown, { list, lookup, context })
  return {
    kind: placeKind(place, lookup) === 'packing' ? 'packing' : 'picking',
    listId: list.id,
    code: list.code,
    ...headOf(list),
    linesDone: route.filter((work) => !isLeft(work)).length,
    linesTotal: route.length,
    next: next === null ? null : lineView(next, list, { lookup, context }),
    lines: lines.map((work) => lineView(work, list, { lookup, context })),
    unit: unit === null ? null : show(unit),
    toVerify: closed === undefined ? null : show(closed),
    multiplier: state.multiplier,
    putBack: null,
  }
}

/** Where only packing is left, "asked" is what was picked and "taken" what is in units already. */
function lineView(
  { line, toPick, toPack }: LineWork,
  list: PickList,
  { lookup, context }: Looked,
): LineView {
  const tote = isTrolley(list, context.mode) ? toteOf(list, line.orderNumber) : null
  const product = lookup.get('product', line.sku)
  const isToPack = toPick === 0 && toPack > 0
  return {
    lineNo: line.lineNo,
    orderNumber: line.orderNumber,
    sku: line.sku,
    name: product?.name ?? line.sku,
    location: line.location,
    barcode: product?.barcodes[0]?.code ?? null,
    lot: line.singleLot === true ? (line.lot ?? line.reservedLot ?? null) : null,
    requested: isToPack ? line.picked : line.requested,
    picked: isToPack ? line.picked - toPack : line.picked,
    short: isToPack ? 0 : line.short,
    ...(tote === null ? {} : { tote }),
  }
}

function unitView(
  state: WorkflowState,
  place: ListPlace,
  unit: Unit,
  { list, lookup, context }: Looked & { list: PickList },
): UnitView {
  const copy = Math.max(unit.label.lastCopy, state.copies[unit.id] ?? 0)
  const contents = new Map<string, number>()
  for (const { sku, quantity } of unit.contents) {
    contents.set(sku, (contents.get(sku) ?? 0) + quantity)
  }
  return {
    unitId: unit.id,
    kind: unit.kind,
    status: unit.status,
    ordinal: placeOnTrolley(list, unit, context) ?? ordinalOf(place, unit.id),
    contents: [...contents].map(([sku, quantity]) => ({
      sku,
      name: lookup.get('product', sku)?.name ?? sku,
      quantity,
    })),
    ...expectedWeight(lookup, unit, context.divisionGrams),
    grossGrams: unit.weight?.grossGrams ?? null,
    copy,
    verified: isLabelVerified(unit) && unit.label.verifiedCopy >= copy,
    printState: copy === 0 ? 'none' : context.printState(unit.id, copy),
  }
}

/** On a trolley a carton is known by its place on it. */
function placeOnTrolley(list: PickList, unit: Unit, { mode }: ViewContext): number | null {
  return isTrolley(list, mode) ? toteOf(list, orderOf(unit)) : null
}

function loadingView(load: Load, lookup: StationLookup): WorkView {
  const { id, number, region, deliveryDate, vehicle, driver } = load
  return {
    kind: 'loading',
    loadId: id,
    number,
    region,
    deliveryDate,
    vehicle,
    driver,
    weightGrams: loadedGrams(load),
    volumeCm3: loadedCm3(load),
    onBoard: load.units.map(({ unitId, grossGrams }) => {
      const unit = lookup.get('unit', unitId)
      return unit === undefined ? unknownUnit(unitId, grossGrams) : loadUnitView(load, unit)
    }),
    missing: missingUnits(lookup, load).map((unit) => loadUnitView(load, unit)),
  }
}

function loadUnitView(load: Load, unit: Unit): LoadUnitView {
  return {
    unitId: unit.id,
    orderNumbers: unit.orderNumbers,
    name: unit.shipTo?.name ?? '',
    city: unit.shipTo?.city ?? '',
    kind: unit.kind,
    grossGrams: unit.weight?.grossGrams ?? 0,
    stop: stopOf(load, unit.shipmentId),
  }
}

function unknownUnit(unitId: string, grossGrams: number): LoadUnitView {
  return { unitId, orderNumbers: [], name: '', city: '', kind: 'carton', grossGrams, stop: null }
}

function idleView(lookup: StationLookup, context: ViewContext): WorkView {
  const lists = lookup
    .pickLists()
    .filter((list) => isOffered(list, context))
    .map((list) => ({
      id: list.id,
      code: list.code,
      ...headOf(list),
      lines: list.lines.length,
      status: list.status,
      mine: isMine(list.claim, context),
    }))
  const loads = lookup
    .loads()
    .filter(({ status, claim }) => {
      return (status === 'open' || status === 'claimed') && !isLeasedElsewhere(claim, context)
    })
    .map((load) => ({
      id: load.id,
      code: load.code,
      number: load.number,
      region: load.region,
      deliveryDate: load.deliveryDate,
      plate: load.vehicle.plate,
      units: load.units.length,
      expected: load.units.length + missingUnits(lookup, load).length,
      mine: isMine(load.claim, context),
    }))
  return {
    kind: 'idle',
    lists: lists.toSorted(byUrgency).slice(0, OFFERED_MAX),
    putBacks: putBacksOffered(lookup, context),
    loads: loads.toSorted(byUrgency).slice(0, OFFERED_MAX),
  }
}

/** Lists this bench could begin or go on with: what its mode is for, and no other bench holds. */
function isOffered(list: PickList, context: ViewContext): boolean {
  if (list.status !== 'open' && list.status !== 'claimed') return false
  if (isLeasedElsewhere(list.claim, context)) return false
  const isPicked = list.lines.every(isLineDone)
  if (!canPick(context.mode)) return canPack(context.mode) && isPicked
  return canPack(context.mode) || !isPicked
}

function headOf({ orders, region, deliveryDate }: PickList) {
  return {
    orderNumbers: orders.map((order) => order.orderNumber),
    shipTo: [...new Set(orders.map((order) => order.shipTo.name))].join(', '),
    region,
    deliveryDate,
  }
}

function isMine(claim: Claim | null, { stationId, now }: ViewContext): boolean {
  return claim?.stationId === stationId && claim.leaseUntil > now
}

type Offered = { mine: boolean; deliveryDate: string; region: string | null; code: string }

function byUrgency(a: Offered, b: Offered): number {
  return (
    Number(b.mine) - Number(a.mine) ||
    a.deliveryDate.localeCompare(b.deliveryDate) ||
    (a.region ?? '').localeCompare(b.region ?? '') ||
    a.code.localeCompare(b.code)
  )
}
