import { sql } from 'kysely'
import { compareSlots } from '../capacity/index.ts'
import type { Tx } from '../store/index.ts'

/** What two books that must agree say: the counter, and what it should follow from. */
export type Difference = {
  warehouse: string
  what:
    | 'on-hand'
    | 'reserved'
    | 'reservation'
    | 'order-line'
    | 'picked'
    | 'slot'
    | 'expired-reservation'
  /** Names the place within its kind, the same every night. */
  key: string
  book: number
  found: number
  /** What a person would look the place up by. */
  about: Readonly<Record<string, string | number>>
}

export type Comparison = { checked: number; differences: Difference[] }

/** Differences of one warehouse that are told apart; with more than that something bigger is wrong. */
export const DIFFERENCES_MAX = 500

type Comparing = { warehouse: string; today: string; now: string }

/**
 * Compares every book of a warehouse with what it is a sum of. Changes nothing. Called in one snapshot,
 * so that what is under way is in all of them or in none.
 */
export async function compareBooks(tx: Tx, comparing: Comparing): Promise<Comparison> {
  const { warehouse } = comparing
  const differences = [
    ...(await compareLedger(tx, warehouse)),
    ...(await compareReservations(tx, warehouse)),
    ...(await compareOrderLines(tx, warehouse)),
    ...(await comparePicked(tx, warehouse)),
    ...(await compareDays(tx, comparing)),
    ...(await findExpired(tx, comparing)),
  ]
  const checked = await countChecked(tx, comparing)
  return { checked, differences: differences.slice(0, DIFFERENCES_MAX) }
}

/** Reservations that should have ended: only an order that waits for its payment has such. */
export async function findExpired(
  tx: Tx,
  { warehouse, now }: Pick<Comparing, 'warehouse' | 'now'>,
): Promise<Difference[]> {
  const { rows } = await sql<{
    order_id: string
    order_number: string | null
    line_no: number
    sku: string
    lot: string
    quantity: number
    expires_at: string
  }>`
    SELECT r.order_id, o.order_number, r.line_no, r.sku, r.lot, r.quantity, r.expires_at
    FROM reservation r LEFT JOIN customer_order o ON o.id = r.order_id
    WHERE r.warehouse = ${warehouse} AND r.expires_at < ${now}::timestamptz AND r.quantity <> 0
      AND o.status IS DISTINCT FROM 'PENDING_PAYMENT'
    ORDER BY r.order_id, r.line_no, r.lot LIMIT ${DIFFERENCES_MAX}`.execute(tx)
  return rows.map((row) => ({
    warehouse,
    what: 'expired-reservation',
    key: `${row.order_id}/${row.line_no}/${row.lot}`,
    book: row.quantity,
    found: 0,
    about: {
      orderNumber: row.order_number ?? row.order_id,
      lineNo: row.line_no,
      sku: row.sku,
      lot: row.lot,
      expiresAt: row.expires_at,
    },
  }))
}

type LotRow = { sku: string; lot: string; book: number; found: number }

function ofLots(warehouse: string, what: Difference['what'], rows: readonly LotRow[]) {
  return rows.map(({ sku, lot, book, found }): Difference => {
    return { warehouse, what, key: `${sku}/${lot}`, book, found, about: { sku, lot } }
  })
}

/** The counters against the ledger. */
async function compareLedger(tx: Tx, warehouse: string): Promise<Difference[]> {
  const { rows } = await sql<{
    sku: string
    lot: string
    on_hand: number
    reserved: number
    ledger_on_hand: number
    ledger_reserved: number
  }>`
    SELECT sku, lot, coalesce(s.on_hand, 0) AS on_hand, coalesce(s.reserved, 0) AS reserved,
      coalesce(l.on_hand, 0) AS ledger_on_hand, coalesce(l.reserved, 0) AS ledger_reserved
    FROM (SELECT * FROM stock WHERE warehouse = ${warehouse}) s
    FULL JOIN (
      SELECT sku, lot, sum(on_hand_delta)::bigint AS on_hand, sum(reserved_delta)::bigint AS reserved
      FROM stock_ledger WHERE warehouse = ${warehouse} GROUP BY sku, lot
    ) l USING (sku, lot)
    WHERE coalesce(s.on_hand, 0) <> coalesce(l.on_hand, 0)
      OR coalesce(s.reserved, 0) <> coalesce(l.reserved, 0)
    ORDER BY sku, lot LIMIT ${DIFFERENCES_MAX}`.execute(tx)
  const onHand = rows.map((row) => ({ ...row, book: row.on_hand, found: row.ledger_on_hand }))
  const reserved = rows.map((row) => ({ ...row, book: row.reserved, found: row.ledger_reserved }))
  const isOff = ({ book, found }: LotRow) => book !== found
  return [
    ...ofLots(warehouse, 'on-hand', onHand.filter(isOff)),
    ...ofLots(warehouse, 'reserved', reserved.filter(isOff)),
  ]
}

