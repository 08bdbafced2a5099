import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalIntent, type OrderIntent } from '#contract/orders/order-intent.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import type { ConvertedLine } from './read-goods.ts'

export type IntentAnswer = {
  orderId: string
  orderNumber: string
  status: OrderStatus
  /** Null while the order waits for goods. */
  deliveryDate: string | null
  lines: ConvertedLine[]
}

/** What says whether two posts of an intent are the same. */
export function intentHash(intent: OrderIntent): string {
  return hash('sha256', canonicalIntent(intent))
}

/** Two posts of one intent at once come one after the other; a row to lock may not exist yet. */
export async function lockIntent(
  tx: Tx,
  { sourceSystem, orderIntentId }: OrderIntent,
): Promise<void> {
  const name = JSON.stringify(['order-intent', sourceSystem, orderIntentId])
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
}

/** The order that an intent became before, as it is now; another content under its id is a problem. */
export async function findIntent(tx: Tx, intent: OrderIntent): Promise<IntentAnswer | null> {
  const row = await tx
    .selectFrom('order_intent')
    .innerJoin('customer_order', 'customer_order.id', 'order_intent.order_id')
    .select(['payload_hash', 'order_id', 'converted_lines'])
    .select(['order_number', 'status', 'delivery_date'])
    .where('source_system', '=', intent.sourceSystem)
    .where('order_intent_id', '=', intent.orderIntentId)
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.payload_hash !== intentHash(intent)) {
    throw new Problem(
      'intent-conflict',
      `${intent.sourceSystem} posted ${intent.orderIntentId} before with another content; ` +
        `it became order ${row.order_number}`,
    )
  }
  return {
    orderId: row.order_id,
    orderNumber: row.order_number,
    status: row.status as OrderStatus,
    deliveryDate: row.delivery_date,
    lines: row.converted_lines as ConvertedLine[],
  }
}
