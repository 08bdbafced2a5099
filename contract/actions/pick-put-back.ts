import { z } from 'zod'
import type { DocumentKey } from '../documents/document.ts'
import { Quantity, UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import {
  changeLines,
  isCancelled,
  lineOf,
  lineStock,
  reservedDelta,
  withDelta,
} from './list-changes.ts'
import { closedBreaks, withoutContent } from './unit-changes.ts'
import { lineDeltaIn, missingBreaks, stockIn } from './unit-goods.ts'

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
    if (quantity > line.picked) {
      breaks.push({ code: 'unknown-reference', detail: { what: 'picked goods', id: line.sku } })
    }
    const unit = unitId === undefined ? undefined : read.get('unit', unitId)
    const out = unit === undefined ? null : withoutContent(unit, { pickListId, lineNo, quantity })
    const taken = out?.taken ?? 0
    const isAllBack = line.picked <= quantity && line.lot !== undefined
    const delta = {
      picked: -quantity,
      ...lineDeltaIn(unit, -taken),
      ...(isAllBack ? { lot: null } : {}),
    }
    const changed = changeLines(list, new Map([[lineNo, delta]]))
    const unshipped = stockIn(unit, { list, line, quantity: -taken })
    const before = unshipped.length === 0 ? line : withDelta(line, { loaded: -taken })
    const returned = lineStock(line, {
      // Goods of a cancelled order are free again only now that they are back in their place.
      ledger: isCancelled(list, line) ? 'RELEASED' : 'RETURNED',
      quantity,
      reservedDelta: reservedDelta(list, before, { picked: -quantity }),
      pickedDelta: -quantity,
    })
    const effects = [...unshipped, returned, ...changed.effects]
    if (unit === undefined || out === null) {
      if (unitId !== undefined) {
        breaks.push({ code: 'unknown-reference', detail: { what: 'unit', id: unitId } })
      }
      return recorded([changed.change], effects, breaks)
    }
    breaks.push(...closedBreaks(unit), ...missingBreaks(unit, line.sku, quantity - taken))
    return recorded([changed.change, { kind: 'unit', id: unit.id, doc: out.unit }], effects, breaks)
  },
}
