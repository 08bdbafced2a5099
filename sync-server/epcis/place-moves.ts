import { sql } from 'kysely'
import type { Product } from '#contract/documents/master-data.ts'
import { textColumn, type Tx } from '../store/index.ts'
import { eventBody, type Known } from './event-body.ts'
import type { UnitMove } from './unit-moves.ts'

/** Events placed in one transaction; nobody waits long behind it. */
export const PLACED_MAX = 500

/** Any number: who places events does it alone. */
const PLACE_LOCK = 4_400_003

type Waiting = {
  id: string
  warehouse: string
  recordedAt: string
  occurredAt: string | null
  timezone: string
  move: UnitMove
}

/**
 * Gives what happened its place in the feed, and its text. Rows become visible when their transactions end, in any
 * order; a place is given only to what is visible, so a reader who has come to a place has missed nothing before
 * it. Those of one unit wait for each other, so they are placed as they happened. Answers with how many.
 */
export async function placeMoves(tx: Tx): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(${PLACE_LOCK}::bigint)`.execute(tx)
  const { rows } = await sql<Waiting>`
    SELECT e.id, e.warehouse, e.recorded_at AS "recordedAt", a.occurred_at AS "occurredAt", e.move,
      w.timezone
    FROM epcis_event e JOIN warehouse w ON w.code = e.warehouse
      LEFT JOIN station_action a ON a.id = e.action_id AND NOT a.is_copy
    WHERE e.position IS NULL ORDER BY e.seq LIMIT ${PLACED_MAX}`.execute(tx)
  if (rows.length === 0) return 0
  const barcodes = await readBarcodes(tx, rows)
  const placed = rows.map(({ id, warehouse, recordedAt, occurredAt, timezone, move }, n) => {
    const eventTime = occurredAt ?? recordedAt
    const known: Known = {
      timezone,
      barcodesOf: (sku) => barcodes.get(`${warehouse}\n${sku}`) ?? [],
    }
    const body = eventBody({ id, warehouse, move, eventTime, recordTime: recordedAt }, known)
    return { n, id, body }
  })
  await sql`
    UPDATE epcis_event e SET position = p.position, body = p.body
    FROM (
      SELECT o.id, o.body, nextval('epcis_position_seq') AS position FROM (
        SELECT id, body FROM json_to_recordset(${JSON.stringify(placed)}::json)
          AS r (n integer, id text, body jsonb) ORDER BY n
      ) o
    ) p
    WHERE e.id = p.id`.execute(tx)
  return rows.length
}

/** Article numbers as the products have them when the event is written; it does not change afterwards. */
async function readBarcodes(
  tx: Tx,
  waiting: readonly Waiting[],
): Promise<Map<string, Product['barcodes']>> {
  const skus = waiting
    .flatMap(({ move }) => ('goods' in move ? move.goods : []))
    .map(({ sku }) => sku)
  const { rows } = await sql<{ warehouse: string; sku: string; barcodes: Product['barcodes'] }>`
    SELECT warehouse, sku, body -> 'barcodes' AS barcodes FROM product
    WHERE sku = ANY(${textColumn([...new Set(skus)])})`.execute(tx)
  return new Map(rows.map(({ warehouse, sku, barcodes }) => [`${warehouse}\n${sku}`, barcodes]))
}
