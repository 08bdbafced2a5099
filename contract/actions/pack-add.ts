import { z } from 'zod'
import { Quantity, UnitId } from '../documents/ids.ts'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { lineOf } from './list-changes.ts'
import { closedBreaks, withContent } from './unit-changes.ts'

export const PackedGoods = z.object({
  unitId: UnitId,
  pickListId: z.string(),
  lineNo: z.int(),
  quantity: Quantity,
})
type Payload = z.infer<typeof PackedGoods>

/** Goods already picked go into a unit. Inverse: pack.remove. */
export const packAdd: ActionDefinition<'pack.add', Payload> = {
  type: 'pack.add',
  v: 1,
  kind: 'fact',
  parse: (payload) => PackedGoods.parse(payload),
  touches: ({ unitId, pickListId }) => [
    { kind: 'pick-list', id: pickListId },
    { kind: 'unit', id: unitId },
  ],
  decide(payload, { read }) {
    const list = read.get('pick-list', payload.pickListId)
    if (list === undefined) return unknownReference('pick list', payload.pickListId)
    const line = lineOf(list, payload.lineNo)
    if (line === undefined) return unknownReference('pick line', `${list.code}/${payload.lineNo}`)
    const unit = read.get('unit', payload.unitId)
    if (unit === undefined) return unknownReference('unit', payload.unitId)
    const doc = withContent(unit, list, line, { quantity: payload.quantity })
    return recorded([{ kind: 'unit', id: unit.id, doc }], [], closedBreaks(unit))
  },
}
