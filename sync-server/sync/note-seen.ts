import { sql } from 'kysely'
import type { Store } from '../store/index.ts'

/**
 * Any contact renews what a station has claimed (LEASE-1). Whoever holds the station's row is a contact of
 * the same station and says so itself, so that this never waits: a pull never waits for a push (PULL-2).
 */
export async function noteSeen(store: Store, stationId: string, seenAt: string): Promise<void> {
  await store.transaction((tx) =>
    sql`
      UPDATE station SET last_seen_at = ${seenAt}::timestamptz
      WHERE id IN (SELECT id FROM station WHERE id = ${stationId} FOR NO KEY UPDATE SKIP LOCKED)
        AND (last_seen_at IS NULL OR last_seen_at < ${seenAt}::timestamptz)`.execute(tx),
  )
}
