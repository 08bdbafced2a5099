import { z } from 'zod'
import { UnitId } from '../documents/ids.ts'
import type { Unit } from '../documents/unit.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { takeOffLoad, unitAndLoadKeys } from './load-units.ts'
import { Overlay } from './overlay.ts'
import { changeLinesOf } from './unit-closing.ts'
import { isShipped, withoutOwner } from './unit-changes.ts'

const Payload = z.object({ unitId: UnitId, reason: z.string().min(1).max(40) })
type Payload = z.infer<typeof Payload>

/** The inverse of pack.close. Every label printed so far is void, and the weight must be taken again. */
export const packReopen: ActionDefinition<'pack.reopen', Payload> = {
  type: 'pack.reopen',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ unitId }, read) => unitAndLoadKeys(unitId, read),
  decide({ unitId }, { read }) {
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    if (unit.status === 'open') return recorded([])
    const breaks: Break[] = []
    if (unit.loadId !== null || isShipped(unit)) {
      breaks.push({ code: 'wrong-load', detail: { unitId, loadId: unit.loadId ?? '' } })
    }
    // Who opens it has it in hands, so it is on no truck, whatever was recorded.
    const view = new Overlay(read)
    const effects = takeOffLoad(unitId, view)
    if (unit.status !== 'dropped') {
      const lines = changeLinesOf([unit], view, ({ quantity }) => ({ packed: -quantity }))
      view.apply(lines.changes)
      effects.push(...lines.effects)
    }
    const doc: Unit = {
      ...unit,
      status: 'open',
      weight: null,
      volumeCm3: 0,
      label: { ...unit.label, voidedThrough: unit.label.lastCopy },
      loadId: null,
    }
    view.apply([{ kind: 'unit', id: unitId, doc: withoutOwner(doc) }])
    return recorded(view.changes(), effects, breaks)
  },
}
