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
 * Writes ledger rows and moves the counters by them, in one statement whatever their number. A row
 * whose cause was recorded before moves nothing and is named in `repeated` by its place in `moves`.
 * Answers with the counters that moved. Rows that exist should be locked by `lockStock` before.
 */
export async function moveStock(
  tx: Tx,
  options: { warehouse: string; at: string; moves: readonly StockMove[] },
): Promise<{ counters: Counters[]; repeated: number[] }> {
  const { warehouse, at, moves } = options
  if (moves.length === 0) return { counters: [], repeated: [] }
  const column = (name: keyof StockMove) => textColumn(moves.map((move) => move[name]))
  const { rows: moved } = await sql<Counters & { repeated: number[] | null }>`
    WITH input AS (
      SELECT n::integer - 1 AS n, sku, lot, kind, quantity::bigint, on_hand::bigint,
        reserved::bigint, picked::bigint, cause, reference, reason
      FROM unnest(${column('sku')}, ${column('lot')}, ${column('ledger')}, ${column('quantity')},
        ${column('onHandDelta')}, ${column('reservedDelta')}, ${column('pickedDelta')},
        ${column('cause')}, ${column('reference')}, ${column('reason')}) WITH ORDINALITY
        AS r (sku, lot, kind, quantity, on_hand, reserved, picked, cause, reference, reason, n)
    ), recorded AS (
      INSERT INTO stock_ledger (recorded_at, warehouse, sku, lot, kind, quantity, on_hand_delta,
        reserved_delta, cause, reference, reason)
      SELECT ${at}::timestamptz, ${warehouse}, sku, lot, kind, quantity, on_hand, reserved, cause,
        reference, reason
      FROM input ORDER BY n
      ON CONFLICT (warehouse, cause, kind, sku, lot) DO NOTHING
      RETURNING cause, kind, sku, lot
    ), moved AS (
      INSERT INTO stock AS s (warehouse, sku, lot, on_hand, reserved, picked)
      SELECT ${warehouse}, sku, lot, sum(on_hand), sum(reserved), sum(picked)
      FROM input JOIN recorded USING (cause, kind, sku, lot)
      GROUP BY sku, lot ORDER BY sku, lot
      ON CONFLICT (warehouse, sku, lot) DO UPDATE SET on_hand = s.on_hand + EXCLUDED.on_hand,
        reserved = s.reserved + EXCLUDED.reserved, picked = s.picked + EXCLUDED.picked
      RETURNING s.sku, s.lot, s.on_hand AS "onHand", s.reserved, s.picked
    ), repeated AS (
      SELECT json_agg(n) AS numbers FROM input i
      WHERE NOT EXISTS (SELECT FROM recorded r WHERE r.cause = i.cause AND r.kind = i.kind
        AND r.sku = i.sku AND r.lot = i.lot)
    )
    SELECT moved.*, repeated.numbers AS repeated FROM repeated LEFT JOIN moved ON true`.execute(tx)
  const counters = moved.flatMap(({ repeated: _numbers, ...row }) =>
    row.sku === null ? [] : [row],
  )
  return { counters, repeated: moved[0]?.repeated ?? [] }
}
