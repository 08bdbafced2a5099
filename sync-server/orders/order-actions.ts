import { type RawBuilder, sql } from 'kysely'
import type { OrderAction } from '#contract/http/order-work-routes.ts'
import { Outcome } from '#contract/sync/outcome.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { readBody } from '../sync/entry.ts'
import { findUnits } from '../sync/find-units.ts'
import { badCursor } from './bad-cursor.ts'

export type ActionsQuery = {
  orderNumber: string
  newest?: 'true' | 'false' | undefined
  after: string
  limit: number
}

type Row = Omit<OrderAction, 'outcome' | 'operatorId' | 'operatorName' | 'sku' | 'payload'> & {
  outcome: string
  body: string
  /** List and number of the line it was about. */
  line: string | null
}

/** What benches did for an order: on its lines of its lists, and with the units that hold its goods. */
export async function readOrderActions(tx: Tx, query: ActionsQuery) {
  const { orderNumber, after, limit } = query
  const way = query.newest === 'true' ? NEWEST_FIRST : OLDEST_FIRST
  const order = await tx
    .selectFrom('customer_order')
    .select(['id', 'warehouse'])
    .where('order_number', '=', orderNumber)
    .executeTakeFirst()
  if (order === undefined) throw new Problem('not-found', `no order ${orderNumber}`)
  await expectKnown(tx, after)
  const { warehouse } = order
  const lists = await readListLines(tx, { orderId: order.id, warehouse, orderNumber })
  const units = await findUnits(tx, warehouse, orderNumber)
  const about = {
    lists: JSON.stringify([...new Set(lists.map(({ list }) => list))]),
    lines: JSON.stringify(lists.map(({ list, line }) => `${list}/${line}`)),
    units: JSON.stringify(units.map(({ id }) => id)),
  }
  // Cut out of the text as the indexes are: what a station sent is never parsed by the database.
  const { rows } = await sql<Row>`
    SELECT a.id AS "actionId", a.type, a.station_id AS "stationId", s.name AS "stationName", a.body,
      a.outcome, a.code, a.detail, a.exception_id AS "exceptionId", a.received_at AS "receivedAt",
      a.occurred_at AS "occurredAt", ${LIST} || '/' || ${LINE} AS line
    FROM station_action a JOIN station s ON s.id = a.station_id
    WHERE a.id = ANY(ARRAY(${idsWhere(LIST, about.lists)} UNION ${idsWhere(UNIT, about.units)}))
      AND NOT a.is_copy AND ${beyond(after, way)} AND a.warehouse = ${warehouse}
      AND (${LINE} IS NULL OR ${LIST} IS NULL
        OR ${LIST} || '/' || ${LINE} IN (SELECT json_array_elements_text(${about.lines}::json)))
    ORDER BY ${way.order} LIMIT ${limit + 1}::bigint`.execute(tx)
  const page = rows.slice(0, limit)
  const names = await readNames(tx, warehouse)
  const skus = new Map(lists.map(({ list, line, sku }) => [`${list}/${line}`, sku]))
  const next = rows.length > limit ? (page.at(-1)?.actionId ?? null) : null
  return { items: page.map((row) => viewOf(row, names, skus)), next }
}

/** An id begins with its millisecond, and within one ids come in any order: there the bench's log has it. */
const AS_DONE = sql`left(a.id, 13), a.station_id, a.seq`

const OLDEST_FIRST = { order: AS_DONE, follows: sql`>` }
const NEWEST_FIRST = {
  order: sql`left(a.id, 13) DESC, a.station_id DESC, a.seq DESC`,
  follows: sql`<`,
}

function beyond(after: string, { follows }: typeof OLDEST_FIRST) {
  if (after === '') return sql`true`
  return sql`(${AS_DONE}) ${follows} (SELECT ${AS_DONE} FROM station_action a
    WHERE a.id = ${after} AND NOT a.is_copy)`
}

/** What nobody did has no place among the rest: a page behind it would be empty, as if that were all. */
async function expectKnown(tx: Tx, after: string): Promise<void> {
  if (after === '') return
  const row = await tx
    .selectFrom('station_action')
    .select('id')
    .where('id', '=', after)
    .where('is_copy', '=', false)
    .executeTakeFirst()
  if (row === undefined) throw badCursor(`no action ${after} to go on after`)
}

const LIST = sql`substring(a.body FROM '"pickListId":"([^"]{1,64})"')`
const UNIT = sql`substring(a.body FROM '"unitId":"([0-9]{18})"')`
const LINE = sql`substring(a.body FROM '"lineNo":([0-9]{1,9})')`

/** Thing by thing, each through an index: how many there are is not known when the way is chosen. */
function idsWhere(named: RawBuilder<unknown>, things: string): RawBuilder<unknown> {
  return sql`SELECT found.id FROM json_array_elements_text(${things}::json) AS w (thing),
    LATERAL (SELECT a.id FROM station_action a WHERE ${named} = w.thing AND NOT a.is_copy OFFSET 0) found`
}

type OrderKey = { orderId: string; warehouse: string; orderNumber: string }

/** A list may hold lines of other orders as well. */
async function readListLines(tx: Tx, { orderId, warehouse, orderNumber }: OrderKey) {
  const { rows } = await sql<{ list: string; line: number; sku: string }>`
    SELECT l.pick_list_id AS list, (line ->> 'lineNo')::integer AS line, line ->> 'sku' AS sku
    FROM pick_list_order l
    JOIN document d ON d.warehouse = ${warehouse} AND d.kind = 'pick-list' AND d.id = l.pick_list_id,
      jsonb_array_elements(d.body -> 'lines') AS line
    WHERE l.order_id = ${orderId} AND line ->> 'orderNumber' = ${orderNumber}`.execute(tx)
  return rows
}

async function readNames(tx: Tx, warehouse: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('operator')
    .select(['ref', 'name'])
    .where('warehouse', '=', warehouse)
    .execute()
  return new Map(rows.map(({ ref, name }) => [ref, name]))
}

function viewOf(
  row: Row,
  names: ReadonlyMap<string, string>,
  skus: ReadonlyMap<string, string>,
): OrderAction {
  const { body: text, outcome, line, ...action } = row
  const body = readBody(text)
  const operatorId = body?.operatorId ?? null
  return {
    ...action,
    occurredAt: action.occurredAt ?? body?.occurredAt ?? null,
    operatorId,
    operatorName: operatorId === null ? null : (names.get(operatorId) ?? null),
    outcome: Outcome.parse(outcome),
    sku: line === null ? null : (skus.get(line) ?? null),
    payload: body?.payload ?? null,
  }
}
