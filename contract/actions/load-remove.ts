import { z } from 'zod'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { holderBreaks, loadKeys, removeEntry, takeOffLoad } from './load-units.ts'
import { Overlay } from './overlay.ts'

const Payload = z.object({ loadId: z.string(), unitId: UnitId, reason: z.string().min(1).max(40) })
type Payload = z.infer<typeof Payload>

/** The inverse of load.add: the unit is off the truck again. */
export const loadRemove: ActionDefinition<'load.remove', Payload> = {
  type: 'load.remove',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ loadId, unitId }, read) => loadKeys(loadId, [unitId], read),
  decide({ loadId, unitId }, context) {
    const load = context.read.get('load', loadId)
    if (load === undefined) return unknownReference('load', loadId)
    const unit = context.read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    const breaks: Break[] = [...holderBreaks(load, context)]
    if (load.status === 'confirmed' || load.status === 'departed') {
      breaks.push({ code: 'wrong-load', detail: { why: 'load-closed', unitId, load: load.number } })
    }
    const view = new Overlay(context.read)
    const effects = unit.loadId === loadId ? takeOffLoad(unitId, view) : []
    removeEntry(loadId, unitId, view)
    return recorded(view.changes(), effects, breaks)
  },
}
