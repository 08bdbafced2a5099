import { z } from 'zod'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { settleOrders } from './settle-orders.ts'

const Payload = z.object({ pickListId: z.string() })

/** The inverse of pick.claim: the list is free again; what was picked stays picked. */
export const pickRelease: ActionDefinition<'pick.release', z.infer<typeof Payload>> = {
  type: 'pick.release',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ pickListId }) => [{ kind: 'pick-list', id: pickListId }],
  decide({ pickListId }, { read, stationId }) {
    const list = read.get('pick-list', pickListId)
    if (list === undefined) return unknownReference('pick list', pickListId)
    // Another bench's claim is not ours to end; that ours is gone already is no one's problem.
    if (list.claim?.stationId !== stationId) return recorded([])
    const settled = settleOrders({ ...list, claim: null })
    return recorded([{ kind: 'pick-list', id: list.id, doc: settled.list }], settled.effects)
  },
}
