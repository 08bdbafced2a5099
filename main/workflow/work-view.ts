import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import { isLabelVerified, type Unit } from '#contract/documents/unit.ts'
import type { LineView, UnitView, WorkView } from '#contract/rpc/work-view.ts'
import type { StationMode } from '#contract/sync/envelope.ts'
import { expectedWeight } from './expected-weight.ts'
import {
  hasTotes,
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
import { headOf, listsOffered } from './lists-offered.ts'
import { lastLoadOf, loadingView, loadsOffered } from './load-view.ts'
import { dayAt, lotsToTake } from './lot-choice.ts'
import { palletsOffered, palletView } from './pallet-view.ts'
import { unlabelledView } from './owed-labels.ts'
import { putBacksOffered, putBackView } from './put-back-view.ts'
import { totesView } from './totes.ts'
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

/** Where the operator is and what there is to do, as a screen shows it. */
export function workView(
  state: WorkflowState,
  lookup: StationLookup,
  context: ViewContext,
): WorkView {
  if (state.operatorId === null) return { kind: 'signed-out' }
  const { place } = state
  if (place.kind === 'pallet') {
    const pallet = lookup.get('unit', place.unitId)
    if (pallet !== undefined) return palletView(state, place, { pallet, lookup, context })
    return workView({ ...state, place: place.back }, lookup, context)
  }
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
    if (load !== undefined) return loadingView(load, place.seal ?? null, lookup)
  }
  return idleView(state, lookup, context)
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
    goesTo: place.goesTo ?? null,
    totes: totesView(list, route),
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
  const tote = hasTotes(list) ? toteOf(list, line.orderNumber) : null
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
    ...(isToPack ? {} : advisedView(line, list, { lookup, context })),
    requested: isToPack ? line.picked : line.requested,
    picked: isToPack ? line.picked - toPack : line.picked,
    short: isToPack ? 0 : line.short,
    ...(tote === null ? {} : { tote }),
  }
}

/** Packing asks for no lot: the goods were chosen when they were picked. */
function advisedView(
  line: PickLine,
  { warehouse }: PickList,
  { lookup, context }: Looked,
): Pick<LineView, 'advised'> {
  if (line.advisedLots === undefined) return {}
  const today = dayAt(lookup, warehouse, context.now)
  const advised = lotsToTake(line, today).map(({ lot, expiryDate = null, quantity }) => {
    return { lot, until: expiryDate, quantity }
  })
  return { advised }
}

/** What lies in a unit, one row per product with the lots it is of, as far as they were read. */
function contentsOf(unit: Unit, lookup: StationLookup): UnitView['contents'] {
  const bySku = Map.groupBy(unit.contents, ({ sku }) => sku)
  return [...bySku].map(([sku, contents]) => {
    const lots = new Map<string, number>()
    for (const { lot, quantity } of contents) {
      if (lot !== undefined) lots.set(lot, (lots.get(lot) ?? 0) + quantity)
    }
    return {
      sku,
      name: lookup.get('product', sku)?.name ?? sku,
      quantity: contents.reduce((sum, { quantity }) => sum + quantity, 0),
      ...(lots.size === 0 ? {} : { lots: [...lots].map(([lot, quantity]) => ({ lot, quantity })) }),
    }
  })
}

function unitView(
  state: WorkflowState,
  place: ListPlace,
  unit: Unit,
  { list, lookup, context }: Looked & { list: PickList },
): UnitView {
  const copy = Math.max(unit.label.lastCopy, state.copies[unit.id] ?? 0)
  return {
    unitId: unit.id,
    kind: unit.kind,
    status: unit.status,
    ordinal: placeOnTrolley(list, unit, context) ?? ordinalOf(place, unit.id),
    contents: contentsOf(unit, lookup),
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

function idleView(state: WorkflowState, lookup: StationLookup, context: ViewContext): WorkView {
  return {
    kind: 'idle',
    lists: listsOffered(lookup, context),
    goesTo: state.place.kind === 'idle' ? (state.place.goesTo ?? null) : null,
    unlabelled: unlabelledView(lookup, state),
    putBacks: putBacksOffered(lookup, context),
    pallets: palletsOffered(lookup, context.stationId),
    loads: loadsOffered(lookup, context),
    lastLoad: lastLoadOf(state, lookup),
  }
}
