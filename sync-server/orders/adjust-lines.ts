import type { Effect } from '#contract/actions/decision.ts'
import type { Product } from '#contract/documents/master-data.ts'
import { invalidRequest, Problem } from '../http/problem.ts'
import {
  allot,
  applyStockEffects,
  lockAvailable,
  lockGoods,
  reserveStock,
} from '../inventory/index.ts'
import type { Tx } from '../store/index.ts'
import { ADJUSTED, type Adjusting } from './adjusting.ts'
import type { LockedOrder } from './lock-order.ts'
import { lockRoom, moveRoom } from './move-room.ts'
import { isOfOneLot, readProducts } from './read-goods.ts'
import { relist } from './relist.ts'

/** A line's new quantity in base units; 0 takes it away. */
export type LineChange = { lineNo: number; quantity: number }

/** A line that changes. */
export type ChangedLine = {
  lineNo: number
  sku: string
  before: number
  after: number
  reserved: number
  reservedLot: string
  product: Product | undefined
}

type Adjusted = {
  /** For the caller to apply to the order. */
  effects: Effect[]
  /** What can only be written once they are. */
  finish(): Promise<void>
}

/**
 * Brings lines to new quantities: less gives goods and room back, more takes them under the same rules as
 * at intake, and the lists that the order is picked from follow. A line that hands have begun stays as it is.
 */
export async function adjustLines(
  tx: Tx,
  adjusting: Adjusting,
  changes: readonly LineChange[],
): Promise<Adjusted> {
  const { order } = adjusting
  const lines = await readChanged(tx, order, changes)
  if (lines.length === 0) return { effects: [], finish: () => Promise.resolve() }
  // Slots before stock, as everywhere.
  const listed = relist(adjusting, lines)
  await lockRoom(tx, adjusting)
  const skus = lines.map((line) => line.sku)
  await lockGoods(tx, order.warehouse, skus)
  const released = await release(tx, adjusting, lines)
  const reserved = await reserveMore(tx, adjusting, lines, changes)
  await moveRoom(tx, adjusting, lines)
  const effects = [...lines.map((line) => entryOf(adjusting, line)), ...released, ...reserved]
  return { effects: [...effects, ...listed], finish: () => writeLines(tx, order, lines) }
}

async function readChanged(
  tx: Tx,
  order: LockedOrder,
  changes: readonly LineChange[],
): Promise<ChangedLine[]> {
  const rows = await tx
    .selectFrom('order_line')
    .selectAll()
    .where('order_id', '=', order.id)
    .orderBy('line_no')
    .execute()
  const wanted = new Map(changes.map(({ lineNo, quantity }) => [lineNo, quantity]))
  const errors = changes.flatMap(({ lineNo }, index) => {
    const path = `changes.lines[${index}].lineNo`
    if (!rows.some((row) => row.line_no === lineNo)) return [{ path, message: 'no such line' }]
    const isTwice = changes.findIndex((other) => other.lineNo === lineNo) !== index
    return isTwice ? [{ path, message: 'a line is changed once' }] : []
  })
  if (errors.length > 0) throw invalidRequest(errors)
  const changed = rows.filter((row) => (wanted.get(row.line_no) ?? row.ordered) !== row.ordered)
  requireUntouched(order, changed)
  if (changed.length > 0 && rows.every((row) => wanted.get(row.line_no) === 0)) {
    throw new Problem('wrong-state', 'nothing would be left of the order; cancel it instead')
  }
  const skus = changed.map((row) => row.sku)
  const products = await readProducts(tx, order.warehouse, skus)
  return changed.map((row) => ({
    lineNo: row.line_no,
    sku: row.sku,
    before: row.ordered,
    after: wanted.get(row.line_no) ?? row.ordered,
    reserved: row.reserved,
    reservedLot: row.reserved_lot,
    product: products.get(row.sku),
  }))
}

type Progress = { line_no: number; picked: number; short: number; packed: number }

