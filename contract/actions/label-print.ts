import { z } from 'zod'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'

/** More copies than this of one label is a stuck button, not work. */
export const LABEL_COPIES_MAX = 999

const Payload = z.object({
  unitId: UnitId,
  copy: z.int().min(1).max(LABEL_COPIES_MAX),
  printerId: z.string().max(40),
  outcome: z.enum(['printed', 'unknown']),
  reason: z.string().max(40).optional(),
})
type Payload = z.infer<typeof Payload>

/** A numbered copy of a unit's label went to a printer. Older copies are void from now on. */
export const labelPrint: ActionDefinition<'label.print', Payload> = {
  type: 'label.print',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ unitId }) => [{ kind: 'unit', id: unitId }],
  decide({ unitId, copy }, { read }) {
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    const label = { ...unit.label, lastCopy: Math.max(unit.label.lastCopy, copy) }
    return recorded([{ kind: 'unit', id: unitId, doc: { ...unit, label } }])
  },
}
