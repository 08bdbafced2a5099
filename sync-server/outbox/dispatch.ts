import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'

/** Events handed to webhooks in one transaction. */
export const DISPATCH_MAX = 500

/** Events of a kind; `toState` where something went from one state to another. */
export type Dispatched = { type: string; toState: string | null; count: number }

/** Any number: offices on one database dispatch one after the other. */
const DISPATCH_LOCK = 4_400_002

/**
 * Makes a delivery of each waiting event for each webhook that wants it, and answers with how many
 * events of which kinds that were. Events are flagged and not counted off, so that one whose transaction commits
 * late is not passed over. One office does it at a time: two could let a later event of a subject
 * become visible before an earlier one.
 */
export async function dispatchEvents(tx: Tx, at: string): Promise<Dispatched[]> {
  const { rows: locked } = await sql<{ mine: boolean }>`
    SELECT pg_try_advisory_xact_lock(${DISPATCH_LOCK}::bigint) AS mine`.execute(tx)
  if (locked[0]?.mine !== true) return []
  const { rows } = await sql<Dispatched>`
    WITH due AS (
      SELECT id, seq, type, subject FROM outbox_event WHERE dispatched_at IS NULL
      ORDER BY seq LIMIT ${DISPATCH_MAX}
    ), flagged AS (
      UPDATE outbox_event e SET dispatched_at = ${at}::timestamptz FROM due WHERE e.id = due.id
      RETURNING e.type, e.data ->> 'to' AS to_state
    ), made AS (
      INSERT INTO webhook_delivery (subscription_id, event_id, subject, seq, status, next_attempt_at)
      SELECT s.id, due.id, due.subject, due.seq, 'waiting', ${at}::timestamptz
      FROM due JOIN webhook_subscription s
        ON s.removed_at IS NULL AND (s.types = '[]'::jsonb OR s.types @> to_jsonb(due.type))
    )
    SELECT type, to_state AS "toState", count(*) AS count FROM flagged GROUP BY 1, 2`.execute(tx)
  return rows
}
