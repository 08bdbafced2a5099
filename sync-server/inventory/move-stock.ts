import { sql } from 'kysely'
import type { LedgerKind } from '#contract/actions/decision.ts'
import { textColumn, type Tx } from '../store/index.ts'

/** One row of the ledger to be, and what it does to the counters. `cause` moves a kind once. */
export type StockMove = {
  sku: string
  lot: string
  ledger: LedgerKind
  quantity: number
  onHandDelta: number
  reservedDelta: number
  pickedDelta: number
  cause: string
  /** The order or movement a person would look up. */
  reference: string
  reason: string
}

export type Counters = {
  sku: string
  lot: string
  onHand: number
  reserved: number
  picked: number
}

/**
 * Writes ledger rows and moves the counters by them, in two statements whatever their number. A row
 * whose cause was recorded before moves nothing. Rows that exist should be locked by `lockStock` before.
 */
export async function moveStock(
  tx: Tx,
  options: { warehouse: string; at: string; moves: readonly StockMove[] },
): Promise<void> {
  const fresh = await recordMoves(tx, options)
  await moveCounters(tx, options.warehouse, fresh)
}

/**
 * Writes the ledger alone, which nobody waits for; the counters are still to be moved in the same
 * transaction, by the moves that come back: those whose cause was not recorded before.
 */
export async function recordMoves<Move extends StockMove>(
  tx: Tx,
  options: { warehouse: string; at: string; moves: readonly Move[] },
): Promise<readonly Move[]> {
  const { warehouse, at, moves } = options
  if (moves.length === 0) return moves
  const column = (name: keyof StockMove) => textColumn(moves.map((move) => move[name]))
  const { rows } = await sql<{ count: number; causes: string[] | null }>`
    WITH recorded AS (
      INSERT INTO stock_ledger (recorded_at, warehouse, sku, lot, kind, quantity, on_hand_delta,
        reserved_delta, cause, reference, reason)
      SELECT ${at}::timestamptz, ${warehouse}, r.sku, r.lot, r.kind, r.quantity::bigint,
        r.on_hand::bigint, r.reserved::bigint, r.cause, r.reference, r.reason
      FROM unnest(${column('sku')}, ${column('lot')}, ${column('ledger')}, ${column('quantity')},
        ${column('onHandDelta')}, ${column('reservedDelta')}, ${column('cause')},
        ${column('reference')}, ${column('reason')}) WITH ORDINALITY
        AS r (sku, lot, kind, quantity, on_hand, reserved, cause, reference, reason, n)
      ORDER BY r.n
      ON CONFLICT (warehouse, cause, kind, sku, lot) DO NOTHING
      RETURNING cause, kind, sku, lot
    )
    SELECT count(*) AS count, CASE WHEN count(*) < ${moves.length}::integer
      THEN json_agg(json_build_array(cause, kind, sku, lot)::text) END AS causes
    FROM recorded`.execute(tx)
  const [recorded] = rows
  if (recorded === undefined || recorded.count === moves.length) return moves
  const fresh = new Set((recorded.causes ?? []).map((text) => JSON.stringify(JSON.parse(text))))
  return moves.filter(({ cause, ledger, sku, lot }) =>
    fresh.has(JSON.stringify([cause, ledger, sku, lot])),
  )
}

/** Moves the counters of recorded moves, in sorted order, and answers with what they then hold. */
export async function moveCounters(
  tx: Tx,
  warehouse: string,
  moves: readonly StockMove[],
): Promise<Counters[]> {
  const totals = [...sumByRow(moves).values()]
  if (totals.length === 0) return []
  const column = (name: keyof Counters) => textColumn(totals.map((total) => total[name]))
  const { rows } = await sql<Counters>`
    INSERT INTO stock AS s (warehouse, sku, lot, on_hand, reserved, picked)
    SELECT ${warehouse}, t.sku, t.lot, t.on_hand::bigint, t.reserved::bigint, t.picked::bigint
    FROM unnest(${column('sku')}, ${column('lot')}, ${column('onHand')}, ${column('reserved')},
      ${column('picked')}) AS t (sku, lot, on_hand, reserved, picked)
    ORDER BY t.sku, t.lot
    ON CONFLICT (warehouse, sku, lot) DO UPDATE SET on_hand = s.on_hand + EXCLUDED.on_hand,
      reserved = s.reserved + EXCLUDED.reserved, picked = s.picked + EXCLUDED.picked
    RETURNING s.sku, s.lot, s.on_hand AS "onHand", s.reserved, s.picked`.execute(tx)
  return rows
}

function sumByRow(moves: readonly StockMove[]): Map<string, Counters> {
  const totals = new Map<string, Counters>()
  for (const { sku, lot, onHandDelta, reservedDelta, pickedDelta } of moves) {
    const key = JSON.stringify([sku, lot])
    const total = totals.get(key) ?? { sku, lot, onHand: 0, reserved: 0, picked: 0 }
    totals.set(key, total)
    total.onHand += onHandDelta
    total.reserved += reservedDelta
    total.picked += pickedDelta
  }
  return totals
}
