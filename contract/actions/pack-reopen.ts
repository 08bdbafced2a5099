import { z } from 'zod'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { packClose } from './pack-close.ts'
import { changeLinesOf, packedCapacity } from './unit-closing.ts'

const Payload = z.object({ unitId: UnitId, reason: z.string().min(1).max(40) })
type Payload = z.infer<typeof Payload>

/** The inverse of pack.close. Every label printed so far is void, and the weight must be taken again. */
export const packReopen: ActionDefinition<'pack.reopen', Payload> = {
  type: 'pack.reopen',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ unitId }, read, stationId) => packClose.touches({ unitId }, read, stationId),
  decide({ unitId }, { read }) {
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    if (unit.status === 'open') return recorded([])
    const breaks: Break[] = []
    if (unit.loadId !== null || unit.status === 'loaded') {
      breaks.push({ code: 'wrong-load', detail: { unitId, loadId: unit.loadId ?? '' } })
    }
    const wasPacked = unit.status === 'closed' || unit.status === 'loaded'
    const doc = {
      ...unit,
      status: 'open' as const,
      weight: null,
      volumeCm3: 0,
      label: { ...unit.label, voidedThrough: unit.label.lastCopy },
    }
    if (!wasPacked) return recorded([{ kind: 'unit', id: unitId, doc }], [], breaks)
    const lines = changeLinesOf([unit], read, (quantity) => ({ packed: -quantity }))
    return recorded(
      [{ kind: 'unit', id: unitId, doc }, ...lines.changes],
      [...lines.effects, ...packedCapacity(unit, -1)],
      breaks,
    )
  },
}
