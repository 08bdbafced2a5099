import { sql } from 'kysely'
import { addDays, localTime } from '#contract/orders/local-time.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'

/** Newest rows of a product that are read for it; more would keep a person waiting. */
const ROWS_READ_MAX = 20_000

export type StockDay = { day: string; onHand: number }

/**
 * What was on hand at the end of each of the last days, worked out from what is on hand now and the ledger, newest
 * first. Days that the rows read do not reach are left out, and those before the product first moved.
 */
export async function readStockDays(
  tx: Tx,
  asked: { warehouse: string; sku: string; days: number; at: string },
): Promise<StockDay[]> {
  const { warehouse, sku, days, at } = asked
  const home = await tx
    .selectFrom('warehouse')
    .select('timezone')
    .where('code', '=', warehouse)
    .executeTakeFirst()
  if (home === undefined) throw new Problem('unknown-warehouse', `no warehouse ${warehouse}`)
  const moved = await movedByDay(tx, { warehouse, sku, timezone: home.timezone })
  let onHand = await onHandNow(tx, warehouse, sku)
  let day = localTime(Date.parse(at), home.timezone).day
  // The day before a product first moved is shown, so that one sees it come in; none before it.
  const first = moved.oldest ?? day
  const oldest = moved.isCut ? first : addDays(first, -2)
  const found: StockDay[] = []
  for (let n = 0; n < days && day > oldest; n += 1) {
    found.push({ day, onHand })
    onHand -= moved.deltas.get(day) ?? 0
    day = addDays(day, -1)
  }
  return found.toReversed()
}

async function onHandNow(tx: Tx, warehouse: string, sku: string): Promise<number> {
  const row = await tx
    .selectFrom('stock')
    .select(sql<number>`coalesce(sum(on_hand), 0)`.as('onHand'))
    .where('warehouse', '=', warehouse)
    .where('sku', '=', sku)
    .executeTakeFirst()
  return row?.onHand ?? 0
}

async function movedByDay(
  tx: Tx,
  { warehouse, sku, timezone }: { warehouse: string; sku: string; timezone: string },
) {
  const { rows } = await sql<{ day: string; delta: number; count: number }>`
    SELECT (recorded_at AT TIME ZONE ${timezone})::date AS day, sum(on_hand_delta)::bigint AS delta,
      count(*) AS count
    FROM (SELECT recorded_at, on_hand_delta FROM stock_ledger
      WHERE warehouse = ${warehouse} AND sku = ${sku} ORDER BY id DESC LIMIT ${ROWS_READ_MAX}) newest
    GROUP BY 1 ORDER BY 1`.execute(tx)
  const read = rows.reduce((sum, { count }) => sum + count, 0)
  return {
    deltas: new Map(rows.map(({ day, delta }) => [day, delta])),
    oldest: rows[0]?.day,
    isCut: read >= ROWS_READ_MAX,
  }
}
