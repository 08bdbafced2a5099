import { z } from 'zod'
import type { DocumentChange } from '../documents/document.ts'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { holderBreaks } from './load-units.ts'

const Payload = z.object({ loadId: z.string(), unitId: UnitId, reason: z.string().min(1).max(40) })
type Payload = z.infer<typeof Payload>

/** The inverse of load.add: the unit is off the truck again. */
export const loadRemove: ActionDefinition<'load.remove', Payload> = {
  type: 'load.remove',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ loadId, unitId }) => [
    { kind: 'load', id: loadId },
    { kind: 'unit', id: unitId },
  ],
  decide({ loadId, unitId }, context) {
    const load = context.read.get('load', loadId)
    if (load === undefined) return unknownReference('load', loadId)
    const unit = context.read.get('unit', unitId)
    const breaks: Break[] = [...holderBreaks(load, context)]
    if (load.status === 'confirmed' || load.status === 'departed') {
      breaks.push({ code: 'wrong-load', detail: { why: 'load-closed', unitId, load: load.number } })
    }
    const units = load.units.filter((entry) => entry.unitId !== unitId)
    const changes: DocumentChange[] = [{ kind: 'load', id: loadId, doc: { ...load, units } }]
    if (unit?.loadId === loadId) {
      changes.push({ kind: 'unit', id: unitId, doc: { ...unit, loadId: null } })
    }
    return recorded(changes, [], breaks)
  },
}
