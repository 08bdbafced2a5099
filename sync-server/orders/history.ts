import { sql } from 'kysely'
import { historyCategory, type Severity } from '#contract/orders/history.ts'
import type { Tx } from '../store/index.ts'

export type HistoryEntry = {
  orderNumber: string
  status: string
  severity: Severity
  payload: Record<string, unknown>
}

/** Appends entries in the order given; one for an order that does not exist is left out. */
export async function appendHistory(
  tx: Tx,
  options: { warehouse: string; at: string; writtenBy: string; entries: readonly HistoryEntry[] },
): Promise<void> {
  const { warehouse, at, writtenBy, entries } = options
  if (entries.length === 0) return
  const rows = entries.map((entry, n) => ({
    n,
    order_number: entry.orderNumber,
    status: entry.status,
    category: historyCategory(entry.status),
    severity: entry.severity,
    payload: entry.payload,
  }))
  await sql`
    INSERT INTO order_status_history
      (order_id, status, category, severity, payload, recorded_at, written_by)
    SELECT o.id, e.status, e.category, e.severity, e.payload, ${at}::timestamptz, ${writtenBy}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS e (n integer, order_number text,
      status text, category text, severity text, payload jsonb)
    JOIN customer_order o ON o.order_number = e.order_number AND o.warehouse = ${warehouse}
    ORDER BY e.n`.execute(tx)
}
