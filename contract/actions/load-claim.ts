import { z } from 'zod'
import { claimFor, isLeasedElsewhere } from './claim-lease.ts'
import { type ActionDefinition, recorded, refused } from './decision.ts'

const Payload = z.object({ loadId: z.string() })
type Payload = z.infer<typeof Payload>

/** A bench takes a load to fill it. */
export const loadClaim: ActionDefinition<'load.claim', Payload> = {
  type: 'load.claim',
  v: 1,
  kind: 'claim',
  parse: (payload) => Payload.parse(payload),
  touches: ({ loadId }) => [{ kind: 'load', id: loadId }],
  decide({ loadId }, { read, stationId, operatorId, now, leaseUntil }) {
    const load = read.get('load', loadId)
    if (load === undefined) return refused('not-found')
    if (load.status === 'confirmed' || load.status === 'departed') return refused('wrong-state')
    if (isLeasedElsewhere(load.claim, { stationId, now })) return refused('already-claimed')
    const by = operatorId === null ? {} : { operatorId }
    const claim = { ...claimFor(load.claim, { stationId, leaseUntil }), ...by }
    return recorded([{ kind: 'load', id: loadId, doc: { ...load, claim, status: 'claimed' } }])
  },
}
