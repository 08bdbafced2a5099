import { z } from 'zod'
import { type ActionDefinition, recorded, refused } from './decision.ts'
import {
  blockedOrdersIn,
  cancelledOrdersIn,
  isOverloaded,
  loadKeys,
  shipUnits,
  unitsWithNested,
} from './load-units.ts'

const Payload = z.object({ loadId: z.string(), seal: z.string().max(40).optional() })
type Payload = z.infer<typeof Payload>

/** The door closes: what is on board is shipped, its orders are LOADED with their last unit. */
export const loadConfirm: ActionDefinition<'load.confirm', Payload> = {
  type: 'load.confirm',
  v: 1,
  kind: 'claim',
  parse: (payload) => Payload.parse(payload),
  touches({ loadId }, read) {
    const unitIds = read.get('load', loadId)?.units.map((entry) => entry.unitId) ?? []
    return loadKeys(loadId, unitIds, read)
  },
  decide({ loadId, seal }, { read, stationId }) {
    const load = read.get('load', loadId)
    if (load === undefined) return refused('not-found')
    if (load.status === 'confirmed' || load.status === 'departed') return refused('wrong-state')
    // It rests on a load.claim whose lease ended before another bench took the load, or on none (PUSH-5).
    if (load.claim?.stationId !== stationId) {
      return refused(load.claim?.endedOf === stationId ? 'lease-expired' : 'dependency')
    }
    if (load.units.length === 0) return refused('wrong-state')
    if (isOverloaded(load)) return refused('over-capacity')
    const ids = load.units.map((entry) => entry.unitId)
    const units = unitsWithNested(ids, read)
    // A unit reopened, or an order cancelled or stopped, while it stood on the truck must come off first.
    const isUnready = units.some((unit) => unit.status === 'open' || unit.status === 'dropped')
    if (isUnready || cancelledOrdersIn(units, read).length > 0) return refused('wrong-state')
    if (blockedOrdersIn(units, read).length > 0) return refused('wrong-state')
    const shipped = shipUnits(units, read)
    const doc = { ...load, status: 'confirmed' as const, seal: seal ?? null }
    return recorded([{ kind: 'load', id: loadId, doc }, ...shipped.changes], shipped.effects)
  },
}
