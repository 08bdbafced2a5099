import { type RawBuilder, sql } from 'kysely'
import type { OrderSort } from '#contract/orders/order-search.ts'
import type { Tx } from '../store/index.ts'
import { badCursor } from './bad-cursor.ts'
import { searchCondition } from './order-search.ts'

export type OrderFilter = {
  status?: string | undefined
  region?: string | undefined
  deliveryDate?: string | undefined
  customerRef?: string | undefined
  search?: string | undefined
  /** Several states, separated by commas. */
  states?: string | undefined
  deliveryFrom?: string | undefined
  deliveryTo?: string | undefined
  isBlocked?: 'true' | 'false' | undefined
  isBackordered?: 'true' | 'false' | undefined
  sort: OrderSort
  after?: string | undefined
  limit: number
}

type Condition = RawBuilder<unknown>

/** A range of more days is looked for among all orders. */
const DAYS_MAX = 62
const DAY_MS = 86_400_000

/** Stands in a cursor where an order has no day. */
const NO_DAY = 'none'

/** One more than a page of the orders that fit, so that the caller sees whether there are others. */
export async function findOrders<Row>(tx: Tx, filter: OrderFilter): Promise<Row[]> {
  const conditions = [...conditionsOf(filter), ...(await positionOf(tx, filter))]
  const limit = sql`LIMIT ${filter.limit + 1}::bigint`
  const order = sql`ORDER BY ${ORDER_BY[filter.sort]}`
  const stretches = stretchesOf(filter)
  if (stretches.length === 0) {
    const { rows } = await sql<Row>`
      SELECT o.* FROM customer_order o WHERE ${allOf(conditions)} ${order} ${limit}`.execute(tx)
    return rows
  }
  // Each has its own part of an index, already in order: a page of each, and the first of those.
  const { rows } = await sql<Row>`
    SELECT o.* FROM ${sql.join(stretches.map(({ wanted }) => wanted))},
      LATERAL (SELECT o.* FROM customer_order o
        WHERE ${allOf([...stretches.map(({ fits }) => fits), ...conditions])} ${order} ${limit}) o
    ${order} ${limit}`.execute(tx)
  return rows
}

/** What goes into `after` for the orders behind this one. The day is in it: it may move before the next page is read. */
export function cursorOf(
  { sort }: Pick<OrderFilter, 'sort'>,
  { orderNumber, deliveryDate }: { orderNumber: string; deliveryDate: string | null },
): string {
  return sort === 'delivery-day' ? `${deliveryDate ?? NO_DAY}:${orderNumber}` : orderNumber
}

const WHEN = sql`coalesce(o.delivery_date, 'infinity'::date)`

const ORDER_BY: Readonly<Record<OrderSort, Condition>> = {
  oldest: sql`o.created_at, o.id`,
  newest: sql`o.created_at DESC, o.id DESC`,
  'delivery-day': sql`${WHEN}, o.created_at, o.id`,
}

function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `)
}

function statesOf({ states, status }: OrderFilter): string[] | null {
  if (states === undefined) return status === undefined ? null : [status]
  const wanted = [...new Set(states.split(','))]
  return status === undefined ? wanted : wanted.filter((one) => one === status)
}

/** What orders are of, one after the other, where they are asked for by several states or days. */
type Stretch = { wanted: Condition; fits: Condition }

function stretchesOf(filter: OrderFilter): Stretch[] {
  const states = statesOf(filter)
  const days = daysOf(filter)
  return [
    ...(states === null
      ? []
      : [
          {
            wanted: sql`json_array_elements_text(${JSON.stringify(states)}::json) AS wanted (status)`,
            fits: sql`o.status = wanted.status`,
          },
        ]),
    ...(days === null
      ? []
      : [
          {
            wanted: sql`generate_series(${days.from}::date, ${days.to}::date, '1 day') AS at (day)`,
            fits: sql`${WHEN} = at.day::date`,
          },
        ]),
  ]
}

/** Days that are few, where orders come by when they were taken: that tells nothing of the day they are for. */
function daysOf({ sort, deliveryFrom: from, deliveryTo: to }: OrderFilter) {
  if (sort === 'delivery-day' || from === undefined || to === undefined) return null
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
  return days >= 0 && days < DAYS_MAX ? { from, to } : null
}

function conditionsOf(filter: OrderFilter): Condition[] {
  const { region, deliveryDate, customerRef, deliveryFrom, deliveryTo, search } = filter
  const { isBlocked, isBackordered } = filter
  return [
    ...(region === undefined ? [] : [sql`o.region = ${region}`]),
    ...(deliveryDate === undefined ? [] : [sql`o.delivery_date = ${deliveryDate}::date`]),
    // The second one is what the index holds.
    ...(customerRef === undefined
      ? []
      : [
          sql`o.customer_ref = ${customerRef}`,
          sql`lower(o.customer_ref) = ${customerRef.toLowerCase()}`,
        ]),
    ...(deliveryFrom === undefined ? [] : [sql`${WHEN} >= ${deliveryFrom}::date`, HAS_DAY]),
    ...(deliveryTo === undefined ? [] : [sql`${WHEN} <= ${deliveryTo}::date`]),
    ...(isBackordered === undefined ? [] : [isBackordered === 'true' ? WAITS : sql`NOT ${WAITS}`]),
    ...(isBlocked === undefined ? [] : [isBlocked === 'true' ? STOPPED : sql`NOT ${STOPPED}`]),
    ...(search === undefined ? [] : [searchCondition(search)]),
  ]
}

const HAS_DAY = sql`o.delivery_date IS NOT NULL`
const WAITS = sql`o.is_backordered`

const STOPPED = sql`o.id IN (SELECT h.order_id FROM order_status_history h
  WHERE h.severity = 'blocking'
    AND NOT EXISTS (SELECT FROM order_status_history c WHERE c.closes = h.id))`

/** What is behind the last order of the page before. When it was taken on never changes. */
async function positionOf(tx: Tx, { sort, after }: OrderFilter): Promise<Condition[]> {
  if (after === undefined) return []
  const [day, orderNumber] = sort === 'delivery-day' ? splitCursor(after) : [null, after]
  const row = await tx
    .selectFrom('customer_order')
    .select(['created_at', 'id'])
    .where('order_number', '=', orderNumber)
    .executeTakeFirst()
  if (row === undefined) throw badCursor(`no order ${orderNumber} to go on after`)
  const taken = sql`${row.created_at}::timestamptz, ${row.id}`
  if (sort === 'newest') return [sql`(o.created_at, o.id) < (${taken})`]
  if (sort === 'oldest') return [sql`(o.created_at, o.id) > (${taken})`]
  return [sql`(${WHEN}, o.created_at, o.id) > (${day ?? 'infinity'}::date, ${taken})`]
}

function splitCursor(after: string): [day: string | null, orderNumber: string] {
  const match = /^(\d{4}-\d{2}-\d{2}|none):(.+)$/.exec(after)
  const [, day, orderNumber] = match ?? []
  const isDay = day !== undefined && (day === NO_DAY || !Number.isNaN(Date.parse(day)))
  if (!isDay || orderNumber === undefined)
    throw badCursor('not what an earlier page gave as `next`')
  return [day === NO_DAY ? null : day, orderNumber]
}
