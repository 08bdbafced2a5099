import { sql } from 'kysely'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'

/** An entry of an order's history as it is told; `closedAt` is when another entry closed it. */
export type HistoryItem = {
  id: number
  status: string
  module: string
  severity: string
  recordedAt: string
  writtenBy: string
  /** What people call who wrote it; null where nobody knows the name any more. */
  writtenByName: string | null
  payload: Record<string, unknown>
  closedAt: string | null
  closes: number | null
}

export type HistoryView = 'timeline' | 'latest' | 'blockers'

/** Everything that was written of an order, by when it was recorded. */
export async function readHistory(tx: Tx, orderId: string): Promise<HistoryItem[]> {
  const { rows } = await sql<HistoryItem>`
    SELECT h.id, h.status, h.category AS module, h.severity, h.recorded_at AS "recordedAt",
      h.written_by AS "writtenBy", coalesce(s.name, u.display_name) AS "writtenByName", h.payload,
      c.recorded_at AS "closedAt", h.closes
    FROM order_status_history h
    LEFT JOIN order_status_history c ON c.closes = h.id
    LEFT JOIN station s ON h.written_by = 'station:' || s.id
    LEFT JOIN office_user u ON u.name = h.written_by
    WHERE h.order_id = ${orderId}
    ORDER BY h.recorded_at, h.id`.execute(tx)
  return rows
}

/** True for what stops the order now. */
export function isOpenBlocker({ severity, closedAt }: HistoryItem): boolean {
  return severity === 'blocking' && closedAt === null
}

/** One of the three ways to look at a history. */
export async function projectHistory(tx: Tx, orderNumber: string, view: HistoryView) {
  const order = await tx
    .selectFrom('customer_order')
    .select('id')
    .where('order_number', '=', orderNumber)
    .executeTakeFirst()
  if (order === undefined) throw new Problem('not-found', `no order ${orderNumber}`)
  const timeline = await readHistory(tx, order.id)
  const isBlocked = timeline.some(isOpenBlocker)
  return { orderNumber, view, isBlocked, entries: project(timeline, view) }
}

/** Which of these orders a blocking entry stops. */
export async function readBlockedOrders(tx: Tx, orderIds: readonly string[]): Promise<Set<string>> {
  if (orderIds.length === 0) return new Set()
  const { rows } = await sql<{ order_id: string }>`
    SELECT DISTINCT h.order_id FROM order_status_history h
    JOIN json_array_elements_text(${JSON.stringify(orderIds)}::json) AS o (id) ON o.id = h.order_id
    WHERE h.severity = 'blocking'
      AND NOT EXISTS (SELECT FROM order_status_history c WHERE c.closes = h.id)`.execute(tx)
  return new Set(rows.map((row) => row.order_id))
}

function project(timeline: readonly HistoryItem[], view: HistoryView): HistoryItem[] {
  if (view === 'blockers') return timeline.filter(isOpenBlocker)
  if (view === 'timeline') return [...timeline]
  const latest = new Map(timeline.map((item) => [item.module, item]))
  return [...latest.values()].toSorted((a, b) => a.module.localeCompare(b.module))
}
