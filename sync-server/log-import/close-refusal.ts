import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { writeClosings } from '../sync/refusal-closings.ts'

/**
 * Writes off in the office what was refused, for a bench that is no more, or was enrolled anew (I11). It
 * moves nothing, and where the bench's supervisor closes it too, the first counts.
 */
export async function closeRefusal(
  tx: Tx,
  closing: { actionId: string; reason: string; officeUser: string },
  deps: Pick<OfficeDeps, 'clock'>,
): Promise<void> {
  const { actionId, ...how } = closing
  const refused = await tx
    .selectFrom('station_action')
    .select(['warehouse', 'outcome', 'type'])
    .where('id', '=', actionId)
    .where('is_copy', '=', false)
    .executeTakeFirst()
  if (refused === undefined) throw new Problem('not-found', `there is no action ${actionId}`)
  const { warehouse, outcome, type } = refused
  if (outcome !== 'refused') throw new Problem('wrong-state', `this ${type} was ${outcome}`)
  const written = {
    actionId,
    how: 'written-off',
    operatorId: null,
    byActionId: null,
    ...how,
  } as const
  const at = instantOf(deps.clock.now())
  const closed = await writeClosings(tx, { warehouse, at, closings: [written] })
  if (closed.length === 0) throw new Problem('wrong-state', 'somebody has closed it already')
}
