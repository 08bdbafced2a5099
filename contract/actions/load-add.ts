import { z } from 'zod'
import type { DocumentKey } from '../documents/document.ts'
import { UnitId } from '../documents/ids.ts'
import type { Load } from '../documents/load.ts'
import type { Unit } from '../documents/unit.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { LABEL_COPIES_MAX } from './label-print.ts'
import {
  blockedOrdersIn,
  cancelledOrdersIn,
  followLoad,
  holderBreaks,
  removeEntry,
  unitAndLoadKeys,
} from './load-units.ts'
import { Overlay } from './overlay.ts'
import { withNested } from './unit-changes.ts'

const Payload = z.object({
  loadId: z.string(),
  unitId: UnitId,
  copy: z.int().min(1).max(LABEL_COPIES_MAX).optional(),
})
type Payload = z.infer<typeof Payload>

/** A unit is put on a truck; its label, scanned to do so, counts as verified. Inverse: load.remove. */
export const loadAdd: ActionDefinition<'load.add', Payload> = {
  type: 'load.add',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches({ loadId, unitId }, read) {
    const load: DocumentKey = { kind: 'load', id: loadId }
    return [load, ...unitAndLoadKeys(unitId, read)]
  },
  decide({ loadId, unitId, copy }, context) {
    const { read } = context
    const load = read.get('load', loadId)
    if (load === undefined) return unknownReference('load', loadId)
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    const breaks = [...holderBreaks(load, context), ...placeBreaks(load, unit)]
    breaks.push(...copyBreaks(unit, copy))
    const added = withNested(unitId, read)
    for (const orderNumber of cancelledOrdersIn(added, read)) {
      breaks.push({ code: 'order-cancelled', detail: { orderNumber } })
    }
    for (const orderNumber of blockedOrdersIn(added, read)) {
      breaks.push({ code: 'order-blocked', detail: { orderNumber } })
    }
    const view = new Overlay(read)
    if (unit.loadId !== null && unit.loadId !== loadId) removeEntry(unit.loadId, unitId, view)
    const scanned = copy ?? unit.label.lastCopy
    const verifiedCopy = scanned >= unit.label.lastCopy ? scanned : unit.label.verifiedCopy
    const lastCopy = Math.max(unit.label.lastCopy, scanned)
    const label = { ...unit.label, lastCopy, verifiedCopy }
    const entry = { unitId, grossGrams: unit.weight?.grossGrams ?? 0, volumeCm3: unit.volumeCm3 }
    const units = [...load.units.filter((other) => other.unitId !== unitId), entry]
    view.apply([
      { kind: 'load', id: loadId, doc: { ...load, units } },
      { kind: 'unit', id: unitId, doc: { ...unit, loadId, label } },
    ])
    const effects = followLoad(load.status, [unitId], view)
    return recorded(view.changes(), effects, breaks)
  },
}

function placeBreaks(load: Load, unit: Unit): Break[] {
  const wrong = (why: string, detail: Record<string, string> = {}): Break => ({
    code: 'wrong-load',
    detail: { why, unitId: unit.id, load: load.number, ...detail },
  })
  const breaks: Break[] = []
  if (load.status === 'confirmed' || load.status === 'departed') breaks.push(wrong('load-closed'))
  if (unit.status !== 'closed') breaks.push(wrong(`unit-${unit.status}`))
  if (unit.region !== load.region) breaks.push(wrong('region', { belongs: unit.region ?? '' }))
  if (unit.deliveryDate !== load.deliveryDate) {
    breaks.push(wrong('date', { belongs: unit.deliveryDate ?? '' }))
  }
  if (unit.loadId !== null && unit.loadId !== load.id) {
    breaks.push(wrong('other-load', { belongs: unit.loadId }))
  }
  if (unit.parentId !== null) breaks.push(wrong('nested', { parentId: unit.parentId }))
  return breaks
}

function copyBreaks(unit: Unit, copy: number | undefined): Break[] {
  const scanned = copy ?? unit.label.lastCopy
  const isVoid = scanned < unit.label.lastCopy || scanned <= unit.label.voidedThrough
  if (!isVoid || scanned === 0) return []
  return [{ code: 'superseded-copy', detail: { unitId: unit.id, copy: scanned } }]
}
