import { z } from 'zod'
import { loadedGrams } from '../documents/load.ts'
import { type ActionDefinition, recorded, refused } from './decision.ts'
import { loadKeys, shipUnits, withNested } from './load-units.ts'

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
    // It rests on a load.claim that was refused, or that another bench holds by now (PUSH-5).
    if (load.claim?.stationId !== stationId) return refused('dependency')
    if (load.units.length === 0) return refused('wrong-state')
    const volume = load.units.reduce((sum, unit) => sum + unit.volumeCm3, 0)
    const isOver =
      loadedGrams(load) > load.vehicle.maxWeightGrams || volume > load.vehicle.maxVolumeCm3
    if (isOver) return refused('over-capacity')
    const units = load.units.flatMap((entry) => withNested(entry.unitId, read))
    const shipped = shipUnits(units, read)
    const doc = { ...load, status: 'confirmed' as const, seal: seal ?? null }
    return recorded([{ kind: 'load', id: loadId, doc }, ...shipped.changes], shipped.effects)
  },
}
