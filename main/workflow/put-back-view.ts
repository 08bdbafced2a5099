import { inHand, linesToPutBack } from '#contract/documents/goods-in-hand.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import type { PutBackView, WorkView } from '#contract/rpc/work-view.ts'
import type { StationMode } from '#contract/sync/envelope.ts'
import { canPack, canPick, unitsOnList } from './list-work.ts'
import { ordersToPutBack, type PutBackPlace, sumInHand } from './put-back.ts'
import type { StationLookup, WorkflowState } from './workflow-types.ts'

/** Put-back tasks shown on the work screen; more than this nobody reads. */
const OFFERED_MAX = 20

type IdlePutBack = Extract<WorkView, { kind: 'idle' }>['putBacks'][number]

/** Lists with goods to put back, whichever bench picked them, oldest delivery day first. */
export function putBacksOffered(
  lookup: StationLookup,
  { mode }: { mode: StationMode },
): IdlePutBack[] {
  if (!canPick(mode) && !canPack(mode)) return []
  return lookup
    .pickLists()
    .filter((list) => linesToPutBack(list).length > 0)
    .toSorted((a, b) => a.deliveryDate.localeCompare(b.deliveryDate) || (a.code < b.code ? -1 : 1))
    .slice(0, OFFERED_MAX)
    .map((list) => ({
      listId: list.id,
      code: list.code,
      orderNumbers: ordersToPutBack(list),
      shipTo: shipToOf(list),
      quantity: sumInHand(list),
      lines: linesToPutBack(list).length,
    }))
}

/** The put-back step, in the shape of the packing it undoes. */
export function putBackView(
  state: WorkflowState,
  place: PutBackPlace,
  { list, lookup }: { list: PickList; lookup: StationLookup },
): WorkView {
  const left = sumInHand(list)
  const orderNumbers = ordersToPutBack(list)
  return {
    kind: 'packing',
    listId: list.id,
    code: list.code,
    orderNumbers,
    shipTo: shipToOf(list),
    region: list.region,
    deliveryDate: list.deliveryDate,
    linesDone: 0,
    linesTotal: linesToPutBack(list).length,
    next: null,
    lines: [],
    unit: null,
    toVerify: null,
    multiplier: state.multiplier,
    putBack: {
      orderNumbers,
      left,
      total: Math.max(place.total, left),
      lines: linesOf(place, list, lookup),
      units: unitsOf(place, list, lookup),
    },
  }
}

/** What lies in the unit at hand comes first. */
function linesOf(place: PutBackPlace, list: PickList, lookup: StationLookup): PutBackView['lines'] {
  const unit = place.unitId === null ? undefined : lookup.get('unit', place.unitId)
  const inUnit = new Set(unit?.contents.map(({ lineNo }) => lineNo))
  const lines = linesToPutBack(list)
  const sorted = [
    ...lines.filter(({ lineNo }) => inUnit.has(lineNo)),
    ...lines.filter(({ lineNo }) => !inUnit.has(lineNo)),
  ]
  return sorted.map((line) => {
    const product = lookup.get('product', line.sku)
    return {
      lineNo: line.lineNo,
      sku: line.sku,
      name: product?.name ?? line.sku,
      location: line.location,
      barcode: product?.barcodes[0]?.code ?? null,
      quantity: inHand(line),
    }
  })
}

function unitsOf(place: PutBackPlace, list: PickList, lookup: StationLookup): PutBackView['units'] {
  const lineNos = new Set(linesToPutBack(list).map(({ lineNo }) => lineNo))
  const units = unitsOnList(lookup, list).flatMap((unit) => {
    const quantity = unit.contents
      .filter((content) => content.pickListId === list.id && lineNos.has(content.lineNo))
      .reduce((sum, content) => sum + content.quantity, 0)
    const isHere = unit.status === 'open' || unit.status === 'closed'
    const { id: unitId, kind } = unit
    return quantity === 0 || !isHere
      ? []
      : [{ unitId, kind, isOpen: unit.status === 'open', quantity }]
  })
  return units.toSorted(
    (a, b) => Number(b.unitId === place.unitId) - Number(a.unitId === place.unitId),
  )
}

function shipToOf(list: PickList): string {
  const orderNumbers = ordersToPutBack(list)
  const orders = list.orders.filter((order) => orderNumbers.includes(order.orderNumber))
  return [...new Set(orders.map((order) => order.shipTo.name))].join(', ')
}
