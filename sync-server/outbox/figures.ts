import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'

export type OutboxFigures = { waiting: number; parked: number; oldestAt: string | null }

/** How far behind webhooks are; an event that waits for two of them counts twice. */
export async function readOutboxFigures(tx: Tx): Promise<OutboxFigures> {
  const { rows } = await sql<OutboxFigures>`
    SELECT count(*) FILTER (WHERE d.status = 'waiting') AS waiting,
      count(*) FILTER (WHERE d.status = 'parked') AS parked, min(e.created_at) AS "oldestAt"
    FROM webhook_delivery d JOIN outbox_event e ON e.id = d.event_id
    WHERE d.status IN ('waiting', 'parked')`.execute(tx)
  return rows[0] ?? { waiting: 0, parked: 0, oldestAt: null }
}
