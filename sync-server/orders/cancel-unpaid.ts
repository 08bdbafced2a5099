import { instantOf } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { cancelOrder } from './cancel-order.ts'

/** Orders cancelled in one look; the next look takes the rest. */
const UNPAID_PER_LOOK_MAX = 500

/**
 * Cancels orders whose payment did not come in time, each in a transaction of its own, and answers with
 * how many. One that was paid since it was looked at has another version and is left alone.
 */
export async function cancelUnpaid(
  office: Pick<Office, 'store' | 'deps' | 'poke'>,
): Promise<number> {
  const { store, deps } = office
  const now = instantOf(deps.clock.now())
  const due = await store.snapshot((tx) =>
    tx
      .selectFrom('customer_order')
      .select(['order_number as orderNumber', 'version'])
      .where('status', '=', 'PENDING_PAYMENT')
      .where('payment_due_at', '<=', now)
      .orderBy('payment_due_at')
      .orderBy('id')
      .limit(UNPAID_PER_LOOK_MAX)
      .execute(),
  )
  let cancelled = 0
  for (const order of due) {
    const cancellation = { ...order, reason: 'not paid in time', writtenBy: 'office' }
    try {
      office.poke(await store.transaction((tx) => cancelOrder(tx, cancellation, deps)))
      cancelled += 1
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }
  return cancelled
}
