import { sql } from 'kysely'
import type { OfficeDeps } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/documents.ts'
import { announceClosed, type ClosedRow } from './exceptions.ts'

/** What a batch moved that open put-back tasks are about. */
export type PutBacks = {
  /** Cancelled orders whose goods moved or were worked on. */
  touched: readonly string[]
  /** Orders of which goods were put back. */
  ordersBack: readonly string[]
  /** Lines of which no more is taken than was asked for, after something of them was put back. */
  linesBack: readonly { pickListId: string; lineNo: number }[]
}

type Following = {
  warehouse: string
  at: string
  resolvedBy: string
  deps: Pick<OfficeDeps, 'newId'>
}

/**
 * Keeps put-back tasks true: each says what is still in hands, and the last goods put back close it.
 * Orders and their lines have moved before, under the locks of their documents.
 */
export async function followPutBacks(
  tx: Tx,
  following: Following,
  { touched, ordersBack, linesBack }: PutBacks,
): Promise<DocumentWrite[]> {
  const ended = [
    ...(ordersBack.length === 0 ? [] : await closeCancelled(tx, following, ordersBack)),
    ...(linesBack.length === 0 ? [] : await closeOverPicks(tx, following, linesBack)),
  ]
  const orderNumbers = [...new Set([...touched, ...ordersBack])]
  if (orderNumbers.length > 0) await describeGoods(tx, following.warehouse, orderNumbers)
  return announceClosed(tx, following, ended)
}

/** Goods that a truck took along are not back: their task waits for a person. */
async function closeCancelled(
  tx: Tx,
  { warehouse, at, resolvedBy }: Following,
  orderNumbers: readonly string[],
): Promise<ClosedRow[]> {
  const { rows } = await sql<ClosedRow>`
    UPDATE exception e SET status = 'closed', resolved_at = ${at}::timestamptz,
      resolved_by = ${resolvedBy}, choice = 'put-back', detail = e.detail || '{"goods":""}'::jsonb
    FROM customer_order o
    JOIN json_array_elements_text(${JSON.stringify(orderNumbers)}::json) AS n (order_number)
      ON o.order_number = n.order_number
    WHERE e.warehouse = ${warehouse} AND o.warehouse = ${warehouse} AND e.status = 'open'
      AND e.code = 'order-cancelled' AND e.reference = o.order_number AND o.status = 'CANCELLED'
      AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.picked > 0)
    RETURNING e.*`.execute(tx)
  return rows
}

async function closeOverPicks(
  tx: Tx,
  { warehouse, at, resolvedBy }: Following,
  lines: PutBacks['linesBack'],
): Promise<ClosedRow[]> {
  const { rows } = await sql<ClosedRow>`
    UPDATE exception e SET status = 'closed', resolved_at = ${at}::timestamptz,
      resolved_by = ${resolvedBy}, choice = 'put-back'
    FROM json_to_recordset(${JSON.stringify(lines)}::json) AS b ("pickListId" text, "lineNo" text)
    WHERE e.warehouse = ${warehouse} AND e.status = 'open' AND e.code = 'over-pick'
      AND e.detail ->> 'pickListId' = b."pickListId" AND e.detail ->> 'lineNo' = b."lineNo"
    RETURNING e.*`.execute(tx)
  return rows
}

async function describeGoods(
  tx: Tx,
  warehouse: string,
  orderNumbers: readonly string[],
): Promise<void> {
  await sql`
    UPDATE exception e SET detail = e.detail || jsonb_build_object(
      'goods', coalesce((
        SELECT string_agg((l.picked - l.loaded) || ' × ' || l.sku, ', ' ORDER BY l.line_no)
        FROM order_line l WHERE l.order_id = o.id AND l.picked > l.loaded), ''),
      'list', coalesce((
        SELECT string_agg(p.code, ', ' ORDER BY p.code)
        FROM pick_list_order po JOIN pick_list p ON p.id = po.pick_list_id
        WHERE po.order_id = o.id), ''))
    FROM customer_order o
    JOIN json_array_elements_text(${JSON.stringify(orderNumbers)}::json) AS n (order_number)
      ON o.order_number = n.order_number
    WHERE e.warehouse = ${warehouse} AND o.warehouse = ${warehouse} AND e.status = 'open'
      AND e.code = 'order-cancelled' AND e.reference = o.order_number`.execute(tx)
}
