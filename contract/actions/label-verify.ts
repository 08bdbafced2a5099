import { z } from 'zod'
import { UnitId } from '../documents/ids.ts'
import { liveCopy } from '../documents/unit.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { LABEL_COPIES_MAX } from './label-print.ts'

const Payload = z.object({ unitId: UnitId, copy: z.int().min(1).max(LABEL_COPIES_MAX) })
type Payload = z.infer<typeof Payload>

/** A copy was scanned back from the unit: it is there, it reads, and it is the live one. */
export const labelVerify: ActionDefinition<'label.verify', Payload> = {
  type: 'label.verify',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ unitId }) => [{ kind: 'unit', id: unitId }],
  decide({ unitId, copy }, { read }) {
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    // A label that can be scanned was printed, whatever the printer or its record says.
    const lastCopy = Math.max(unit.label.lastCopy, copy)
    const isVoid = copy < lastCopy || copy <= unit.label.voidedThrough
    const breaks: Break[] = isVoid
      ? [{ code: 'superseded-copy', detail: { unitId, copy, live: liveCopy(unit) } }]
      : []
    const verifiedCopy = isVoid ? unit.label.verifiedCopy : copy
    const label = { ...unit.label, lastCopy, verifiedCopy }
    return recorded([{ kind: 'unit', id: unitId, doc: { ...unit, label } }], [], breaks)
  },
}
