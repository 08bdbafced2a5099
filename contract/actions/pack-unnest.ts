import { z } from 'zod'
import type { DocumentChange } from '../documents/document.ts'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { closedBreaks } from './unit-changes.ts'

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
    const own = { kind: 'unit' as const, id: unitId }
    return parentId === null ? [own] : [own, { kind: 'unit', id: parentId }]
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
    changes.push({ kind: 'unit', id: parent.id, doc: { ...parent, children } })
    return recorded(changes, [], closedBreaks(parent))
  },
}
