import type { Tx } from '../store/index.ts'
import { moveStock } from './move-stock.ts'

/** Goods of one order line; they are booked without a lot until one is in hand. */
export type LineGoods = { lineNo: number; sku: string; quantity: number }

type OrderGoods = {
  warehouse: string
  at: string
  orderId: string
  orderNumber: string
  lines: readonly LineGoods[]
}

/** Promises goods to an order. The caller holds the stock rows' locks and has seen that they suffice. */
export async function reserveStock(tx: Tx, order: OrderGoods): Promise<void> {
  const { warehouse, at, orderId, orderNumber, lines } = order
  await moveStock(tx, {
    warehouse,
    at,
    moves: lines.map(({ lineNo, sku, quantity }) => ({
      sku,
      lot: '',
      ledger: 'RESERVED',
      quantity,
      onHandDelta: 0,
      reservedDelta: quantity,
      pickedDelta: 0,
      cause: `${orderId}/${lineNo}`,
      reference: orderNumber,
      reason: '',
    })),
  })
  await tx
    .insertInto('reservation')
    .values(
      lines.map(({ lineNo, sku, quantity }) => ({
        order_id: orderId,
        line_no: lineNo,
        warehouse,
        sku,
        quantity,
        expires_at: null,
      })),
    )
    .execute()
}
