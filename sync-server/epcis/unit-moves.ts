import type { DocumentChange, DocumentReader } from '#contract/documents/document.ts'
import type { Load } from '#contract/documents/load.ts'
import type { Unit } from '#contract/documents/unit.ts'

/** Goods of one product, and of one lot where it has any; in base units. */
export type MovedGoods = { sku: string; lot?: string | undefined; quantity: number }

/** What units are about, as far as it is nobody's name. */
type About = { orderNumbers: string[]; shipmentIds: string[] }

/** Something that happened to units, as one action did it. */
export type UnitMove = About &
  (
    | { kind: 'packed' | 'unpacked'; unitId: string; goods: MovedGoods[] }
    | { kind: 'nested' | 'unnested'; unitId: string; children: string[] }
    | { kind: 'loaded' | 'unloaded' | 'departed'; unitIds: string[]; load: string }
  )

/**
 * What changes of one action mean for the units themselves. Goods count as packed while their unit is closed: what is
 * put in and taken out of an open one is nobody's business yet. `before` is what stood before the action.
 */
export function unitMoves(changes: readonly DocumentChange[], before: DocumentReader): UnitMove[] {
  const pairs = changes.flatMap((change) => {
    return change.kind === 'unit' ? [{ was: before.get('unit', change.id), is: change.doc }] : []
  })
  const numbers = new Map(
    changes.flatMap((change) => (change.kind === 'load' ? [[change.id, change.doc.number]] : [])),
  )
  const numberOf = (loadId: string) => numbers.get(loadId) ?? loadId
  // What is undone comes first, as when a unit goes from one load to another.
  return [
    ...loadMoves(pairs, 'unloaded', numberOf),
    ...pairs.flatMap((pair) => nestMoves(pair, 'unnested')),
    ...pairs.flatMap((pair) => goodsMoves(pair, 'unpacked')),
    ...pairs.flatMap((pair) => goodsMoves(pair, 'packed')),
    ...pairs.flatMap((pair) => nestMoves(pair, 'nested')),
    ...loadMoves(pairs, 'loaded', numberOf),
    ...changes.flatMap((change) => {
      if (change.kind !== 'load') return []
      return departures(change.doc, before, unitReader(pairs, before))
    }),
  ]
}

type Pair = { was: Unit | undefined; is: Unit }

function goodsMoves({ was, is }: Pair, kind: 'packed' | 'unpacked'): UnitMove[] {
  const [from, to] = kind === 'packed' ? [was, is] : [is, was]
  const goods = goodsBeyond(packedIn(to), packedIn(from))
  if (goods.length === 0) return []
  // A unit that was opened may be nobody's any more.
  return [{ kind, unitId: is.id, goods, ...aboutOf(to === undefined ? [] : [to]) }]
}

function nestMoves({ was, is }: Pair, kind: 'nested' | 'unnested'): UnitMove[] {
  const [from, to] = kind === 'nested' ? [was, is] : [is, was]
  const known = new Set(from?.children)
  const children = (to?.children ?? []).filter((child) => !known.has(child))
  if (to === undefined || children.length === 0) return []
  return [{ kind, unitId: is.id, children, ...aboutOf([to]) }]
}

/** Units by themselves: what stands on a pallet goes where the pallet goes. */
function loadMoves(
  pairs: readonly Pair[],
  kind: 'loaded' | 'unloaded',
  numberOf: (loadId: string) => string,
): UnitMove[] {
  const units = pairs.flatMap(({ was, is }) => {
    const [from, to] = kind === 'loaded' ? [was, is] : [is, was]
    const isMoved = to !== undefined && to.loadId !== null && to.loadId !== from?.loadId
    return isMoved && to.parentId === null ? [to] : []
  })
  const loads = Map.groupBy(units, ({ loadId }) => loadId ?? '')
  return [...loads].map(([loadId, on]) => {
    return { kind, unitIds: on.map(({ id }) => id), load: numberOf(loadId), ...aboutOf(on) }
  })
}

function departures(
  load: Load,
  before: DocumentReader,
  unitOf: (id: string) => Unit | undefined,
): UnitMove[] {
  if (load.status !== 'departed' || before.get('load', load.id)?.status === 'departed') return []
  const unitIds = load.units.map(({ unitId }) => unitId)
  if (unitIds.length === 0) return []
  const units = unitIds.flatMap((id) => unitOf(id) ?? [])
  return [{ kind: 'departed', unitIds, load: load.number, ...aboutOf(units) }]
}

function unitReader(pairs: readonly Pair[], before: DocumentReader) {
  const changed = new Map(pairs.map(({ is }) => [is.id, is]))
  return (id: string) => changed.get(id) ?? before.get('unit', id)
}

function packedIn(unit: Unit | undefined): Map<string, MovedGoods> {
  const goods = new Map<string, MovedGoods>()
  if (unit === undefined || unit.status === 'open' || unit.status === 'dropped') return goods
  for (const { sku, lot, quantity } of unit.contents) {
    const key = `${sku}\n${lot ?? ''}`
    const sum = (goods.get(key)?.quantity ?? 0) + quantity
    goods.set(key, { sku, ...(lot === undefined ? {} : { lot }), quantity: sum })
  }
  return goods
}

function goodsBeyond(
  more: ReadonlyMap<string, MovedGoods>,
  less: ReadonlyMap<string, MovedGoods>,
): MovedGoods[] {
  return [...more].flatMap(([key, goods]) => {
    const quantity = goods.quantity - (less.get(key)?.quantity ?? 0)
    return quantity > 0 ? [{ ...goods, quantity }] : []
  })
}

function aboutOf(units: readonly Unit[]): About {
  const shipmentIds = units.flatMap(({ shipmentId }) => shipmentId ?? [])
  return {
    orderNumbers: [...new Set(units.flatMap(({ orderNumbers }) => orderNumbers))].toSorted(),
    shipmentIds: [...new Set(shipmentIds)].toSorted(),
  }
}
