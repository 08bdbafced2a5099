import { sql } from 'kysely'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { PLACED_MAX, placeMoves } from './place-moves.ts'

/** How long the feed goes back. */
export const KEPT_DAYS = 400
const DAY_MS = 86_400_000

/** Events forgotten in one transaction. */
const PURGE_MAX = 5_000

/** Places what waits, also where nobody reads, and forgets what is old; answers with how many it forgot. */
export async function keepEpcisFeed({ store, deps }: Office): Promise<number> {
  let placed: number
  do placed = await store.transaction((tx) => placeMoves(tx))
  while (placed === PLACED_MAX)
  const before = instantOf(deps.clock.now() - KEPT_DAYS * DAY_MS)
  let purged = 0
  for (;;) {
    const { rows } = await store.transaction((tx) =>
      sql<{ id: string }>`
        DELETE FROM epcis_event WHERE id IN (
          SELECT id FROM (
            SELECT id, recorded_at FROM epcis_event WHERE position IS NOT NULL
            ORDER BY position LIMIT ${PURGE_MAX}
          ) oldest WHERE recorded_at < ${before}::timestamptz
        ) RETURNING id`.execute(tx),
    )
    purged += rows.length
    if (rows.length < PURGE_MAX) return purged
  }
}
