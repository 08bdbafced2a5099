import { sql } from 'kysely'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'

/** How long what was sent can be looked up, and sent again. */
const KEPT_DAYS = 30
const DAY_MS = 86_400_000

/** Events forgotten in one transaction; nobody waits long behind it. */
const PURGE_MAX = 1_000

/** Forgets events that every webhook is done with, some at a time; answers with how many. */
export async function purgeOutbox({ store, deps }: Office): Promise<number> {
  const before = instantOf(deps.clock.now() - KEPT_DAYS * DAY_MS)
  await store.transaction((tx) => dropOfRemoved(tx))
  let purged = 0
  for (;;) {
    const count = await store.transaction(async (tx) => {
      const { rows } = await sql<{ id: string }>`
        SELECT e.id FROM outbox_event e
        WHERE e.created_at < ${before}::timestamptz AND e.dispatched_at IS NOT NULL
          AND NOT EXISTS (
            SELECT FROM webhook_delivery d
            WHERE d.event_id = e.id AND d.status IN ('waiting', 'parked')
          )
        ORDER BY e.created_at LIMIT ${PURGE_MAX}
        FOR UPDATE SKIP LOCKED`.execute(tx)
      const ids = rows.map((row) => row.id)
      if (ids.length === 0) return 0
      // One that was asked for again meanwhile stays, and fails this until the next time.
      await tx
        .deleteFrom('webhook_delivery')
        .where('event_id', 'in', ids)
        .where('status', 'in', ['delivered', 'dropped'])
        .execute()
      await tx.deleteFrom('outbox_event').where('id', 'in', ids).execute()
      return ids.length
    })
    purged += count
    if (count < PURGE_MAX) return purged
  }
}

/** What was being handed out to a webhook while it was removed waits for nobody. */
async function dropOfRemoved(tx: Tx): Promise<void> {
  await sql`
    UPDATE webhook_delivery d SET status = 'dropped', leased_until = NULL
    FROM webhook_subscription s
    WHERE s.id = d.subscription_id AND s.removed_at IS NOT NULL
      AND d.status IN ('waiting', 'parked')`.execute(tx)
}
