import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import type { Trace } from '#contract/http/trace-routes.ts'
import { textColumn, type Tx } from '../store/index.ts'

/** What an action was about. */
export type About = {
  documents: Trace['documents']
  orderNumbers: string[]
  shipmentIds: string[]
}

type DocumentRow = { kind: string; id: string; seq: number; body: unknown }

/** The documents that an action names, and the orders whose goods it moved. */
export async function aboutAction(tx: Tx, warehouse: string, payload: unknown): Promise<About> {
  const ids = isRecord(payload) ? idsIn(payload) : []
  const { rows } = await sql<DocumentRow>`
    SELECT kind, id, seq, body FROM document
    WHERE warehouse = ${warehouse} AND kind IN ('pick-list', 'unit', 'load')
      AND id = ANY(${textColumn(ids)}) ORDER BY kind, id`.execute(tx)
  const aboard = await readOrdersAboard(tx, warehouse, rows)
  const lineNo = isRecord(payload) ? payload['lineNo'] : undefined
  const named = [...rows.flatMap((row) => ordersOf(row, lineNo)), ...aboard]
  const orderNumbers = [...new Set(named)].toSorted()
  const shipments = await sql<{ id: string }>`
    SELECT s.id FROM shipment s JOIN customer_order o ON o.id = s.order_id
    WHERE o.order_number = ANY(${textColumn(orderNumbers)}) ORDER BY s.id`.execute(tx)
  return {
    documents: rows.map(({ kind, id, seq, body }) => ({ kind, id, seq, status: statusOf(body) })),
    orderNumbers,
    shipmentIds: shipments.rows.map(({ id }) => id),
  }
}

/** Orders whose goods are on the loads among these. */
async function readOrdersAboard(
  tx: Tx,
  warehouse: string,
  rows: readonly DocumentRow[],
): Promise<string[]> {
  const unitIds = rows.flatMap(({ kind, body }) =>
    kind === 'load' ? (body as DocumentOf<'load'>).units.map(({ unitId }) => unitId) : [],
  )
  if (unitIds.length === 0) return []
  const units = await sql<{ body: DocumentOf<'unit'> }>`
    SELECT body FROM document
    WHERE warehouse = ${warehouse} AND kind = 'unit' AND id = ANY(${textColumn(unitIds)})`.execute(
    tx,
  )
  return units.rows.flatMap(({ body }) => body.orderNumbers)
}

/** Whatever kind of action it was: ids of lists, units and loads look like nothing else. */
function idsIn(payload: Record<string, unknown>): string[] {
  return Object.entries(payload).flatMap(([name, value]) => {
    if (!/(?:Id|Ids|leftBehind)$/.test(name)) return []
    const values: unknown[] = Array.isArray(value) ? value : [value]
    return values.filter((one) => typeof one === 'string')
  })
}

/** A line's own order where the action was about a line; else all of the document. */
function ordersOf({ kind, body }: DocumentRow, lineNo: unknown): string[] {
  if (kind === 'unit') return (body as DocumentOf<'unit'>).orderNumbers
  if (kind !== 'pick-list') return []
  const list = body as DocumentOf<'pick-list'>
  const line = list.lines.find((candidate) => candidate.lineNo === lineNo)
  return line === undefined ? list.orders.map(({ orderNumber }) => orderNumber) : [line.orderNumber]
}

function statusOf(body: unknown): string | null {
  return isRecord(body) && typeof body['status'] === 'string' ? body['status'] : null
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
