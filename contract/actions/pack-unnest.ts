import { z } from 'zod'
import type { DocumentChange } from '../documents/document.ts'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { closedBreaks, withoutChild } from './unit-changes.ts'

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
    changes.push({ kind: 'unit', id: parent.id, doc: withoutChild(parent, unit, read) })
    return recorded(changes, [], closedBreaks(parent))
  },
}
