import { z } from 'zod'
import type { DocumentKey } from '../documents/document.ts'
import { Quantity, UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { changeLines, lineOf, lineStock } from './list-changes.ts'
import { closedBreaks, withoutContent } from './unit-changes.ts'

const Payload = z.object({
  pickListId: z.string(),
  lineNo: z.int(),
  quantity: Quantity,
  unitId: UnitId.optional(),
})
type Payload = z.infer<typeof Payload>

/** The inverse of pick.confirm: goods go back to their place, out of the unit if they were in one. */
export const pickPutBack: ActionDefinition<'pick.put-back', Payload> = {
  type: 'pick.put-back',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches({ pickListId, unitId }) {
    const list: DocumentKey = { kind: 'pick-list', id: pickListId }
    return unitId === undefined ? [list] : [list, { kind: 'unit', id: unitId }]
  },
  decide({ pickListId, lineNo, quantity, unitId }, { read }) {
    const list = read.get('pick-list', pickListId)
    if (list === undefined) return unknownReference('pick list', pickListId)
    const line = lineOf(list, lineNo)
    if (line === undefined) return unknownReference('pick line', `${list.code}/${lineNo}`)
    const breaks: Break[] = []
    const changed = changeLines(list, new Map([[lineNo, { picked: -quantity }]]))
    const order = list.orders.find((candidate) => candidate.orderNumber === line.orderNumber)
    // Goods of a cancelled order are free again only now that they are back in their place.
    const returned =
      order?.status === 'CANCELLED'
        ? lineStock(line, {
            ledger: 'RELEASED',
            quantity,
            reservedDelta: -quantity,
            pickedDelta: -quantity,
          })
        : lineStock(line, { ledger: 'RETURNED', quantity, pickedDelta: -quantity })
    const changes = [changed.change]
    const unit = unitId === undefined ? undefined : read.get('unit', unitId)
    if (unit !== undefined) {
      breaks.push(...closedBreaks(unit))
      const doc = withoutContent(unit, { pickListId, lineNo, quantity })
      changes.push({ kind: 'unit', id: unit.id, doc })
    }
    if (quantity > line.picked) {
      breaks.push({ code: 'unknown-reference', detail: { what: 'picked goods', id: line.sku } })
    }
    return recorded(changes, [returned, ...changed.effects], breaks)
  },
}
