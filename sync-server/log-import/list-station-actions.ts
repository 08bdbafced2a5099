import { sql } from 'kysely'
import type { StationActionView } from '#contract/http/station-log-routes.ts'
import { RefusalEnding } from '#contract/actions/refusal-close.ts'
import { Outcome } from '#contract/sync/outcome.ts'
import type { Tx } from '../store/index.ts'
import { readBody } from '../sync/entry.ts'

export type StationActionsQuery = {
  stationId?: string | undefined
  open?: 'true' | 'false' | undefined
  after: string
  limit: number
}

type Row = {
  id: string
  stationId: string
  stationName: string
  incarnation: string
  seq: number
  body: string
  type: string
  outcome: string
  code: string | null
  detail: string | null
  exceptionId: string | null
  receivedAt: string
  closedAt: string | null
  how: string | null
  reason: string | null
  closedBy: string | null
  officeUser: string | null
  byActionId: string | null
}

/** Refused actions of stations with how each was closed, in the order of their ids. */
export async function listStationActions(tx: Tx, query: StationActionsQuery) {
  const { stationId = null, open = null, after, limit } = query
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS}
    FROM station_action r
    JOIN station s ON s.id = r.station_id
    LEFT JOIN refusal_closed c ON c.warehouse = r.warehouse AND c.action_id = r.id
    WHERE r.outcome = 'refused' AND NOT r.is_copy AND r.id > ${after}
      AND (${stationId}::text IS NULL OR r.station_id = ${stationId})
      AND (${open}::text IS NULL OR (c.closed_at IS NULL) = (${open} = 'true'))
    ORDER BY r.id LIMIT ${limit + 1}::bigint`.execute(tx)
  const items = rows.slice(0, limit).map(viewOf)
  return { items, next: rows.length > limit ? (items.at(-1)?.actionId ?? null) : null }
}

/** The newest actions of the log that a station keeps now, and how each of them ended. */
export async function listStationLog(
  tx: Tx,
  stationId: string,
  { before = null, limit }: { before?: number | null | undefined; limit: number },
) {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS}
    FROM station_action r
    JOIN station s ON s.id = ${stationId}
    LEFT JOIN refusal_closed c ON c.warehouse = r.warehouse AND c.action_id = r.id
    WHERE r.station_id = ${stationId}
      AND r.incarnation = (SELECT incarnation FROM station WHERE id = ${stationId})
      AND r.seq < ${before ?? Number.MAX_SAFE_INTEGER}::bigint
    ORDER BY r.seq DESC LIMIT ${limit + 1}::bigint`.execute(tx)
  const items = rows.slice(0, limit).map(viewOf)
  return { items, next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null }
}

const COLUMNS = sql`r.id, r.station_id AS "stationId", s.name AS "stationName", r.incarnation, r.seq, r.body,
  r.type, r.outcome, r.code, r.detail, r.exception_id AS "exceptionId",
  r.received_at AS "receivedAt", c.closed_at AS "closedAt", c.how, c.reason,
  c.operator_id AS "closedBy", c.office_user AS "officeUser", c.by_action_id AS "byActionId"`

function viewOf(row: Row): StationActionView {
  const { id: actionId, body: text, outcome, closedAt, how, closedBy, officeUser, ...rest } = row
  const { reason, byActionId, ...action } = rest
  const body = readBody(text)
  const closing = { reason, operatorId: closedBy, officeUser, byActionId }
  return {
    ...action,
    actionId,
    outcome: Outcome.parse(outcome),
    operatorId: body?.operatorId ?? null,
    occurredAt: body?.occurredAt ?? null,
    payload: body?.payload ?? null,
    closed: closedAt === null ? null : { at: closedAt, how: RefusalEnding.parse(how), ...closing },
  }
}
