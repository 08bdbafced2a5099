import { sql } from 'kysely'
import type { Effect } from '#contract/actions/decision.ts'
import type { Tx } from '../store/index.ts'
import { CountBook, type Promised } from './count-book.ts'
import { lockRows } from './lock-stock.ts'
import { type Counters, moveCounters, recordMoves, type StockMove } from './move-stock.ts'

export type StockEffect = Extract<Effect, { kind: 'stock' | 'count' }>

/** An effect and the action it came from, in the order of the log. */
export type StockEffectRow = { actionId: string; effect: StockEffect }

/** Stock that an action took below zero or, with `promised`, counted below what orders were promised. */
export type BelowZero = { sku: string; lot: string; actionId: string; promised?: Promised }

type Applying = { warehouse: string; at: string; rows: readonly StockEffectRow[] }

/** Effects that are in the ledger, and whose counters are still to be moved. */
export type RecordedStock = { waiting: readonly StockEffectRow[]; moves: readonly AttributedMove[] }

/**
 * Moves stock by what facts say, however far (FACT-1), and names each action that left a counter
 * below zero further down than it found it. A constant number of statements whatever the rows.
 */
export async function applyStockEffects(
  tx: Tx,
  applying: Applying,
): Promise<{ belowZero: BelowZero[] }> {
  return settleStockEffects(tx, applying, await recordStockEffects(tx, applying))
}

/**
 * The part that waits for nobody: ledger rows, and the orders' own reservations. Counts are compared
 * with the counters, so a batch that holds any is left whole for `settleStockEffects`.
 */
export async function recordStockEffects(tx: Tx, applying: Applying): Promise<RecordedStock> {
  const { rows } = applying
  if (rows.some(({ effect }) => effect.kind === 'count')) return { waiting: rows, moves: [] }
  const moves = rows.map((row) => toMove(row, 0))
  return { waiting: [], moves: await recordRows(tx, applying, moves) }
}

/** The part that takes rows every station shares: call it late, and in the same transaction. */
export async function settleStockEffects(
  tx: Tx,
  { warehouse, at }: Pick<Applying, 'warehouse' | 'at'>,
  { waiting, moves }: RecordedStock,
): Promise<{ belowZero: BelowZero[] }> {
  const counted = await placeCounts(tx, warehouse, waiting)
  const late = await recordRows(tx, { warehouse, at, rows: waiting }, counted.moves)
  const all = [...moves, ...late]
  const found = findBelowZero(await moveCounters(tx, warehouse, all), all)
  const isPromised = ({ actionId }: BelowZero) =>
    counted.below.some((below) => below.actionId === actionId)
  return { belowZero: [...found.filter((below) => !isPromised(below)), ...counted.below] }
}

async function recordRows(
  tx: Tx,
  { warehouse, at, rows }: Applying,
  moves: readonly AttributedMove[],
): Promise<readonly AttributedMove[]> {
  const fresh = await recordMoves(tx, { warehouse, at, moves: mergeMoves(moves) })
  await moveReservations(tx, warehouse, rows)
  return fresh
}

/** Moves of a batch with counts in it, each count compared with the book at its own place (FACT-2). */
async function placeCounts(
  tx: Tx,
  warehouse: string,
  rows: readonly StockEffectRow[],
): Promise<{ moves: AttributedMove[]; below: BelowZero[] }> {
  const moves: AttributedMove[] = []
  const below: BelowZero[] = []
  if (rows.length === 0) return { moves, below }
  // All rows of the batch in one sorted lock: taking the counted ones alone first would cross others.
  const keys = rows.map(({ effect: { sku, lot = '' } }) => ({ sku, lot }))
  const skus = rows.flatMap(({ effect }) => (effect.kind === 'count' ? [effect.sku] : []))
  const book = new CountBook(await lockRows(tx, warehouse, { keys, skus }))
  for (const row of rows) {
    const { actionId, effect } = row
    const difference = effect.kind === 'count' ? book.difference(effect) : 0
    const move = toMove(row, difference)
    moves.push(move)
    book.apply(move)
    const promised = effect.kind === 'count' && difference < 0 ? book.promised(effect) : null
    if (promised !== null) below.push({ sku: move.sku, lot: move.lot, actionId, promised })
  }
  return { moves, below }
}

