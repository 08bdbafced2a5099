import { sql } from 'kysely'
import { type Trace, TRACE_ROWS_MAX } from '#contract/http/trace-routes.ts'
import { Outcome } from '#contract/sync/outcome.ts'
import { Problem } from '../http/problem.ts'
import { textColumn, type Tx } from '../store/index.ts'
import { readBody } from '../sync/entry.ts'
import { aboutAction, type About, isRecord } from './about-action.ts'

type ActionRow = {
  id: string
  type: string
  stationId: string
  stationName: string
  incarnation: string
  seq: number
  warehouse: string
  body: string
  outcome: string
  code: string | null
  detail: string | null
  exceptionId: string | null
  receivedAt: string
  occurredAt: string | null
  requestId: string | null
}

/** Everything that knows of an action, each by an index; throws `not-found`. */
export async function readTrace(tx: Tx, actionId: string): Promise<Trace> {
  const row = await readAction(tx, actionId)
  const said = readBody(row.body)
  const about = await aboutAction(tx, row.warehouse, said?.payload)
  const ledger = await readLedger(tx, row, about)
  const { outcome, code, detail, exceptionId, receivedAt, occurredAt } = row
  const waitedMs = occurredAt === null ? null : Date.parse(receivedAt) - Date.parse(occurredAt)
  return {
    actionId: row.id,
    type: row.type,
    scan: {
      stationId: row.stationId,
      stationName: row.stationName,
      incarnation: row.incarnation,
      seq: row.seq,
      operatorId: said?.operatorId ?? null,
      stationClockAt: said?.occurredAt ?? null,
      occurredAt,
      payload: said?.payload ?? null,
    },
    push: {
      requestId: row.requestId,
      receivedAt,
      waitedMs: waitedMs === null ? null : Math.max(0, waitedMs),
    },
    receipt: { outcome: Outcome.parse(outcome), code, detail, exceptionId },
    documents: about.documents,
    orderNumbers: about.orderNumbers,
    ledger,
    history: await readHistory(tx, row, about),
    events: await readEvents(tx, row, { ...about, skus: ledger.map(({ sku }) => sku) }),
    exceptions: await readExceptions(tx, exceptionId),
  }
}

async function readAction(tx: Tx, actionId: string): Promise<ActionRow> {
  const { rows } = await sql<ActionRow>`
    SELECT a.id, a.type, a.station_id AS "stationId", s.name AS "stationName", a.incarnation, a.seq,
      a.warehouse, a.body, a.outcome, a.code, a.detail, a.exception_id AS "exceptionId",
      a.received_at AS "receivedAt", a.occurred_at AS "occurredAt", a.request_id AS "requestId"
    FROM station_action a JOIN station s ON s.id = a.station_id
    WHERE a.id = ${actionId} AND NOT a.is_copy`.execute(tx)
  const [row] = rows
  if (row !== undefined) return row
  throw new Problem('not-found', `no bench has sent an action ${actionId}`)
}

/** Rows are kept under the action, and under the line of an order where the goods were of one. */
async function readLedger(
  tx: Tx,
  { warehouse, id }: ActionRow,
  { orderNumbers }: About,
): Promise<Trace['ledger']> {
  const { rows } = await sql<Trace['ledger'][number]>`
    WITH causes AS (
      SELECT ${id}::text AS cause
      UNION ALL
      SELECT concat_ws('/', ${id}::text, o.order_number, l.line_no)
      FROM customer_order o JOIN order_line l ON l.order_id = o.id
      WHERE o.order_number = ANY(${textColumn(orderNumbers)})
    )
    SELECT g.id, g.recorded_at AS "recordedAt", g.sku, g.lot, g.kind,
      g.on_hand_delta AS "onHandDelta", g.reserved_delta AS "reservedDelta", g.reference
    FROM causes c JOIN stock_ledger g ON g.warehouse = ${warehouse} AND g.cause = c.cause
    ORDER BY g.id LIMIT ${TRACE_ROWS_MAX}::bigint`.execute(tx)
  return rows
}

/** A push writes everything at one instant, the one at which it was received. */
async function readHistory(tx: Tx, { receivedAt, stationId }: ActionRow, about: About) {
  const { rows } = await sql<Trace['history'][number]>`
    SELECT h.id, o.order_number AS "orderNumber", h.status, h.recorded_at AS "recordedAt"
    FROM customer_order o JOIN order_status_history h ON h.order_id = o.id
    WHERE o.order_number = ANY(${textColumn(about.orderNumbers)})
      AND h.recorded_at = ${receivedAt}::timestamptz AND h.written_by = ${`station:${stationId}`}
    ORDER BY h.id LIMIT ${TRACE_ROWS_MAX}::bigint`.execute(tx)
  return rows
}

type Subjects = About & { skus: readonly string[] }

async function readEvents(tx: Tx, row: ActionRow, about: Subjects): Promise<Trace['events']> {
  const subjects = [
    ...about.orderNumbers.map((orderNumber) => `order/${orderNumber}`),
    ...about.shipmentIds.map((id) => `shipment/${id}`),
    ...about.documents.map(({ kind, id }) => `${kind}/${id}`),
    ...about.skus.map((sku) => `stock/${sku}`),
    ...(row.exceptionId === null ? [] : [`exception/${row.exceptionId}`]),
  ]
  const { rows } = await sql<Omit<Trace['events'][number], 'deliveries'> & { deliveries: unknown }>`
    SELECT e.id, e.type, e.subject, e.created_at AS "createdAt",
      coalesce((SELECT jsonb_agg(jsonb_build_object('webhook', d.subscription_id, 'status', d.status,
          'attempts', d.attempts) ORDER BY d.subscription_id)
        FROM webhook_delivery d WHERE d.event_id = e.id), '[]'::jsonb) AS deliveries
    FROM outbox_event e
    WHERE e.created_at = ${row.receivedAt}::timestamptz AND e.warehouse = ${row.warehouse}
      AND e.subject = ANY(${textColumn(subjects)})
    ORDER BY e.seq LIMIT ${TRACE_ROWS_MAX}::bigint`.execute(tx)
  return rows.map(({ deliveries, ...event }) => ({
    ...event,
    deliveries: deliveriesOf(deliveries),
  }))
}

function deliveriesOf(value: unknown): Trace['events'][number]['deliveries'] {
  const items: unknown[] = Array.isArray(value) ? value : []
  return items.filter(isRecord).map(({ webhook, status, attempts }) => ({
    webhook: String(webhook),
    status: String(status),
    attempts: Number(attempts),
  }))
}

async function readExceptions(tx: Tx, exceptionId: string | null): Promise<Trace['exceptions']> {
  if (exceptionId === null) return []
  const rows = await tx
    .selectFrom('exception')
    .select(['id', 'code', 'status', 'sentence', 'opened_at'])
    .where('id', '=', exceptionId)
    .execute()
  return rows.map(({ opened_at: openedAt, ...rest }) => ({ ...rest, openedAt }))
}
