import { hash } from 'node:crypto'
import { fail, ok, type Result } from '#contract/result.ts'
import { canonicalJson } from '#contract/orders/order-intent.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { reportPromised } from '../exceptions/report-promised.ts'
import { emitEvents } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { lockGoods } from './lock-stock.ts'
import { moveStock } from './move-stock.ts'

export type Movement = {
  warehouse: string
  sku: string
  lot?: string | undefined
  /** The last day the lot's goods may be used. */
  expiryDate?: string | undefined
  kind: 'RECEIVED' | 'ADJUSTED' | 'RETURNED'
  quantity: number
  reason: string
  idempotencyKey: string
}

export type MovementTrouble =
  | 'idempotency-conflict'
  | 'unknown-warehouse'
  | 'unknown-sku'
  | 'lot-mismatch'
  | 'other-expiry'
  | 'out-of-stock'

/**
 * Receives, takes back or adjusts stock of one lot, or of none, once per key. A refused movement does not
 * burn its key; `by` is whoever asked. It may write documents, so it is the last thing done in its transaction.
 */
export async function postMovement(
  tx: Tx,
  movement: Movement,
  { deps, by }: { deps: OfficeDeps; by: string },
): Promise<Result<{ replayed: boolean }, MovementTrouble>> {
  const { warehouse, sku, lot = '', kind, quantity, reason, idempotencyKey } = movement
  const at = instantOf(deps.clock.now())
  const payloadHash = hash('sha256', canonicalJson(movement))
  const earlier = await readEarlier(tx, idempotencyKey, payloadHash)
  if (earlier !== null) return earlier
  const trouble = await wrongReference(tx, { warehouse, sku, lot })
  if (trouble !== null) return fail(trouble)
  const stock = (await lockGoods(tx, warehouse, [sku])).find((row) => row.lot === lot)
  // The one we waited for may have been the same.
  const meanwhile = await readEarlier(tx, idempotencyKey, payloadHash)
  if (meanwhile !== null) return meanwhile
  if ((stock?.onHand ?? 0) + quantity < 0) return fail('out-of-stock')
  if (isOtherExpiry(movement, stock?.expiryDate ?? null)) return fail('other-expiry')
  const inserted = await tx
    .insertInto('stock_movement')
    .values({
      idempotency_key: idempotencyKey,
      payload_hash: payloadHash,
      recorded_at: at,
      warehouse,
      sku,
      recorded_by: by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('idempotency_key')
    .executeTakeFirst()
  if (inserted === undefined) {
    return (await readEarlier(tx, idempotencyKey, payloadHash)) ?? fail('idempotency-conflict')
  }
  const move = {
    sku,
    lot,
    ledger: kind,
    quantity: Math.abs(quantity),
    onHandDelta: quantity,
    reservedDelta: 0,
    pickedDelta: 0,
    cause: `movement/${idempotencyKey}`,
    reference: idempotencyKey,
    reason,
  }
  await moveStock(tx, { warehouse, at, moves: [move] })
  if (lot !== '') await rememberReceipt(tx, { warehouse, sku, lot, at })
  if (lot !== '') await rememberExpiry(tx, movement)
  const data = { sku, kind, quantity, reason, idempotencyKey }
  const events = [{ type: 'stock.moved', subject: `stock/${sku}`, data } as const]
  await emitEvents(tx, { warehouse, at, deps, events })
  const told = quantity < 0 ? await reportPromised(tx, { warehouse, at, deps }, [sku]) : []
  if (told.length > 0) await writeDocuments(tx, warehouse, told)
  return ok({ replayed: false })
}

async function readEarlier(tx: Tx, key: string, payloadHash: string) {
  const earlier = await tx
    .selectFrom('stock_movement')
    .select('payload_hash')
    .where('idempotency_key', '=', key)
    .executeTakeFirst()
  if (earlier === undefined) return null
  return earlier.payload_hash === payloadHash
    ? ok({ replayed: true })
    : fail('idempotency-conflict' as const)
}

/** Of lots that suit an order equally, the oldest goes first. */
async function rememberReceipt(
  tx: Tx,
  { warehouse, sku, lot, at }: { warehouse: string; sku: string; lot: string; at: string },
): Promise<void> {
  await tx
    .updateTable('stock')
    .set({ received_at: at })
    .where('warehouse', '=', warehouse)
    .where('sku', '=', sku)
    .where('lot', '=', lot)
    .where('received_at', 'is', null)
    .execute()
}

/** Goods of one lot end on one day: another one is a mistake here or then, which an adjustment corrects. */
function isOtherExpiry({ kind, expiryDate }: Movement, known: string | null): boolean {
  return kind !== 'ADJUSTED' && expiryDate !== undefined && known !== null && expiryDate !== known
}

async function rememberExpiry(
  tx: Tx,
  { warehouse, sku, lot = '', expiryDate }: Movement,
): Promise<void> {
  if (expiryDate === undefined) return
  await tx
    .updateTable('stock')
    .set({ expiry_date: expiryDate })
    .where('warehouse', '=', warehouse)
    .where('sku', '=', sku)
    .where('lot', '=', lot)
    .execute()
}

async function wrongReference(
  tx: Tx,
  { warehouse, sku, lot }: { warehouse: string; sku: string; lot: string },
): Promise<MovementTrouble | null> {
  const known = await tx
    .selectFrom('warehouse')
    .leftJoin('product', (join) =>
      join.onRef('product.warehouse', '=', 'warehouse.code').on('product.sku', '=', sku),
    )
    .select(['product.sku', 'product.tracking'])
    .where('warehouse.code', '=', warehouse)
    .executeTakeFirst()
  if (known === undefined) return 'unknown-warehouse'
  if (known.sku === null) return 'unknown-sku'
  return lot !== '' && known.tracking === 'none' ? 'lot-mismatch' : null
}
