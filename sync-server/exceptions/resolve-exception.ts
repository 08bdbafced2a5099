import { settleOrders } from '#contract/actions/settle-orders.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { applyOrderEffects } from '../orders/index.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, readDocuments } from '../sync/documents.ts'
import { announceClosed } from './exceptions.ts'
import { findException, type StoredException } from './read-exceptions.ts'
import { SHORT_PICK } from './short-picks.ts'

/** What a person may say about an exception of a kind; the first of all others is to accept it as it is. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  [SHORT_PICK]: ['ship-partial', 'hold'],
}
const CHOICES_ELSE: readonly string[] = ['accept']

type Resolving = {
  deps: OfficeDeps
  id: string
  choice: string
  note: string
  resolvedBy: string
}

/**
 * Records what was decided and does it. `hold` leaves the exception open, as the order still waits.
 * Answers with the documents that the caller writes last.
 */
export async function resolveException(tx: Tx, resolving: Resolving): Promise<DocumentWrite[]> {
  const { deps, id, choice, note, resolvedBy } = resolving
  await tx.selectFrom('exception').select('id').where('id', '=', id).forUpdate().execute()
  const exception = await findException(tx, id)
  if (exception === undefined) throw new Problem('not-found', 'there is no such exception')
  if (exception.status === 'closed') throw new Problem('wrong-state', 'it was closed before')
  const choices = CHOICES[exception.code] ?? CHOICES_ELSE
  if (!choices.includes(choice)) {
    throw new Problem('not-supported', `choose one of: ${choices.join(', ')}`)
  }
  const at = instantOf(deps.clock.now())
  const isClosing = choice !== 'hold'
  const row = await tx
    .updateTable('exception')
    .set({
      status: isClosing ? 'closed' : 'open',
      resolved_at: at,
      resolved_by: resolvedBy,
      choice,
      note,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const changed = choice === 'ship-partial' ? await shipPartial(tx, exception, resolving, at) : []
  if (!isClosing) return changed
  const { warehouse } = exception
  return [...changed, ...(await announceClosed(tx, { warehouse, at, deps }, [row]))]
}

/** Lets what was found of an order go out without the rest. */
async function shipPartial(
  tx: Tx,
  exception: StoredException,
  { deps, resolvedBy, note }: Resolving,
  at: string,
): Promise<DocumentWrite[]> {
  const { warehouse } = exception
  const { orderNumber, pickListId } = exception.detail
  const id = String(pickListId)
  const documents = await readDocuments(tx, warehouse, [{ kind: 'pick-list', id }], { lock: true })
  const list = documents.get('pick-list', id)
  const order = list?.orders.find((candidate) => candidate.orderNumber === orderNumber)
  if (list === undefined || order === undefined) {
    throw new Problem('wrong-state', 'the order is on no pick list any more')
  }
  const settled = settleOrders(withDecision(list, order.orderNumber))
  await applyOrderEffects(tx, {
    warehouse,
    at,
    writtenBy: resolvedBy,
    deps,
    effects: [
      {
        kind: 'history',
        orderNumber: order.orderNumber,
        status: 'order:ship_partial',
        severity: 'info',
        payload: { note },
      },
      ...settled.effects,
    ],
  })
  return [{ kind: 'pick-list', id, doc: settled.list }]
}

function withDecision(list: PickList, orderNumber: string): PickList {
  const orders = list.orders.map((order) =>
    order.orderNumber === orderNumber ? { ...order, shortDecision: 'ship' as const } : order,
  )
  return { ...list, orders }
}
