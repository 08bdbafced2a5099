import { z } from 'zod'
import { Lot, Quantity, UnitId } from '../documents/ids.ts'
import type { Unit } from '../documents/unit.ts'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { soleLot } from './line-lots.ts'
import { blockedBreaks, cancelledBreaks, lineOf } from './list-changes.ts'
import { closedBreaks, ownerBreaks, withContent } from './unit-changes.ts'
import { moveInUnit } from './unit-goods.ts'

export const PackedGoods = z.object({
  unitId: UnitId,
  pickListId: z.string(),
  lineNo: z.int(),
  quantity: Quantity,
  lot: Lot.optional(),
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
    const { quantity, lot = soleLot(line) } = payload
    const doc = withContent(unit, list, line, { quantity, lot })
    const breaks = [
      ...cancelledBreaks(list, line),
      ...blockedBreaks(list, line),
      ...closedBreaks(unit),
      ...ownerBreaks(unit, list, line),
    ]
    // Only this unit can be looked into here, so this finds goods that were certainly never picked.
    const packed = line.packed + (unit.status === 'open' ? quantityIn(unit, payload) : 0)
    if (packed + quantity > line.picked) {
      breaks.push({ code: 'unknown-reference', detail: { what: 'picked goods', id: line.sku } })
    }
    const moved = moveInUnit(unit, { list, line, parts: [{ lot, quantity }] })
    return recorded([{ kind: 'unit', id: unit.id, doc }, ...moved.changes], moved.effects, breaks)
  },
}

function quantityIn(unit: Unit, { pickListId, lineNo }: Payload): number {
  return unit.contents
    .filter((content) => content.pickListId === pickListId && content.lineNo === lineNo)
    .reduce((sum, content) => sum + content.quantity, 0)
}
