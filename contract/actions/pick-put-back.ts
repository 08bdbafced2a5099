import { z } from 'zod'
import type { DocumentKey } from '../documents/document.ts'
import { Lot, Quantity, UnitId } from '../documents/ids.ts'
import type { Unit } from '../documents/unit.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { lineMoves } from './line-stock.ts'
import { changeLines, isCancelled, lineOf, withDelta } from './list-changes.ts'
import { closedBreaks, isEmpty, withoutContent } from './unit-changes.ts'
import { lineDeltaIn, missingBreaks, stockIn } from './unit-goods.ts'

const Payload = z.object({
  pickListId: z.string(),
  lineNo: z.int(),
  quantity: Quantity,
  unitId: UnitId.optional(),
  lot: Lot.optional(),
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
  decide({ pickListId, lineNo, quantity, unitId, lot }, { read }) {
    const list = read.get('pick-list', pickListId)
    if (list === undefined) return unknownReference('pick list', pickListId)
    const line = lineOf(list, lineNo)
    if (line === undefined) return unknownReference('pick line', `${list.code}/${lineNo}`)
    const breaks: Break[] = []
    if (quantity > line.picked) {
      breaks.push({ code: 'unknown-reference', detail: { what: 'picked goods', id: line.sku } })
    }
    const unit = unitId === undefined ? undefined : read.get('unit', unitId)
    const out =
      unit === undefined ? null : withoutContent(unit, { pickListId, lineNo, quantity, lot })
    const taken = out?.taken ?? 0
    const parts = out?.parts ?? []
    const unpacked = lineDeltaIn(
      unit,
      parts.map((part) => ({ ...part, quantity: -part.quantity })),
    )
    const back = {
      picked: -quantity,
      lots: [...parts, { lot, quantity: quantity - taken }].map((part) => ({
        lot: part.lot,
        picked: -part.quantity,
      })),
    }
    const isAllBack = line.picked <= quantity && line.lot !== undefined
    const delta = {
      ...back,
      ...unpacked,
      lots: [...(unpacked.lots ?? []), ...back.lots],
      ...(isAllBack ? { lot: null } : {}),
    }
    const changed = changeLines(list, new Map([[lineNo, delta]]))
    const unshipped = stockIn(unit, {
      list,
      line,
      parts: parts.map((part) => ({ ...part, quantity: -part.quantity })),
    })
    // Goods of a cancelled order are free again only now that they are back in their place.
    const ledger = isCancelled(list, line) ? 'RELEASED' : 'RETURNED'
    const returned = lineMoves(list, withDelta(line, unpacked), back, { ledger, quantity })
    const effects = [...unshipped, ...returned, ...changed.effects]
    if (unit === undefined || out === null) {
      if (unitId !== undefined) {
        breaks.push({ code: 'unknown-reference', detail: { what: 'unit', id: unitId } })
      }
      return recorded([changed.change], effects, breaks)
    }
    const isCalledOff = isCancelled(list, line) && standsApart(unit, line.orderNumber)
    if (!isCalledOff) breaks.push(...closedBreaks(unit))
    breaks.push(...missingBreaks(unit, line.sku, quantity - taken))
    const isDone = isCalledOff && unit.status !== 'open' && isEmpty(out.unit)
    const doc: Unit = isDone ? { ...out.unit, status: 'dropped' } : out.unit
    return recorded([changed.change, { kind: 'unit', id: unit.id, doc }], effects, breaks)
  },
}

/**
 * A unit of one order only, on no pallet and no truck: once the order is cancelled nobody needs its label
 * or its weight, so its goods go back as they were asked to, without opening it first.
 */
function standsApart(unit: Unit, orderNumber: string): boolean {
  const isFree = unit.loadId === null && unit.parentId === null && unit.children.length === 0
  return isFree && unit.contents.every((content) => content.orderNumber === orderNumber)
}