type AttributedMove = StockMove & { actionId: string }

/** A count moves by its difference from the book. */
function toMove({ actionId, effect }: StockEffectRow, difference: number): AttributedMove {
  if (effect.kind === 'count') {
    return {
      actionId,
      sku: effect.sku,
      lot: effect.lot ?? '',
      ledger: 'ADJUSTED',
      quantity: Math.abs(difference),
      onHandDelta: difference,
      reservedDelta: 0,
      pickedDelta: 0,
      cause: actionId,
      reference: `counted ${effect.counted}`,
      reason: 'count',
    }
  }
  const { kind: _kind, orderNumber, orderLineNo, ...move } = effect
  const cause = `${actionId}/${orderNumber}/${orderLineNo}`
  return { ...move, actionId, cause, reference: orderNumber, reason: '' }
}

/** One action may move the same goods of one line twice; the ledger has one row for both. */
function mergeMoves(moves: readonly AttributedMove[]): AttributedMove[] {
  const merged = new Map<string, AttributedMove>()
  for (const move of moves) {
    const key = JSON.stringify([move.cause, move.ledger, move.sku, move.lot])
    const known = merged.get(key)
    if (known === undefined) {
      merged.set(key, { ...move })
      continue
    }
    known.quantity += move.quantity
    known.onHandDelta += move.onHandDelta
    known.reservedDelta += move.reservedDelta
    known.pickedDelta += move.pickedDelta
  }
  return [...merged.values()]
}

/** Walks back from the counters after the batch to see which action took them below zero. */
function findBelowZero(
  counters: readonly Counters[],
  moves: readonly AttributedMove[],
): BelowZero[] {
  const found: BelowZero[] = []
  for (const { sku, lot, onHand, reserved } of counters) {
    let after = { onHand, reserved }
    const ofRow = moves.filter((move) => move.sku === sku && move.lot === lot)
    const guilty = new Set<string>()
    for (const move of ofRow.toReversed()) {
      const isDeeper =
        (move.onHandDelta < 0 && after.onHand < 0) || (move.reservedDelta < 0 && after.reserved < 0)
      if (isDeeper) guilty.add(move.actionId)
      after = {
        onHand: after.onHand - move.onHandDelta,
        reserved: after.reserved - move.reservedDelta,
      }
    }
    found.push(...[...guilty].toReversed().map((actionId) => ({ sku, lot, actionId })))
  }
  return found
}

type ReservationMove = {
  order_number: string
  line_no: number
  sku: string
  lot: string
  delta: number
}

/** The reservation of an order line follows its goods, from lot to lot too. */
async function moveReservations(
  tx: Tx,
  warehouse: string,
  rows: readonly StockEffectRow[],
): Promise<void> {
  const moves = new Map<string, ReservationMove>()
  for (const { effect } of rows) {
    if (effect.kind !== 'stock' || effect.reservedDelta === 0) continue
    const { orderNumber, orderLineNo, sku, lot, reservedDelta } = effect
    const key = JSON.stringify([orderNumber, orderLineNo, sku, lot])
    const delta = (moves.get(key)?.delta ?? 0) + reservedDelta
    moves.set(key, { order_number: orderNumber, line_no: orderLineNo, sku, lot, delta })
  }
  if (moves.size === 0) return
  await sql`
    INSERT INTO reservation AS r (order_id, line_no, warehouse, sku, lot, quantity)
    SELECT o.id, d.line_no, ${warehouse}, d.sku, d.lot, d.delta
    FROM json_to_recordset(${JSON.stringify([...moves.values()])}::json)
      AS d (order_number text, line_no integer, sku text, lot text, delta integer)
    JOIN customer_order o ON o.order_number = d.order_number AND o.warehouse = ${warehouse}
    ON CONFLICT (order_id, line_no, sku, lot) DO UPDATE SET quantity = r.quantity + EXCLUDED.quantity
  `.execute(tx)
}
