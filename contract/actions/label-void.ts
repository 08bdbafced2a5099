import { z } from 'zod'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { LABEL_COPIES_MAX } from './label-print.ts'

const Payload = z.object({
  unitId: UnitId,
  copy: z.int().min(1).max(LABEL_COPIES_MAX),
  reason: z.string().min(1).max(40),
})
type Payload = z.infer<typeof Payload>

/** A copy, and with it every older one, must not be loaded any more. */
export const labelVoid: ActionDefinition<'label.void', Payload> = {
  type: 'label.void',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ unitId }) => [{ kind: 'unit', id: unitId }],
  decide({ unitId, copy }, { read }) {
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    const voidedThrough = Math.max(unit.label.voidedThrough, copy)
    const label = { ...unit.label, lastCopy: Math.max(unit.label.lastCopy, copy), voidedThrough }
    return recorded([{ kind: 'unit', id: unitId, doc: { ...unit, label } }])
  },
}
