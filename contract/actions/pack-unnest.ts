import { z } from 'zod'
import type { DocumentChange, DocumentReader } from '../documents/document.ts'
import { UnitId } from '../documents/ids.ts'
import type { Unit } from '../documents/unit.ts'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { closedBreaks, isEmpty, withoutOwner } from './unit-changes.ts'

const Payload = z.object({ unitId: UnitId })
type Payload = z.infer<typeof Payload>

/** The inverse of pack.nest: the carton stands by itself again. */
export const packUnnest: ActionDefinition<'pack.unnest', Payload> = {
  type: 'pack.unnest',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches({ unitId }, read) {
    const parentId = read.get('unit', unitId)?.parentId ?? null
    const siblings = parentId === null ? [] : (read.get('unit', parentId)?.children ?? [])
    const ids = [unitId, ...(parentId === null ? [] : [parentId]), ...siblings]
    return ids.map((id) => ({ kind: 'unit', id }))
  },
  decide({ unitId }, { read }) {
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    const changes: DocumentChange[] = [
      { kind: 'unit', id: unitId, doc: { ...unit, parentId: null } },
    ]
    const parent = unit.parentId === null ? undefined : read.get('unit', unit.parentId)
    if (parent === undefined) return recorded(changes)
    const children = parent.children.filter((child) => child !== unitId)
    const left = withoutOwner({ ...parent, children })
    const orderNumbers = isEmpty(left) ? left.orderNumbers : ordersIn(left, unit, read)
    changes.push({ kind: 'unit', id: parent.id, doc: { ...left, orderNumbers } })
    return recorded(changes, [], closedBreaks(parent))
  },
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
