import type { z } from 'zod'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { PackedGoods } from './pack-add.ts'
import { closedBreaks, withoutContent } from './unit-changes.ts'

/** The inverse of pack.add: picked goods come out of a unit and stay picked. */
export const packRemove: ActionDefinition<'pack.remove', z.infer<typeof PackedGoods>> = {
  type: 'pack.remove',
  v: 1,
  kind: 'fact',
  parse: (payload) => PackedGoods.parse(payload),
  touches: ({ unitId }) => [{ kind: 'unit', id: unitId }],
  decide(payload, { read }) {
    const unit = read.get('unit', payload.unitId)
    if (unit === undefined) return unknownReference('unit', payload.unitId)
    const doc = withoutContent(unit, payload)
    return recorded([{ kind: 'unit', id: unit.id, doc }], [], closedBreaks(unit))
  },
}
