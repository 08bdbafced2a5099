import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'
import { dropUntold } from './subscriptions.ts'

/** The name under which a stream of NATS stands among those who are told. */
export const NATS_SUBSCRIPTION = 'nats'

/**
 * A program that knows nothing of streams takes a subscription for a webhook. It sends one with so few requests
 * left nothing at all, so it leaves these events to programs that know better.
 */
const NO_TOKENS = -1e15

/**
 * Makes the stream one of those who are told, from now on. Answers false where a webhook has its name.
 */
export async function saveNatsSubscription(
  tx: Tx,
  { url, at }: { url: string; at: string },
): Promise<boolean> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('webhooks', 0))`.execute(tx)
  const id = NATS_SUBSCRIPTION
  const known = await tx
    .selectFrom('webhook_subscription')
    .select(['kind', 'removed_at'])
    .where('id', '=', id)
    .executeTakeFirst()
  const isThere = known !== undefined && known.removed_at === null
  if (isThere && known.kind !== 'nats') return false
  if (!isThere) await dropUntold(tx, id)
  const values = { url, kind: 'nats', secret: '', types: '[]', tokens: NO_TOKENS, tokens_at: at }
  const fresh = { created_at: at, created_by: 'configuration', removed_at: null }
  const begun = { failures_in_row: 0, paused_until: null }
  await tx
    .insertInto('webhook_subscription')
    .values({ id, ...values, ...fresh, ...begun })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ ...values, ...begun, ...(isThere ? {} : fresh) }),
    )
    .execute()
  return true
}