/** What counters say is reserved against what orders hold. */
async function compareReservations(tx: Tx, warehouse: string): Promise<Difference[]> {
  const { rows } = await sql<LotRow>`
    SELECT sku, lot, coalesce(s.reserved, 0) AS book, coalesce(r.quantity, 0) AS found
    FROM (SELECT * FROM stock WHERE warehouse = ${warehouse}) s
    FULL JOIN (
      SELECT sku, lot, sum(quantity)::bigint AS quantity
      FROM reservation WHERE warehouse = ${warehouse} GROUP BY sku, lot
    ) r USING (sku, lot)
    WHERE coalesce(s.reserved, 0) <> coalesce(r.quantity, 0)
    ORDER BY sku, lot LIMIT ${DIFFERENCES_MAX}`.execute(tx)
  return ofLots(warehouse, 'reservation', rows)
}

/** What order lines say is reserved for them against their reservations, those of vanished lines too. */
async function compareOrderLines(tx: Tx, warehouse: string): Promise<Difference[]> {
  const { rows } = await sql<
    LotRow & { order_number: string | null; order_id: string; line_no: number }
  >`
    SELECT o.order_number, order_id, line_no, coalesce(l.sku, r.sku) AS sku, '' AS lot,
      coalesce(l.reserved, 0) AS book, coalesce(r.quantity, 0) AS found
    FROM (
      SELECT l.* FROM order_line l JOIN customer_order o ON o.id = l.order_id
      WHERE o.warehouse = ${warehouse}
    ) l
    FULL JOIN (
      SELECT order_id, line_no, min(sku) AS sku, sum(quantity)::bigint AS quantity
      FROM reservation WHERE warehouse = ${warehouse} GROUP BY order_id, line_no
    ) r USING (order_id, line_no)
    LEFT JOIN customer_order o ON o.id = order_id
    WHERE coalesce(l.reserved, 0) <> coalesce(r.quantity, 0)
    ORDER BY order_id, line_no LIMIT ${DIFFERENCES_MAX}`.execute(tx)
  return rows.map(({ order_id: orderId, order_number: number, line_no: lineNo, ...row }) => ({
    warehouse,
    what: 'order-line',
    key: `${orderId}/${lineNo}`,
    book: row.book,
    found: row.found,
    about: { orderNumber: number ?? orderId, lineNo, sku: row.sku },
  }))
}

/** Goods off the shelf and not shipped: the counters against what pick lists say (see bookOf). */
async function comparePicked(tx: Tx, warehouse: string): Promise<Difference[]> {
  const { rows } = await sql<LotRow>`
    WITH line AS (
      SELECT l.line ->> 'sku' AS sku, coalesce(l.line ->> 'reservedLot', '') AS home,
        (l.line ->> 'picked')::bigint - (l.line ->> 'loaded')::bigint AS in_hand,
        coalesce(l.line -> 'lots', '[]') AS lots
      FROM document d, jsonb_array_elements(d.body -> 'lines') AS l (line)
      WHERE d.warehouse = ${warehouse} AND d.kind = 'pick-list'
        AND (l.line ->> 'picked' <> l.line ->> 'loaded' OR l.line -> 'lots' IS NOT NULL)
    ), part AS (
      SELECT line.sku, lot ->> 'lot' AS lot,
        (lot ->> 'picked')::bigint - (lot ->> 'loaded')::bigint AS quantity
      FROM line, jsonb_array_elements(line.lots) AS lot
      UNION ALL
      SELECT line.sku, line.home, line.in_hand - coalesce((
        SELECT sum((lot ->> 'picked')::bigint - (lot ->> 'loaded')::bigint)
        FROM jsonb_array_elements(line.lots) AS lot), 0)
      FROM line
    ), found AS (SELECT sku, lot, sum(quantity)::bigint AS quantity FROM part GROUP BY sku, lot)
    SELECT sku, lot, coalesce(s.picked, 0) AS book, coalesce(f.quantity, 0) AS found
    FROM (SELECT * FROM stock WHERE warehouse = ${warehouse}) s
    FULL JOIN found f USING (sku, lot)
    WHERE coalesce(s.picked, 0) <> coalesce(f.quantity, 0)
    ORDER BY sku, lot LIMIT ${DIFFERENCES_MAX}`.execute(tx)
  return ofLots(warehouse, 'picked', rows)
}

const FIGURES = ['reservedGrams', 'reservedCm3', 'packedGrams', 'packedCm3'] as const

/** Delivery days from today on against what orders, lists and units hold of them. */
async function compareDays(tx: Tx, { warehouse, today }: Comparing): Promise<Difference[]> {
  const days = await compareSlots(tx, { warehouse, from: today })
  return days.flatMap(({ region, deliveryDate, slot, found }) =>
    FIGURES.filter((figure) => slot[figure] !== found[figure]).map((figure): Difference => ({
      warehouse,
      what: 'slot',
      key: `${region}/${deliveryDate}/${figure}`,
      book: slot[figure],
      found: found[figure],
      about: { region, deliveryDate, figure },
    })),
  )
}

async function countChecked(tx: Tx, { warehouse, today }: Comparing): Promise<number> {
  const { rows } = await sql<{ checked: number }>`
    SELECT (SELECT count(*) FROM stock WHERE warehouse = ${warehouse})
      + (SELECT count(*) FROM order_line l JOIN customer_order o ON o.id = l.order_id
         WHERE o.warehouse = ${warehouse})
      + (SELECT count(*) FROM capacity_slot
         WHERE warehouse = ${warehouse} AND delivery_date >= ${today}::date) AS checked`.execute(tx)
  return rows[0]?.checked ?? 0
}
