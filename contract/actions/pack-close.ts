import { z } from 'zod'
import type { DocumentChange } from '../documents/document.ts'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { blockedOrdersIn } from './load-units.ts'
import { changeLinesOf, volumeOf, weightOfChildren } from './unit-closing.ts'
import { closedBreaks, isEmpty, unitKeys } from './unit-changes.ts'

const Payload = z.object({
  unitId: UnitId,
  /** True where no printer is: its label is made at another bench. */
  isUnlabelled: z.boolean().optional(),
})
type Payload = z.infer<typeof Payload>

/** The unit is full: its goods count as packed. An empty unit is dropped. Inverse: pack.reopen. */
export const packClose: ActionDefinition<'pack.close', Payload> = {
  type: 'pack.close',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ unitId }, read) => unitKeys(unitId, read),
  decide({ unitId, isUnlabelled = false }, { read }) {
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    // Closed twice is still closed once: nothing may count as packed a second time.
    if (unit.status !== 'open') return recorded([], [], closedBreaks(unit))
    if (isEmpty(unit)) {
      return recorded([{ kind: 'unit', id: unitId, doc: { ...unit, status: 'dropped' } }])
    }
    const breaks = blockedOrdersIn([unit], read).map((orderNumber): Break => {
      return { code: 'order-blocked', detail: { orderNumber } }
    })
    const weight = unit.weight ?? weightOfChildren(unit, read)
    if (weight === null) {
      breaks.push({ code: 'weight-out-of-tolerance', detail: { unitId, noWeight: 1 } })
    }
    const closed = { ...unit, status: 'closed' as const, weight, volumeCm3: volumeOf(unit, read) }
    const { isOwed: _before, ...label } = unit.label
    const doc = { ...closed, label: isUnlabelled ? { ...label, isOwed: true } : label }
    const lines = changeLinesOf([unit], read, ({ quantity }) => ({ packed: quantity }))
    const changes: DocumentChange[] = [{ kind: 'unit', id: unitId, doc }, ...lines.changes]
    return recorded(changes, lines.effects, breaks)
  },
}
