import { z } from 'zod'
import type { DocumentKey } from '../documents/document.ts'
import { Grams, Lot, Quantity, UnitId } from '../documents/ids.ts'
import type { Unit } from '../documents/unit.ts'
import { openQuantity, type PickLine, type PickList } from '../documents/pick-list.ts'
import {
  type ActionDefinition,
  type Break,
  type DecisionContext,
  type Effect,
  recorded,
  unknownReference,
} from './decision.ts'
import { lineMoves } from './line-stock.ts'
import { blockedBreaks, changeLines, lineOf, listBreaks, withDelta } from './list-changes.ts'
import { closedBreaks, emptyUnit, numberBreaks, ownerBreaks, withContent } from './unit-changes.ts'
import { lineDeltaIn, stockIn } from './unit-goods.ts'

const Payload = z.object({
  pickListId: z.string(),
  lineNo: z.int(),
  quantity: Quantity,
  scan: z.string().max(100).optional(),
  lot: Lot.optional(),
  serial: z.string().min(1).max(20).optional(),
  /** The calendar day of AI 17 as the goods' own code says it. */
  expiryDate: z.iso.date().optional(),
  /** Net weight of what was scanned, where its code states one (AI 310n). */
  weightGrams: Grams.optional(),
  unitId: UnitId.optional(),
  /** Why another lot was taken than `instead`, which should have gone first. */
  deviation: z.object({ reason: z.string().min(1).max(40), instead: Lot }).optional(),
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
    const breaks = [...listBreaks(list, line, context), ...blockedBreaks(list, line)]
    breaks.push(...overPick(line, quantity))
    breaks.push(...lotMix(line, lot))
    const unit = unitId === undefined ? undefined : unitFor(unitId, context)
    const picked = { picked: quantity, lots: [{ lot, picked: quantity }] }
    const packed = lineDeltaIn(unit, [{ lot, quantity }])
    const lots = [...picked.lots, ...(packed.lots ?? [])]
    const delta = { ...picked, ...packed, lots, ...lotBound(line, lot) }
    const changed = changeLines(list, new Map([[line.lineNo, delta]]))
    const committed = lineMoves(list, line, picked, { ledger: 'COMMITTED', quantity })
    const inHand = { list, line: withDelta(line, picked) }
    const shipped = stockIn(unit, { ...inHand, parts: [{ lot, quantity }] })
    const told = [...deviated(list, line, payload), ...expiryTold(line, payload)]
    const effects = [...committed, ...shipped, ...changed.effects, ...told]
    if (unit === undefined) return recorded([changed.change], effects, breaks)
    const isNew = context.read.get('unit', unit.id) === undefined
    if (isNew) breaks.push(...numberBreaks(unit.id, context))
    breaks.push(...closedBreaks(unit), ...ownerBreaks(unit, list, line))
    const doc = withContent(unit, list, line, { quantity, lot })
    return recorded([changed.change, { kind: 'unit', id: unit.id, doc }], effects, breaks)
  },
}

function overPick(line: PickLine, quantity: number): Break[] {
  const open = openQuantity(line)
  return quantity <= open
    ? []
    : [{ code: 'over-pick', detail: { sku: line.sku, requested: line.requested, open, quantity } }]
}

function unitFor(unitId: string, context: DecisionContext): Unit {
  return context.read.get('unit', unitId) ?? emptyUnit(unitId, 'carton', context.stationId)
}

/** Floors and tiles of one line must come from one batch, or the colours differ. */
function lotMix(line: PickLine, lot: string | undefined): Break[] {
  if (line.singleLot !== true || lot === undefined) return []
  const first = line.lot ?? line.reservedLot ?? lot
  return first === lot ? [] : [{ code: 'lot-mix', detail: { sku: line.sku, lot, first } }]
}

/** That an older lot was left, and why, is the order's business: its customer may ask. */
function deviated(list: PickList, line: PickLine, payload: Payload): Effect[] {
  const { deviation, lot = '', quantity } = payload
  if (deviation === undefined) return []
  const { orderNumber, lineNo, sku } = line
  const goods = { pickListId: list.id, lineNo, sku, quantity, lot }
  const status = 'picking:lot_deviation'
  return [
    {
      kind: 'history',
      orderNumber,
      status,
      severity: 'info',
      payload: { ...goods, ...deviation },
    },
  ]
}

/** Where stock is kept by lot, what a code says of its lot is news to the office. */
function expiryTold({ tracksLots, sku, orderNumber }: PickLine, payload: Payload): Effect[] {
  const { lot, expiryDate } = payload
  if (tracksLots !== true || lot === undefined || expiryDate === undefined) return []
  return [{ kind: 'lot-expiry', sku, lot, expiryDate, orderNumber }]
}

/** The first goods of a line bind it to their lot. */
function lotBound(line: PickLine, lot: string | undefined): { lot?: string } {
  return line.singleLot === true && line.lot === undefined && lot !== undefined ? { lot } : {}
}
