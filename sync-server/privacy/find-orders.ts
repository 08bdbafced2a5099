import { sql } from 'kysely'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { FINISHED, type OrderToErase } from './erase-orders.ts'

/** Orders erased in one transaction: its locks are short, and nobody waits long behind it. */
export const ERASED_AT_ONCE = 50

/** Open orders that are named to whoever asks for too much. */
const OPEN_NAMED_MAX = 5

/** Orders of a customer that still say who they were for; throws `wrong-state` while one is open. */
export async function findOrdersOf(tx: Tx, customerRef: string): Promise<OrderToErase[]> {
  const ofCustomer = sql<boolean>`lower(customer_ref) = lower(${customerRef}) AND customer_ref = ${customerRef}`
  const open = await tx
    .selectFrom('customer_order')
    .select('order_number')
    .where(ofCustomer)
    .where('status', 'not in', [...FINISHED])
    .orderBy('order_number')
    .limit(OPEN_NAMED_MAX)
    .execute()
  if (open.length > 0) {
    const which = open.map((row) => row.order_number).join(', ')
    throw new Problem('wrong-state', `the customer still waits for ${which}`)
  }
  const rows = await tx
    .selectFrom('customer_order')
    .select(['id', 'order_number as orderNumber', 'warehouse'])
    .where(ofCustomer)
    .where('erased_at', 'is', null)
    .orderBy('id')
    .limit(ERASED_AT_ONCE)
    .execute()
  return rows
}

/** Finished orders that nothing has happened to since then. */
export async function findOldOrders(tx: Tx, before: string): Promise<OrderToErase[]> {
  // Word for word what the index `customer_order_kept` is of.
  const { rows } = await sql<OrderToErase>`
    SELECT id, order_number AS "orderNumber", warehouse FROM customer_order
    WHERE updated_at < ${before}::timestamptz AND erased_at IS NULL
      AND status IN ('DELIVERED', 'COMPLETED', 'CANCELLED')
    ORDER BY updated_at, id LIMIT ${ERASED_AT_ONCE}::bigint`.execute(tx)
  return rows
}
