import { z } from 'zod'
import type { DocumentKey } from '../documents/document.ts'
import { Grams, Reference, UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { unitKeys } from './unit-changes.ts'

const Payload = z.object({
  unitId: UnitId,
  grossGrams: Grams,
  expectedGrams: Grams,
  toleranceGrams: Grams,
  source: z.enum(['scale', 'declared']),
  /** The scale's own line, kept as evidence. */
  frame: z.string().max(100).optional(),
  override: z.object({ operatorId: Reference, reason: z.string().min(1).max(40) }).optional(),
})
type Payload = z.infer<typeof Payload>

/** A unit's weight: read from a scale, or declared with a reason where the goods do not fit one. */
export const packWeigh: ActionDefinition<'pack.weigh', Payload> = {
  type: 'pack.weigh',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches({ unitId, override }, read) {
    const keys: DocumentKey[] = unitKeys(unitId, read)
    if (override !== undefined) keys.push({ kind: 'operator', id: override.operatorId })
    return keys
  },
  decide(payload, { read }) {
    const { unitId, grossGrams, expectedGrams, toleranceGrams, source, override } = payload
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    const breaks: Break[] = []
    const isOutside = Math.abs(grossGrams - expectedGrams) > toleranceGrams
    if (isOutside && override === undefined) {
      breaks.push({
        code: 'weight-out-of-tolerance',
        detail: { unitId, grossGrams, expectedGrams, toleranceGrams },
      })
    }
    // A declared weight needs a reason from whoever stands there; one that is off needs a supervisor.
    if (isOutside && override !== undefined) {
      const roles = read.get('operator', override.operatorId)?.roles ?? []
      if (!roles.includes('supervisor')) {
        breaks.push({ code: 'override-not-allowed', detail: { operatorId: override.operatorId } })
      }
    }
    const doc = { ...unit, weight: { grossGrams, expectedGrams, toleranceGrams, source } }
    return recorded([{ kind: 'unit', id: unitId, doc }], [], breaks)
  },
}
