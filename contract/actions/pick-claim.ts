import { z } from 'zod'
import { stoppedOrder } from '../documents/pick-list.ts'
import { claimFor, isLeasedElsewhere } from './claim-lease.ts'
import { type ActionDefinition, recorded, refused } from './decision.ts'
import { settleOrders } from './settle-orders.ts'

const Payload = z.object({ pickListId: z.string() })

/** A bench takes a list: its orders go into progress and no other bench may work on it. */
export const pickClaim: ActionDefinition<'pick.claim', z.infer<typeof Payload>> = {
  type: 'pick.claim',
  v: 1,
  kind: 'claim',
  parse: (payload) => Payload.parse(payload),
  touches: ({ pickListId }) => [{ kind: 'pick-list', id: pickListId }],
  decide({ pickListId }, { read, stationId, now, leaseUntil }) {
    const list = read.get('pick-list', pickListId)
    if (list === undefined) return refused('not-found')
    if (list.status === 'cancelled' || list.status === 'done') return refused('wrong-state')
    if (stoppedOrder(list) !== undefined) return refused('wrong-state')
    if (isLeasedElsewhere(list.claim, { stationId, now })) return refused('already-claimed')
    const claim = claimFor(list.claim, { stationId, leaseUntil })
    const settled = settleOrders({ ...list, claim })
    return recorded([{ kind: 'pick-list', id: list.id, doc: settled.list }], settled.effects)
  },
}
