import { z } from 'zod'
import type { DocumentKey } from '../documents/document.ts'
import { Reference, UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded } from './decision.ts'
import { emptyUnit, numberBreaks } from './unit-changes.ts'

const Payload = z.object({
  unitId: UnitId,
  kind: z.enum(['carton', 'pallet', 'tote']),
  orderNumber: z.string().optional(),
  packaging: Reference.optional(),
})
type Payload = z.infer<typeof Payload>

/** A new, empty unit stands on the bench. An SSCC already in use is kept as it is and reported. */
export const packOpen: ActionDefinition<'pack.open', Payload> = {
  type: 'pack.open',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches({ unitId, packaging }, _read, stationId) {
    const keys: DocumentKey[] = [
      { kind: 'unit', id: unitId },
      { kind: 'number-range', id: stationId },
    ]
    return packaging === undefined ? keys : [...keys, { kind: 'packaging', id: packaging }]
  },
  decide({ unitId, kind, orderNumber, packaging }, context) {
    const breaks: Break[] = [...numberBreaks(unitId, context)]
    if (context.read.get('unit', unitId) !== undefined) {
      breaks.push({ code: 'number-out-of-range', detail: { unitId, inUse: 1 } })
      return recorded([], [], breaks)
    }
    const used = packaging === undefined ? undefined : context.read.get('packaging', packaging)
    if (packaging !== undefined && used === undefined) {
      breaks.push({ code: 'unknown-reference', detail: { what: 'packaging', id: packaging } })
    }
    const doc = {
      ...emptyUnit(unitId, kind, context.stationId),
      orderNumbers: orderNumber === undefined ? [] : [orderNumber],
      packaging: packaging ?? null,
      tareGrams: used?.tareGrams ?? 0,
    }
    return recorded([{ kind: 'unit', id: unitId, doc }], [], breaks)
  },
}
