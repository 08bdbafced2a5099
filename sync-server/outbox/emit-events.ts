import { sql } from 'kysely'
import type { OfficeEvent } from '#contract/http/events.ts'
import type { OfficeDeps } from '../deps.ts'
import type { Tx } from '../store/index.ts'

export type { OfficeEvent } from '#contract/http/events.ts'

/**
 * Writes down what others outside are told, in the transaction that made it so and in one statement.
 * The caller holds the lock that orders those of a subject. Imports nothing of the office but types,
 * so that every module may use it.
 */
export async function emitEvents(
  tx: Tx,
  options: {
    warehouse: string
    at: string
    deps: Pick<OfficeDeps, 'newId'>
    events: readonly OfficeEvent[]
  },
): Promise<void> {
  const { warehouse, at, deps, events } = options
  if (events.length === 0) return
  const rows = events.map((event, n) => ({ n, id: deps.newId(), ...event }))
  await sql`
    INSERT INTO outbox_event (id, warehouse, type, subject, data, created_at)
    SELECT e.id, ${warehouse}, e.type, e.subject, e.data, ${at}::timestamptz
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS e (n integer, id text, type text, subject text, data jsonb)
    ORDER BY e.n`.execute(tx)
}
