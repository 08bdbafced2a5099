import { sql } from 'kysely'
import { TODAY_ORDER_DAYS_MAX } from '#contract/http/today-routes.ts'
import { OrderStatus } from '#contract/orders/order-status.ts'
import { addDays } from '#contract/orders/local-time.ts'
import { textColumn, type Tx } from '../../store/index.ts'
import type { TodayRegion } from './read-regions.ts'
import type { Scope } from './read-today.ts'

type CountRow = { deliveryDate: string | null; status: OrderStatus; count: number }

/** Waits for the customer, or is for nobody: no part of the day's work that is late. */
const NOT_LATE: readonly OrderStatus[] = ['PENDING_PAYMENT', 'DELIVERED', 'COMPLETED']

/** Orders that somebody still works on, and what was delivered today, by state and day. */
export async function readOrders(tx: Tx, { warehouses, today }: Scope) {
  // Word for word what the index `customer_order_unfinished` is of.
  const { rows } = await sql<CountRow>`
    SELECT delivery_date AS "deliveryDate", status, count(*) AS count FROM customer_order
    WHERE warehouse = ANY(${textColumn(warehouses)})
      AND status NOT IN ('DELIVERED', 'COMPLETED', 'CANCELLED')
    GROUP BY delivery_date, status
    UNION ALL
    SELECT delivery_date, status, count(*) FROM customer_order
    WHERE warehouse = ANY(${textColumn(warehouses)}) AND delivery_date = ${today}::date
      AND status IN ('DELIVERED', 'COMPLETED')
    GROUP BY delivery_date, status`.execute(tx)
  const dated = rows.flatMap(({ deliveryDate }) => deliveryDate ?? [])
  const days = [...new Set(dated)].filter((day) => day >= today).toSorted()
  const isLate = ({ deliveryDate, status }: CountRow) =>
    deliveryDate !== null && deliveryDate < today && !NOT_LATE.includes(status)
  return {
    all: countsOf(rows),
    late: rows.filter((row) => isLate(row)).reduce((sum, { count }) => sum + count, 0),
    days: days.slice(0, TODAY_ORDER_DAYS_MAX).map((deliveryDate) => ({
      deliveryDate,
      counts: countsOf(rows.filter((row) => row.deliveryDate === deliveryDate)),
    })),
  }
}

/** In the order of the good case. */
function countsOf(rows: readonly CountRow[]) {
  return OrderStatus.options.flatMap((status) => {
    const count = rows
      .filter((row) => row.status === status)
      .reduce((sum, row) => sum + row.count, 0)
    return count === 0 ? [] : [{ status, count }]
  })
}

type ProgressRow = {
  region: string | null
  deliveryDate: string
  orders: number
  lines: number
  picked: number
  packed: number
  loaded: number
}

/** Lines picked, packed and loaded of what leaves today and on each region's next day. */
export async function readProgress(
  tx: Tx,
  { warehouses, today }: Scope,
  regions: ReadonlyMap<string, TodayRegion>,
) {
  const counterDay = addDays(today, 1)
  const nextDays = [...regions.values()].flatMap(({ nextDay }) => nextDay ?? [])
  const days = [...new Set([today, counterDay, ...nextDays])]
  const own = textColumn(warehouses)
  // Word for word what the index is of, and what left it today.
  const { rows } = await sql<ProgressRow>`
    WITH chosen AS (
      SELECT id, region, delivery_date FROM customer_order
      WHERE warehouse = ANY(${own}) AND delivery_date = ANY(${textColumn(days)}::date[])
        AND status NOT IN ('DELIVERED', 'COMPLETED', 'CANCELLED') AND status <> 'PENDING_PAYMENT'
      UNION ALL
      SELECT id, region, delivery_date FROM customer_order
      WHERE warehouse = ANY(${own}) AND delivery_date = ${today}::date
        AND status IN ('DELIVERED', 'COMPLETED')
    )
    SELECT o.region, o.delivery_date AS "deliveryDate", count(*) AS orders,
      sum(l.lines)::integer AS lines, sum(l.picked)::integer AS picked,
      sum(l.packed)::integer AS packed, sum(l.loaded)::integer AS loaded
    FROM chosen o, LATERAL (
      -- Order by order, so that it is always their lines that are read, and never all there are.
      SELECT count(*) AS lines,
        count(*) FILTER (WHERE picked + short >= ordered) AS picked,
        count(*) FILTER (WHERE packed + short >= ordered) AS packed,
        count(*) FILTER (WHERE loaded + short >= ordered) AS loaded
      FROM order_line WHERE order_id = o.id AND ordered > 0
    ) l
    GROUP BY o.region, o.delivery_date
    ORDER BY o.delivery_date, o.region NULLS LAST`.execute(tx)
  return rows
    .filter(({ region, deliveryDate }) => {
      const next = region === null ? counterDay : (regions.get(region)?.nextDay ?? null)
      return deliveryDate === today || deliveryDate === next
    })
    .map((row) => ({ ...row, regionName: nameOf(row.region, regions) }))
}

function nameOf(code: string | null, regions: ReadonlyMap<string, TodayRegion>): string | null {
  return code === null ? null : (regions.get(code)?.region.name ?? code)
}
