import { z } from 'zod'
import type { DocumentKey } from '../documents/document.ts'
import { UnitId } from '../documents/ids.ts'
import type { Unit } from '../documents/unit.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { Overlay } from './overlay.ts'
import {
  closedBreaks,
  isEmpty,
  isSameStop,
  unitKeys,
  withNested,
  withoutChild,
} from './unit-changes.ts'

const Payload = z.object({ unitId: UnitId, parentId: UnitId })
type Payload = z.infer<typeof Payload>

/** A closed carton is put on a pallet of the same ship-to and day. Inverse: pack.unnest. */
export const packNest: ActionDefinition<'pack.nest', Payload> = {
  type: 'pack.nest',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches({ unitId, parentId }, read) {
    const keys: DocumentKey[] = [...unitKeys(unitId, read), { kind: 'unit', id: parentId }]
    const old = read.get('unit', unitId)?.parentId ?? null
    if (old === null) return keys
    const siblings = read.get('unit', old)?.children ?? []
    return [...keys, ...[old, ...siblings].map((id) => ({ kind: 'unit' as const, id }))]
  },
  decide({ unitId, parentId }, { read }) {
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    const parent = read.get('unit', parentId)
    if (parent === undefined) return unknownReference('unit', parentId)
    const foreign: Break = { code: 'wrong-load', detail: { unitId, parentId } }
    // Nothing can stand in itself, so here the scans were wrong and not the hands.
    const isInside = withNested(unitId, read).some((inner) => inner.id === parentId)
    if (isInside) return recorded([], [], [foreign])
    const breaks: Break[] = [...closedBreaks(parent)]
    if (unit.status !== 'closed') {
      breaks.push({ code: 'wrong-load', detail: { why: `unit-${unit.status}`, unitId, parentId } })
    }
    if (hasOwner(parent) && !isSameStop(parent, unit)) breaks.push(foreign)
    const view = new Overlay(read)
    leaveParent(unit, view)
    const onto = view.get('unit', parentId) ?? parent
    view.apply([
      { kind: 'unit', id: unitId, doc: { ...unit, parentId } },
      { kind: 'unit', id: parentId, doc: withChild(onto, unit) },
    ])
    return recorded(view.changes(), [], breaks)
  },
}

/** A unit stands on one pallet at a time. */
function leaveParent(unit: Unit, view: Overlay): void {
  const old = unit.parentId === null ? undefined : view.get('unit', unit.parentId)
  if (old === undefined) return
  view.apply([{ kind: 'unit', id: old.id, doc: withoutChild(old, unit, view) }])
}

function hasOwner(pallet: Unit): boolean {
  return !isEmpty(pallet) && pallet.shipTo !== null
}

/** The first unit on a pallet says whose it is. */
function withChild(parent: Unit, unit: Unit): Unit {
  const children = [...new Set([...parent.children, unit.id])]
  const orderNumbers = [...new Set([...parent.orderNumbers, ...unit.orderNumbers])]
  if (hasOwner(parent)) return { ...parent, children, orderNumbers }
  const { shipmentId, region, deliveryDate, shipTo } = unit
  return {
    ...parent,
    children,
    orderNumbers: isEmpty(parent) ? unit.orderNumbers : orderNumbers,
    shipmentId,
    region,
    deliveryDate,
    shipTo,
  }
}