function requireUntouched({ orderNumber }: LockedOrder, rows: readonly Progress[]): void {
  const touched = rows.filter((row) => row.picked !== 0 || row.short !== 0 || row.packed !== 0)
  if (touched.length === 0) return
  const names = touched.map((row) => row.line_no).join(', ')
  throw new Problem('wrong-state', `hands have begun line ${names} of order ${orderNumber}`)
}

async function release(
  tx: Tx,
  { order, at }: Adjusting,
  lines: readonly ChangedLine[],
): Promise<Effect[]> {
  const { id, orderNumber, warehouse, version } = order
  const released = lines.flatMap((line) => {
    const quantity = line.reserved - line.after
    return quantity > 0 ? [stockEffect(orderNumber, line, -quantity, line.reservedLot)] : []
  })
  if (released.length === 0) return []
  const rows = released.map((effect) => ({ actionId: `adjust/${id}/${version}`, effect }))
  await applyStockEffects(tx, { warehouse, at, rows })
  const payload = { lines: released.map(({ sku, quantity }) => ({ sku, quantity })) }
  const status = 'inventory:reservation_cancelled'
  return [{ kind: 'history', orderNumber, status, severity: 'info', payload }, ...released]
}

/** An order that waits for goods gets more of them when they come. */
async function reserveMore(
  tx: Tx,
  { order, at, deps }: Adjusting,
  lines: readonly ChangedLine[],
  changes: readonly LineChange[],
): Promise<Effect[]> {
  const more = lines.filter((line) => line.after > line.before)
  if (order.isBackordered || more.length === 0) return []
  const { id: orderId, orderNumber, warehouse, status, paymentDueAt } = order
  const skus = more.map((line) => line.sku)
  const wanted = more.map(({ lineNo, sku, before, after, reservedLot, product }) => ({
    lineNo,
    sku,
    quantity: after - before,
    singleLot: product !== undefined && isOfOneLot(product),
    ...(reservedLot === '' ? {} : { lot: reservedLot }),
  }))
  const { allotted, shortages } = allot(wanted, await lockAvailable(tx, warehouse, skus))
  const errors = shortages.map(({ lineNo, message }) => {
    const index = changes.findIndex((change) => change.lineNo === lineNo)
    return { path: `changes.lines[${index}].quantity`, message }
  })
  const [first] = errors
  if (first !== undefined) throw new Problem('out-of-stock', first.message, { errors })
  const expiresAt = status === 'PENDING_PAYMENT' ? paymentDueAt : null
  const promise = { warehouse, at, orderId, orderNumber, expiresAt, occasion: deps.newId() }
  await reserveStock(tx, { ...promise, lines: allotted })
  return allotted.map((line) => stockEffect(orderNumber, line, line.quantity, line.lot))
}

function stockEffect(
  orderNumber: string,
  { lineNo, sku }: { lineNo: number; sku: string },
  reservedDelta: number,
  lot: string,
) {
  return {
    kind: 'stock' as const,
    ledger: reservedDelta > 0 ? ('RESERVED' as const) : ('RELEASED' as const),
    sku,
    lot,
    quantity: Math.abs(reservedDelta),
    onHandDelta: 0,
    reservedDelta,
    pickedDelta: 0,
    orderNumber,
    orderLineNo: lineNo,
  }
}

function entryOf({ order, reason }: Adjusting, line: ChangedLine): Effect {
  const { orderNumber } = order
  const { lineNo, sku, before, after } = line
  const what = { reason, change: 'line', lineNo, sku }
  const payload = { ...what, before: { quantity: before }, after: { quantity: after } }
  return { kind: 'history', orderNumber, status: ADJUSTED, severity: 'info', payload }
}

async function writeLines(tx: Tx, { id }: LockedOrder, lines: readonly ChangedLine[]) {
  for (const { lineNo, after } of lines) {
    if (after > 0) {
      await tx
        .updateTable('order_line')
        .set({ ordered: after })
        .where('order_id', '=', id)
        .where('line_no', '=', lineNo)
        .execute()
      continue
    }
    for (const table of ['order_line', 'reservation'] as const) {
      await tx.deleteFrom(table).where('order_id', '=', id).where('line_no', '=', lineNo).execute()
    }
  }
}
