import { z } from 'zod'
import type { DocumentChange } from '../documents/document.ts'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'

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
  touches: ({ fromLoadId, toLoadId, unitIds }) => [
    { kind: 'load', id: fromLoadId },
    { kind: 'load', id: toLoadId },
    ...unitIds.map((id) => ({ kind: 'unit' as const, id })),
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
    const changes: DocumentChange[] = [
      {
        kind: 'load',
        id: from.id,
        doc: { ...from, units: from.units.filter((entry) => !moved.includes(entry)) },
      },
      {
        kind: 'load',
        id: to.id,
        doc: {
          ...to,
          units: [...to.units.filter((e) => !unitIds.includes(e.unitId)), ...moved],
        },
      },
    ]
    for (const { unitId } of moved) {
      const unit = read.get('unit', unitId)
      if (unit === undefined) continue
      changes.push({ kind: 'unit', id: unitId, doc: { ...unit, loadId: to.id } })
    }
    return recorded(changes, [], breaks)
  },
}
