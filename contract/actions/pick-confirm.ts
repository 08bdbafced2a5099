import { z } from 'zod'
import type { DocumentKey } from '../documents/document.ts'
import { Quantity, UnitId } from '../documents/ids.ts'
import { openQuantity, type PickLine, type PickList } from '../documents/pick-list.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { changeLines, lineOf, lineStock, listBreaks } from './list-changes.ts'
import { closedBreaks, emptyUnit, numberBreaks, withContent } from './unit-changes.ts'

const Payload = z.object({
  pickListId: z.string(),
  lineNo: z.int(),
  quantity: Quantity,
  scan: z.string().max(100).optional(),
  lot: z.string().min(1).max(20).optional(),
  serial: z.string().min(1).max(20).optional(),
  unitId: UnitId.optional(),
})
type Payload = z.infer<typeof Payload>

/**
 * Goods taken for a line, and with `unitId` put straight into that unit. A unit not heard of before
 * is opened by its first goods as a plain carton. Inverse: pick.put-back.
 */
export const pickConfirm: ActionDefinition<'pick.confirm', Payload> = {
  type: 'pick.confirm',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches({ pickListId, unitId }, _read, stationId) {
    const keys: DocumentKey[] = [{ kind: 'pick-list', id: pickListId }]
    if (unitId === undefined) return keys
    return [...keys, { kind: 'unit', id: unitId }, { kind: 'number-range', id: stationId }]
  },
  decide(payload, context) {
    const list = context.read.get('pick-list', payload.pickListId)
    if (list === undefined) return unknownReference('pick list', payload.pickListId)
    const line = lineOf(list, payload.lineNo)
    if (line === undefined) return unknownReference('pick line', `${list.code}/${payload.lineNo}`)
    const { quantity, lot, unitId } = payload
    const breaks = [...listBreaks(list, line, context), ...overPick(line, quantity)]
    const changed = changeLines(list, new Map([[line.lineNo, { picked: quantity }]]))
    const committed = lineStock(line, { ledger: 'COMMITTED', quantity, pickedDelta: quantity })
    const changes = [changed.change]
    if (unitId !== undefined) {
      const known = context.read.get('unit', unitId)
      if (known === undefined) breaks.push(...numberBreaks(unitId, context))
      const unit = known ?? emptyUnit(unitId, 'carton', context.stationId)
      breaks.push(...closedBreaks(unit), ...lotMix(list, line, unit.contents, lot))
      changes.push({ kind: 'unit', id: unitId, doc: withContent(unit, list, line, payload) })
    }
    return recorded(changes, [committed, ...changed.effects], breaks)
  },
}

function overPick(line: PickLine, quantity: number): Break[] {
  const open = openQuantity(line)
  return quantity <= open
    ? []
    : [{ code: 'over-pick', detail: { sku: line.sku, requested: line.requested, open, quantity } }]
}

/** Floors and tiles of one line must come from one batch, or the colours differ. */
function lotMix(
  list: PickList,
  line: PickLine,
  contents: readonly { pickListId: string; lineNo: number; lot?: string | undefined }[],
  lot: string | undefined,
): Break[] {
  if (line.singleLot !== true || lot === undefined) return []
  const other = contents.find(
    (c) =>
      c.pickListId === list.id && c.lineNo === line.lineNo && c.lot !== undefined && c.lot !== lot,
  )
  return other === undefined
    ? []
    : [{ code: 'lot-mix', detail: { sku: line.sku, lot, first: other.lot ?? '' } }]
}
