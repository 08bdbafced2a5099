import type { DocumentKey, DocumentReader } from '../documents/document.ts'
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

/** True while nothing is in it, neither goods nor other units. */
export function isEmpty(unit: Unit): boolean {
  return unit.contents.length === 0 && unit.children.length === 0
}

/** True once its goods have left the building's books. */
export function isShipped(unit: Unit): boolean {
  return unit.status === 'loaded' || unit.status === 'departed'
}

/**
 * The unit with goods of a line put in. The first goods give it order, shipment and address; a unit that
 * had been dropped stands there again.
 */
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
  const status = unit.status === 'dropped' ? 'open' : unit.status
  if (isEmpty(unit)) {
    return {
      ...unit,
      status,
      orderNumbers: [line.orderNumber],
      shipmentId: order?.shipmentId ?? null,
      region: list.region,
      deliveryDate: list.deliveryDate,
      shipTo: order?.shipTo ?? null,
      contents,
    }
  }
  return {
    ...unit,
    status,
    orderNumbers: [...new Set([...unit.orderNumbers, line.orderNumber])],
    contents,
  }
}

/**
 * The unit with goods of a line taken out again, those of the named lot first, then newest entry first,
 * and what came out. A unit left empty belongs to nobody until its next goods.
 */
export function withoutContent(
  unit: Unit,
  goods: { pickListId: string; lineNo: number; quantity: number; lot?: string | undefined },
): { unit: Unit; taken: number; parts: { lot?: string | undefined; quantity: number }[] } {
  let left = goods.quantity
  const parts: { lot?: string | undefined; quantity: number }[] = []
  const taken = new Map<UnitContent, number>()
  const isOfLine = ({ pickListId, lineNo }: UnitContent) =>
    pickListId === goods.pickListId && lineNo === goods.lineNo
  const newestFirst = unit.contents.toReversed().filter(isOfLine)
  const isOfLot = ({ lot }: UnitContent) => goods.lot !== undefined && lot === goods.lot
  const named = newestFirst.filter(isOfLot)
  for (const content of [...named, ...newestFirst.filter((one) => !isOfLot(one))]) {
    const quantity = Math.min(left, content.quantity)
    if (quantity === 0) continue
    left -= quantity
    taken.set(content, quantity)
    parts.push({ lot: content.lot, quantity })
  }
  const contents = unit.contents
    .map((content) => ({ ...content, quantity: content.quantity - (taken.get(content) ?? 0) }))
    .filter((content) => content.quantity > 0)
  return { unit: withoutOwner({ ...unit, contents }), taken: goods.quantity - left, parts }
}

/** Empty and open again, a unit may be used for anyone; otherwise it stays whose it is. */
export function withoutOwner(unit: Unit): Unit {
  if (unit.status === 'open' && isEmpty(unit)) {
    return { ...unit, shipmentId: null, region: null, deliveryDate: null, shipTo: null }
  }
  if (unit.children.length > 0 || unit.contents.length === 0) return unit
  const isInside = (orderNumber: string) =>
    unit.contents.some((content) => content.orderNumber === orderNumber)
  return { ...unit, orderNumbers: unit.orderNumbers.filter(isInside) }
}

/** A pallet without one of its units: with the orders it still holds, nobody's once nothing is left. */
export function withoutChild(parent: Unit, gone: Unit, read: DocumentReader): Unit {
  const children = parent.children.filter((child) => child !== gone.id)
  const left = withoutOwner({ ...parent, children })
  return isEmpty(left) ? left : { ...left, orderNumbers: ordersIn(left, gone, read) }
}

/** Orders a pallet still holds; a child that nobody here knows keeps them all. */
function ordersIn(parent: Unit, gone: Unit, read: DocumentReader): string[] {
  const children = parent.children.map((id) => read.get('unit', id))
  if (children.includes(undefined)) return parent.orderNumbers
  const inside = new Set([
    ...parent.contents.map((content) => content.orderNumber),
    ...children.flatMap((child) => child?.orderNumbers ?? []),
  ])
  return parent.orderNumbers.filter((n) => inside.has(n) || !gone.orderNumbers.includes(n))
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

/** A unit goes to one ship-to and day, and a carton holds one order; a tote never leaves the building. */
export function ownerBreaks(unit: Unit, list: PickList, line: PickLine): Break[] {
  if (unit.kind === 'tote' || isEmpty(unit)) return []
  const { orderNumber } = line
  const order = list.orders.find((candidate) => candidate.orderNumber === orderNumber)
  const isForeign =
    (unit.kind === 'carton' && !unit.orderNumbers.includes(orderNumber)) ||
    !isSameStop(unit, { shipTo: order?.shipTo ?? null, deliveryDate: list.deliveryDate })
  return isForeign
    ? [{ code: 'wrong-load', detail: { why: 'other-order', unitId: unit.id, orderNumber } }]
    : []
}

type Stop = Pick<Unit, 'shipTo' | 'deliveryDate'>

/** True when both go to the same door on the same day. */
export function isSameStop(a: Stop, b: Stop): boolean {
  return a.deliveryDate === b.deliveryDate && doorOf(a) === doorOf(b)
}

function doorOf({ shipTo }: Stop): string {
  if (shipTo === null) return ''
  const { name, line1, postalCode, city, country } = shipTo
  return JSON.stringify([name, line1, postalCode, city, country])
}

/** A unit and everything nested in it, however deep, that the reader knows; each one once. */
export function withNested(unitId: string, read: DocumentReader): Unit[] {
  const found = new Map<string, Unit>()
  const ids = [unitId]
  for (const id of ids) {
    const unit = found.has(id) ? undefined : read.get('unit', id)
    if (unit === undefined) continue
    found.set(id, unit)
    ids.push(...unit.children)
  }
  return [...found.values()]
}

/** Keys of a unit, of everything nested in it, and of the lists their goods came from. */
export function unitKeys(unitId: string, read: DocumentReader): DocumentKey[] {
  const units = withNested(unitId, read)
  const ids = new Set([unitId, ...units.flatMap((unit) => unit.children)])
  return [
    ...[...ids].map((id) => ({ kind: 'unit' as const, id })),
    ...listIdsOf(units).map((id) => ({ kind: 'pick-list' as const, id })),
  ]
}

/** Pick lists that units' goods come from. */
export function listIdsOf(units: readonly Unit[]): string[] {
  return [...new Set(units.flatMap((unit) => unit.contents.map((content) => content.pickListId)))]
}
