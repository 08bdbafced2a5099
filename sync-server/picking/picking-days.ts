import { sql } from 'kysely'
import { UNLISTED_SHOWN_MAX } from '#contract/http/picking-routes.ts'
import { addDays, localTime } from '#contract/orders/local-time.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'

const MAIN = 'MAIN'

/** Days ahead that are looked at: intake takes nothing for later. */
const DAYS_AHEAD_MAX = 60

/** The days from yesterday on that have something to pick or load. */
export async function listPickingDays(
  tx: Tx,
  { warehouse = MAIN, now }: { warehouse?: string | undefined; now: number },
) {
  const warehouses = await tx
    .selectFrom('warehouse')
    .select(['code', 'name', 'timezone'])
    .orderBy('code')
    .execute()
  const own = warehouses.find(({ code }) => code === warehouse)
  if (own === undefined) throw new Problem('unknown-warehouse', `no warehouse ${warehouse}`)
  const today = localTime(now, own.timezone).day
  const [from, to] = [addDays(today, -1), addDays(today, DAYS_AHEAD_MAX)]
  const { rows: days } = await sql<{
    deliveryDate: string
    orders: number
    lists: number
    loads: number
  }>`
    SELECT day AS "deliveryDate", sum(orders)::integer AS orders, sum(lists)::integer AS lists,
      sum(loads)::integer AS loads
    FROM (
      SELECT delivery_date AS day, count(*) AS orders, 0 AS lists, 0 AS loads FROM customer_order
      WHERE warehouse = ${warehouse} AND delivery_date BETWEEN ${from}::date AND ${to}::date
        AND status <> 'CANCELLED' GROUP BY delivery_date
      UNION ALL
      SELECT delivery_date, 0, count(*), 0 FROM pick_list
      WHERE warehouse = ${warehouse} AND delivery_date BETWEEN ${from}::date AND ${to}::date
      GROUP BY delivery_date
      UNION ALL
      SELECT delivery_date, 0, 0, count(*) FROM load
      WHERE warehouse = ${warehouse} AND delivery_date BETWEEN ${from}::date AND ${to}::date
      GROUP BY delivery_date
    ) AS counts GROUP BY day ORDER BY day`.execute(tx)
  const next = days.find(({ deliveryDate }) => deliveryDate > today)?.deliveryDate
  return {
    warehouse,
    warehouses: warehouses.map(({ code, name }) => ({ code, name })),
    today,
    next: next ?? addDays(today, 1),
    days,
  }
}

type Day = { warehouse: string; deliveryDate: string }
type Counts = { open: number; claimed: number; done: number; cancelled: number }

/** How far the lists of a day are, and what is on none. */
export async function readPickingDay(tx: Tx, day: Day) {
  const { rows: regions } = await sql<Counts & { region: string | null }>`
    SELECT p.region, count(*) FILTER (WHERE d.body ->> 'status' = 'open')::integer AS open,
      count(*) FILTER (WHERE d.body ->> 'status' = 'claimed')::integer AS claimed,
      count(*) FILTER (WHERE d.body ->> 'status' = 'done')::integer AS done,
      count(*) FILTER (WHERE d.body ->> 'status' = 'cancelled')::integer AS cancelled
    FROM pick_list p
    JOIN document d ON d.warehouse = p.warehouse AND d.kind = 'pick-list' AND d.id = p.id
    WHERE p.warehouse = ${day.warehouse} AND p.delivery_date = ${day.deliveryDate}::date
    GROUP BY p.region ORDER BY p.region NULLS LAST`.execute(tx)
  return { regions, ...(await readUnlisted(tx, day)) }
}

type Unlisted = {
  orderNumber: string
  region: string | null
  why: 'ready' | 'blocked' | 'unpaid' | 'on-hold'
  because: string | null
  ready: number
  waiting: number
}

/** Orders of the day that are on no list, and why; those that cannot be listed come first. */
async function readUnlisted(tx: Tx, { warehouse, deliveryDate }: Day) {
  const { rows } = await sql<Unlisted>`
    SELECT u.order_number AS "orderNumber", u.region, u.why, u.because,
      count(*) FILTER (WHERE u.why = 'ready') OVER ()::integer AS ready,
      count(*) FILTER (WHERE u.why <> 'ready') OVER ()::integer AS waiting
    FROM (
      SELECT o.id, o.order_number, o.region, CASE
          WHEN o.status = 'PENDING_PAYMENT' THEN 'unpaid'
          WHEN b.id IS NOT NULL THEN 'blocked'
          WHEN o.status = 'ON_HOLD' THEN 'on-hold'
          ELSE 'ready' END AS why,
        b.payload ->> 'note' AS because
      FROM customer_order o
      LEFT JOIN LATERAL (
        SELECT h.id, h.payload FROM order_status_history h
        WHERE h.order_id = o.id AND h.severity = 'blocking'
          AND NOT EXISTS (SELECT FROM order_status_history c WHERE c.closes = h.id)
        ORDER BY h.id LIMIT 1) b ON true
      WHERE o.warehouse = ${warehouse} AND o.delivery_date = ${deliveryDate}::date
        AND o.status IN ('CONFIRMED', 'PENDING_PAYMENT', 'ON_HOLD')
        AND NOT EXISTS (SELECT FROM pick_list_order l WHERE l.order_id = o.id)
    ) AS u
    ORDER BY u.why = 'ready', u.id LIMIT ${UNLISTED_SHOWN_MAX}`.execute(tx)
  return {
    ready: rows[0]?.ready ?? 0,
    waiting: rows[0]?.waiting ?? 0,
    unlisted: rows.map(({ orderNumber, region, why, because }) => ({
      orderNumber,
      region,
      why,
      because,
    })),
  }
}
