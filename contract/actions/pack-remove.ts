import type { z } from 'zod'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { PackedGoods } from './pack-add.ts'
import { lineOf } from './list-changes.ts'
import { closedBreaks, withoutContent } from './unit-changes.ts'
import { missingBreaks, moveInUnit } from './unit-goods.ts'

/** The inverse of pack.add: picked goods come out of a unit and stay picked. */
export const packRemove: ActionDefinition<'pack.remove', z.infer<typeof PackedGoods>> = {
  type: 'pack.remove',
  v: 1,
  kind: 'fact',
  parse: (payload) => PackedGoods.parse(payload),
  touches: ({ unitId, pickListId }) => [
    { kind: 'pick-list', id: pickListId },
    { kind: 'unit', id: unitId },
  ],
  decide(payload, { read }) {
    const unit = read.get('unit', payload.unitId)
    if (unit === undefined) return unknownReference('unit', payload.unitId)
    const list = read.get('pick-list', payload.pickListId)
    if (list === undefined) return unknownReference('pick list', payload.pickListId)
    const line = lineOf(list, payload.lineNo)
    if (line === undefined) return unknownReference('pick line', `${list.code}/${payload.lineNo}`)
    const { unit: doc, taken, parts } = withoutContent(unit, payload)
    const breaks = [
      ...closedBreaks(unit),
      ...missingBreaks(unit, line.sku, payload.quantity - taken),
    ]
    const out = parts.map((part) => ({ ...part, quantity: -part.quantity }))
    const moved = moveInUnit(unit, { list, line, parts: out })
    return recorded([{ kind: 'unit', id: unit.id, doc }, ...moved.changes], moved.effects, breaks)
  },
}
