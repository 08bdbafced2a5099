import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'
import { moveStock } from './move-stock.ts'

/** Goods of one order line, as `allot` set them aside; without a lot of any. */
export type LineGoods = { lineNo: number; sku: string; quantity: number; lot?: string }

type OrderGoods = {
  warehouse: string
  at: string
  orderId: string
  orderNumber: string
  lines: readonly LineGoods[]
  /** Until when the goods are kept; null for as long as the order stands. */
  expiresAt?: string | null
  /** Tells apart the times an order is promised goods; empty for the first. */
  occasion?: string
}

/** Promises goods to an order. The caller holds the stock rows' locks and has seen that they suffice. */
export async function reserveStock(tx: Tx, order: OrderGoods): Promise<void> {
  const { warehouse, at, orderId, orderNumber, expiresAt = null, occasion = '' } = order
  const lines = order.lines.filter(({ quantity }) => quantity > 0)
  if (lines.length === 0) return
  await moveStock(tx, {
    warehouse,
    at,
    moves: lines.map(({ lineNo, sku, quantity, lot = '' }) => ({
      sku,
      lot,
      ledger: 'RESERVED',
      quantity,
      onHandDelta: 0,
      reservedDelta: quantity,
      pickedDelta: 0,
      cause: occasion === '' ? `${orderId}/${lineNo}` : `${orderId}/${lineNo}/${occasion}`,
      reference: orderNumber,
      reason: '',
    })),
  })
  const rows = lines.map(({ lineNo, sku, quantity, lot = '' }) => ({
    order_id: orderId,
    line_no: lineNo,
    warehouse,
    sku,
    lot,
    quantity,
    expires_at: expiresAt,
  }))
  await tx
    .insertInto('reservation')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['order_id', 'line_no', 'sku', 'lot']).doUpdateSet({
        quantity: sql`reservation.quantity + excluded.quantity`,
        expires_at: sql`excluded.expires_at`,
      }),
    )
    .execute()
}
