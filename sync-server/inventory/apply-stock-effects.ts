import { sql } from 'kysely'
import type { Effect } from '#contract/actions/decision.ts'
import type { Tx } from '../store/index.ts'
import { type Counters, moveCounters, recordMoves, type StockMove } from './move-stock.ts'

export type StockEffect = Extract<Effect, { kind: 'stock' | 'count' }>

/** An effect and the action it came from, in the order of the log. */
export type StockEffectRow = { actionId: string; effect: StockEffect }

export type BelowZero = { sku: string; lot: string; actionId: string }

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
  return { waiting: [], moves: await recordRows(tx, applying, new Map()) }
}

/** The part that takes rows every station shares: call it late, and in the same transaction. */
export async function settleStockEffects(
  tx: Tx,
  { warehouse, at }: Pick<Applying, 'warehouse' | 'at'>,
  { waiting, moves }: RecordedStock,
): Promise<{ belowZero: BelowZero[] }> {
  const counted = waiting.flatMap(({ effect }) => (effect.kind === 'count' ? [effect.sku] : []))
  const book = counted.length === 0 ? new Map() : await readBook(tx, warehouse, counted)
  const late = await recordRows(tx, { warehouse, at, rows: waiting }, book)
  const all = [...moves, ...late]
  return { belowZero: findBelowZero(await moveCounters(tx, warehouse, all), all) }
}

async function recordRows(
  tx: Tx,
  { warehouse, at, rows }: Applying,
  book: Map<string, number>,
): Promise<readonly AttributedMove[]> {
  const moves = mergeMoves(rows.map((row) => toMove(row, book)))
  const fresh = await recordMoves(tx, { warehouse, at, moves })
  await moveReservations(tx, rows)
  return fresh
}

type AttributedMove = StockMove & { actionId: string }

/**
 * `book` holds goods on the shelf by product, and follows the rows, so that a count meets the book
 * at its own place in the log (FACT-2).
 */
function toMove({ actionId, effect }: StockEffectRow, book: Map<string, number>): AttributedMove {
  const onShelf = book.get(effect.sku) ?? 0
  if (effect.kind === 'count') {
    const delta = effect.counted - onShelf
    book.set(effect.sku, effect.counted)
    return {
      actionId,
      sku: effect.sku,
      lot: '',
      ledger: 'ADJUSTED',
      quantity: Math.abs(delta),
      onHandDelta: delta,
      reservedDelta: 0,
      pickedDelta: 0,
      cause: actionId,
      reference: `counted ${effect.counted}`,
      reason: 'count',
    }
  }
  book.set(effect.sku, onShelf + effect.onHandDelta - effect.pickedDelta)
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

async function readBook(
  tx: Tx,
  warehouse: string,
  skus: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('stock')
    .select(['sku', 'on_hand', 'picked'])
    .where('warehouse', '=', warehouse)
    .where('sku', 'in', [...new Set(skus)])
    .orderBy('sku')
    .orderBy('lot')
    .forUpdate()
    .execute()
  const book = new Map<string, number>()
  for (const row of rows) book.set(row.sku, (book.get(row.sku) ?? 0) + row.on_hand - row.picked)
  return book
}

/** The reservation of an order line shrinks and grows with what facts release, ship and return. */
async function moveReservations(tx: Tx, rows: readonly StockEffectRow[]): Promise<void> {
  const deltas = new Map<string, { order_number: string; line_no: number; delta: number }>()
  for (const { effect } of rows) {
    if (effect.kind !== 'stock' || effect.reservedDelta === 0) continue
    const key = `${effect.orderNumber}/${effect.orderLineNo}`
    const delta = (deltas.get(key)?.delta ?? 0) + effect.reservedDelta
    deltas.set(key, { order_number: effect.orderNumber, line_no: effect.orderLineNo, delta })
  }
  if (deltas.size === 0) return
  await sql`
    UPDATE reservation r SET quantity = r.quantity + d.delta
    FROM json_to_recordset(${JSON.stringify([...deltas.values()])}::json)
      AS d (order_number text, line_no integer, delta integer)
    JOIN customer_order o ON o.order_number = d.order_number
    WHERE r.order_id = o.id AND r.line_no = d.line_no`.execute(tx)
}
