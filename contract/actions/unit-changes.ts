import type { DocumentReader } from '../documents/document.ts'
import type { PickLine, PickList } from '../documents/pick-list.ts'
import type { Unit, UnitContent } from '../documents/unit.ts'
import type { Break, DecisionContext } from './decision.ts'

/** A unit before anything is in it. */
export function emptyUnit(id: string, kind: Unit['kind'], stationId: string): Unit {
  return {
    id,
    kind,
    status: 'open',
    stationId,
    orderNumbers: [],
    shipmentId: null,
    region: null,
    deliveryDate: null,
    shipTo: null,
    packaging: null,
    tareGrams: 0,
    contents: [],
    children: [],
    parentId: null,
    weight: null,
    volumeCm3: 0,
    label: { lastCopy: 0, verifiedCopy: 0, voidedThrough: 0 },
    loadId: null,
  }
}

/** The unit with goods of a line put in; it takes order, shipment and address from the list. */
export function withContent(
  unit: Unit,
  list: PickList,
  line: PickLine,
  goods: { quantity: number; lot?: string | undefined },
): Unit {
  const order = list.orders.find((candidate) => candidate.orderNumber === line.orderNumber)
  const isSame = (content: UnitContent) =>
    content.pickListId === list.id && content.lineNo === line.lineNo && content.lot === goods.lot
  const known = unit.contents.find(isSame)
  const contents = known
    ? unit.contents.map((c) => (isSame(c) ? { ...c, quantity: c.quantity + goods.quantity } : c))
    : [
        ...unit.contents,
        {
          pickListId: list.id,
          lineNo: line.lineNo,
          orderNumber: line.orderNumber,
          sku: line.sku,
          ...(goods.lot === undefined ? {} : { lot: goods.lot }),
          quantity: goods.quantity,
        },
      ]
  return {
    ...unit,
    orderNumbers: [...new Set([...unit.orderNumbers, line.orderNumber])],
    shipmentId: unit.shipmentId ?? order?.shipmentId ?? null,
    region: unit.region ?? list.region,
    deliveryDate: unit.deliveryDate ?? list.deliveryDate,
    shipTo: unit.shipTo ?? order?.shipTo ?? null,
    contents,
  }
}

/** The unit with goods of a line taken out again, newest lot entry first. */
export function withoutContent(
  unit: Unit,
  goods: { pickListId: string; lineNo: number; quantity: number },
): Unit {
  let left = goods.quantity
  const contents = unit.contents
    .toReversed()
    .map((content) => {
      if (content.pickListId !== goods.pickListId || content.lineNo !== goods.lineNo) return content
      const taken = Math.min(left, content.quantity)
      left -= taken
      return { ...content, quantity: content.quantity - taken }
    })
    .filter((content) => content.quantity > 0)
    .toReversed()
  return { ...unit, contents }
}

/** Whether an SSCC lies in one of the station's leased ranges (NUM-1). */
export function numberBreaks(unitId: string, context: DecisionContext): Break[] {
  const leased = context.read.get('number-range', context.stationId)
  const serialIn = (range: { prefix: string; from: number; to: number }) => {
    if (!unitId.startsWith(range.prefix)) return false
    const serial = Number(unitId.slice(range.prefix.length, 17))
    return serial >= range.from && serial <= range.to
  }
  return leased?.ranges.some(serialIn) === true
    ? []
    : [{ code: 'number-out-of-range', detail: { unitId } }]
}

/** Changing a closed unit breaks what its label says. */
export function closedBreaks(unit: Unit): Break[] {
  return unit.status === 'open' ? [] : [{ code: 'unit-closed', detail: { unitId: unit.id } }]
}

/** Pick-list ids a unit's goods come from, its children's too. */
export function listIdsOf(unit: Unit, read: DocumentReader): string[] {
  const own = unit.contents.map((content) => content.pickListId)
  const nested = unit.children.flatMap((child) => {
    const childUnit = read.get('unit', child)
    return childUnit === undefined ? [] : childUnit.contents.map((content) => content.pickListId)
  })
  return [...new Set([...own, ...nested])]
}
