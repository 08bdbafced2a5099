import { instantOf } from '../deps.ts'
import { recordAudit } from '../identity/index.ts'
import { logContext } from '../log/index.ts'
import type { Office } from '../office.ts'
import { eraseOrders } from './erase-orders.ts'
import { ERASED_AT_ONCE, findOldOrders } from './find-orders.ts'

const DAY_MS = 86_400_000

/** Orders forgotten in one run; the next one goes on. */
const ROUNDS_MAX = 20

/**
 * Forgets who finished orders were for once they are older than the house keeps that. Answers with how many; 0 where
 * nobody has said how long.
 */
export async function eraseOldCustomers({
  store,
  deps,
  poke,
  customerDays,
}: Pick<Office, 'store' | 'deps' | 'poke' | 'customerDays'>): Promise<number> {
  if (customerDays === null) return 0
  const nowMs = deps.clock.now()
  const at = instantOf(nowMs)
  const before = instantOf(nowMs - customerDays * DAY_MS)
  let erased = 0
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const done = await store.transaction(async (tx) => {
      const orders = await findOldOrders(tx, before)
      if (orders.length === 0) return { count: 0, warehouses: [] }
      const body = { days: customerDays, orderNumbers: orders.map((order) => order.orderNumber) }
      await recordAudit(tx, {
        at,
        who: 'office',
        operation: 'eraseOldCustomers',
        target: '/v1/customers',
        body,
        before: null,
        requestId: logContext()?.requestId ?? deps.newId(),
      })
      return { count: orders.length, warehouses: await eraseOrders(tx, orders, at) }
    })
    for (const warehouse of done.warehouses) poke(warehouse)
    erased += done.count
    if (done.count < ERASED_AT_ONCE) break
  }
  return erased
}
