import { z } from 'zod'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'

const Payload = z.object({ loadId: z.string() })
type Payload = z.infer<typeof Payload>

/** The inverse of load.claim: another bench may go on filling the load; what is on board stays. */
export const loadRelease: ActionDefinition<'load.release', Payload> = {
  type: 'load.release',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ loadId }) => [{ kind: 'load', id: loadId }],
  decide({ loadId }, { read, stationId }) {
    const load = read.get('load', loadId)
    if (load === undefined) return unknownReference('load', loadId)
    if (load.claim?.stationId !== stationId || load.status !== 'claimed') return recorded([])
    return recorded([{ kind: 'load', id: loadId, doc: { ...load, claim: null, status: 'open' } }])
  },
}
