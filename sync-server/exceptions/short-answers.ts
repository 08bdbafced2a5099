import { settleOrders } from '#contract/actions/settle-orders.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import { Problem } from '../http/problem.ts'
import { cancelInBooks } from '../orders/cancel-order.ts'
import { type LockedOrder, lockOrder } from '../orders/lock-order.ts'
import { applyOrderEffects } from '../orders/transition.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/documents.ts'
import { type Deciding, detailOf, settle } from './deciding.ts'

/** Lets what was found of an order go out without the rest. */
export async function shipPartial(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const { deps, caller, note, at, exception } = deciding
  const { orderNumber, lists } = await lockHeld(tx, deciding)
  const list = lists.find(({ id }) => id === detailOf(deciding, 'pickListId'))
  if (list === undefined) {
    throw new Problem('wrong-state', 'the order is not on that pick list any more')
  }
  const closed = await settle(tx, deciding)
  const settled = settleOrders(withDecision(list, orderNumber))
  await applyOrderEffects(tx, {
    warehouse: exception.warehouse,
    at,
    writtenBy: caller.name,
    deps,
    effects: [
      {
        kind: 'history',
        orderNumber,
        status: 'order:ship_partial',
        severity: 'info',
        payload: { note },
      },
      ...settled.effects,
    ],
  })
  return [...closed, { kind: 'pick-list', id: list.id, doc: settled.list }]
}

/** The order waits on, in the inbox, with who said so and why. */
export async function hold(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  await lockHeld(tx, deciding)
  return settle(tx, deciding)
}

/** The customer gets nothing; what was found of it is a task to put back. */
export async function cancelShort(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const { caller, note, deps } = deciding
  const { orderNumber } = await lockHeld(tx, deciding)
  const closed = await settle(tx, deciding)
  const missing = detailOf(deciding, 'reasons') || detailOf(deciding, 'missing')
  const reason = note === '' ? `missing: ${missing}` : note
  const cancellation = { orderNumber, reason, writtenBy: caller.name, scopes: caller.scopes }
  const { writes } = await cancelInBooks(tx, cancellation, deps)
  return [...closed, ...writes]
}

async function lockHeld(tx: Tx, deciding: Deciding): Promise<LockedOrder> {
  const orderNumber = detailOf(deciding, 'orderNumber')
  const order = await lockOrder(tx, orderNumber, 'whereabouts')
  if (order.status === 'ON_HOLD') return order
  throw new Problem('wrong-state', `order ${orderNumber} is ${order.status}`)
}

function withDecision(list: PickList, orderNumber: string): PickList {
  const orders = list.orders.map((order) =>
    order.orderNumber === orderNumber ? { ...order, shortDecision: 'ship' as const } : order,
  )
  return { ...list, orders }
}
