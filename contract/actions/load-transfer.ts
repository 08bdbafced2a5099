import { z } from 'zod'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { followLoad, isOverloaded, loadKeys } from './load-units.ts'
import { Overlay } from './overlay.ts'

const Payload = z.object({
  fromLoadId: z.string(),
  toLoadId: z.string(),
  unitIds: z.array(UnitId).min(1).max(500),
  reason: z.string().min(1).max(40),
})
type Payload = z.infer<typeof Payload>

/** Units move from one truck to another with their labels, as after a breakdown. Its own inverse. */
export const loadTransfer: ActionDefinition<'load.transfer', Payload> = {
  type: 'load.transfer',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ fromLoadId, toLoadId, unitIds }, read) => [
    { kind: 'load', id: fromLoadId },
    ...loadKeys(toLoadId, unitIds, read),
  ],
  decide({ fromLoadId, toLoadId, unitIds }, { read }) {
    const from = read.get('load', fromLoadId)
    if (from === undefined) return unknownReference('load', fromLoadId)
    const to = read.get('load', toLoadId)
    if (to === undefined || toLoadId === fromLoadId) return unknownReference('load', toLoadId)
    const breaks: Break[] = []
    if (to.status === 'departed' || to.region !== from.region) {
      breaks.push({ code: 'wrong-load', detail: { why: 'transfer', load: to.number } })
    }
    const moved = from.units.filter((entry) => unitIds.includes(entry.unitId))
    const movedIds = moved.map((entry) => entry.unitId)
    for (const unitId of new Set(unitIds)) {
      if (movedIds.includes(unitId)) continue
      breaks.push({ code: 'wrong-load', detail: { why: 'not-on-load', unitId, load: from.number } })
    }
    const view = new Overlay(read)
    const left = from.units.filter((entry) => !movedIds.includes(entry.unitId))
    const units = [...to.units.filter((entry) => !movedIds.includes(entry.unitId)), ...moved]
    const fuller = { ...to, units }
    view.apply([
      { kind: 'load', id: from.id, doc: { ...from, units: left } },
      { kind: 'load', id: to.id, doc: fuller },
    ])
    if (moved.length > 0 && isOverloaded(fuller)) {
      const { number: load, region, deliveryDate } = to
      breaks.push({ code: 'over-capacity', detail: { load, region, deliveryDate } })
    }
    for (const unitId of movedIds) {
      const unit = read.get('unit', unitId)
      if (unit === undefined) continue
      view.apply([{ kind: 'unit', id: unitId, doc: { ...unit, loadId: to.id } }])
    }
    const effects = followLoad(to.status, movedIds, view)
    return recorded(view.changes(), effects, breaks)
  },
}
