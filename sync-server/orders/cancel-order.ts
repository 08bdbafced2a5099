import type { Effect } from '#contract/actions/decision.ts'
import { bookOf } from '#contract/actions/line-stock.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import { settleOrders } from '#contract/actions/settle-orders.ts'
import type { DocumentChange } from '#contract/documents/document.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import type { Scope } from '#contract/http/scopes.ts'
import { moveCapacityWithWrites, releaseCapacity } from '../capacity/index.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { exceptionOfOffice, type NewException, raiseExceptions } from '../exceptions/exceptions.ts'
import { closeShortPicks } from '../exceptions/short-picks.ts'
import { applyStockEffects, type StockEffectRow } from '../inventory/index.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, writeDocuments } from '../sync/documents.ts'
import { bringBack } from './bring-back.ts'
import { type LockedOrder, lockOrder, requireVersion, withVoidLabels } from './lock-order.ts'
import { requireMayCancel, TRAVELLING } from './may-cancel.ts'
import { applyOrderEffects } from './transition.ts'

export type Cancellation = {
  orderNumber: string
  reason: string
  writtenBy: string
  /** The version that whoever cancels has seen. */
  version?: number | undefined
  /** Cancels goods that are on a truck too. */
  force?: boolean | undefined
  /** What whoever cancels may do; the office itself, by default, all but force. */
  scopes?: ReadonlySet<Scope>
}

/** Cancels an order and writes its documents, so it is the last thing done in its transaction. */
export async function cancelOrder(
  tx: Tx,
  cancellation: Cancellation,
  deps: OfficeDeps,
): Promise<string> {
  const { warehouse, writes } = await cancelInBooks(tx, cancellation, deps)
  await writeDocuments(tx, warehouse, writes)
  return warehouse
}

/**
 * Cancels an order: its room is free, goods nobody took are free, lists and labels say so to the
 * benches. Goods in hand stay reserved until they are put back, and a task says so; goods on a truck
 * come off it first. Answers with the documents that the caller writes last.
 */
export async function cancelInBooks(
  tx: Tx,
  cancellation: Cancellation,
  deps: OfficeDeps,
): Promise<{ warehouse: string; writes: DocumentWrite[] }> {
  const { orderNumber, reason, writtenBy, version } = cancellation
  const order = await lockOrder(tx, orderNumber, 'whereabouts')
  requireVersion(order, version)
  await requireMayCancel(tx, order, cancellation)
  const { id, warehouse } = order
  const at = instantOf(deps.clock.now())
  const { view, effects, stock } = await cancelledGoods(tx, order)
  await releaseRoom(tx, order, view.changes())
  await applyStockEffects(tx, { warehouse, at, rows: stock })
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, reason, effects })
  await tx
    .updateTable('customer_order')
    .set({ is_backordered: false })
    .where('id', '=', id)
    .where('is_backordered', '=', true)
    .execute()
  const closing = { warehouse, at, deps, resolvedBy: writtenBy, orderNumbers: [orderNumber] }
  const closed = await closeShortPicks(tx, closing)
  const raised = await raiseExceptions(tx, {
    warehouse,
    at,
    deps,
    exceptions: putBackTask(order, view, { at, deps }),
  })
  return { warehouse, writes: [...view.changes(), ...closed, ...raised.writes] }
}

type CancelledGoods = { view: Overlay; effects: Effect[]; stock: StockEffectRow[] }

/** The order's documents once it is cancelled, and what that does to its books. */
async function cancelledGoods(tx: Tx, order: LockedOrder): Promise<CancelledGoods> {
  const { id, orderNumber, status } = order
  const released = await releasedGoods(tx, order)
  const view = new Overlay(order.read)
  const lists = cancelledLists(order)
  view.apply(lists.changes)
  const unitIds = order.units.map((unit) => unit.id)
  const isTravelling = TRAVELLING.includes(status)
  const back = isTravelling ? bringBack(orderNumber, unitIds, view) : []
  view.apply(voidedUnits(unitIds, view))
  const effects: Effect[] = [
    ...releaseEntry(orderNumber, released),
    ...released,
    { kind: 'order-status', orderNumber, from: status, to: 'CANCELLED' },
    ...lists.effects,
    ...back,
  ]
  const stock = [
    ...released.map((effect) => ({ actionId: `cancel/${id}`, effect })),
    ...back.flatMap((effect): StockEffectRow[] =>
      effect.kind === 'stock' ? [{ actionId: `cancel/${id}`, effect }] : [],
    ),
  ]
  return { view, effects, stock }
}

function releaseEntry(orderNumber: string, released: readonly { sku: string; quantity: number }[]) {
  if (released.length === 0) return []
  const lines = released.map(({ sku, quantity }) => ({ sku, quantity }))
  const status = 'inventory:reservation_cancelled'
  return [
    {
      kind: 'history' as const,
      orderNumber,
      status,
      severity: 'info' as const,
      payload: { lines },
    },
  ]
}

/** Goods that somebody took from their shelves have to go back there. */
function putBackTask(
  { orderNumber, lists: live, leftLists }: LockedOrder,
  view: Overlay,
  { at, deps }: { at: string; deps: OfficeDeps },
): NewException[] {
  const lists = [...live, ...leftLists]
  const lines = lists
    .flatMap((list) => view.get('pick-list', list.id)?.lines ?? [])
    .filter((line) => line.orderNumber === orderNumber && line.picked > line.loaded)
  if (lines.length === 0) return []
  const goods = lines.map((line) => `${line.picked - line.loaded} × ${line.sku}`).join(', ')
  const list = live.map(({ code }) => code).join(', ')
  const detail = { orderNumber, list, goods }
  return [exceptionOfOffice(deps, { code: 'order-cancelled', detail, at })]
}

/** Before it is listed an order holds its estimate; from then on what its lists and units say. */
async function releaseRoom(tx: Tx, order: LockedOrder, writes: readonly DocumentWrite[]) {
  const { id, warehouse, region, deliveryDate } = order
  if (order.lists.length === 0) {
    if (region === null || deliveryDate === null) return
    await releaseCapacity(tx, warehouse, { region, deliveryDate }, order)
    return
  }
  const unitIds = order.units.map((unit) => unit.id)
  await moveCapacityWithWrites(tx, warehouse, { cause: `cancel/${id}`, writes, unitIds })
}

type Released = Extract<Effect, { kind: 'stock' }>

/**
 * What the order was promised and nobody took. On a list that is what the list's own books give up: goods
 * taken from a list that the order has left are another matter, and go back by themselves.
 */
async function releasedGoods(tx: Tx, order: LockedOrder): Promise<Released[]> {
  const lines = await tx
    .selectFrom('order_line')
    .select(['line_no', 'sku', 'reserved', 'reserved_lot'])
    .where('order_id', '=', order.id)
    .orderBy('line_no')
    .execute()
  const lists = [...order.lists, ...order.leftLists]
  return lines.flatMap(({ line_no: lineNo, sku, reserved, reserved_lot: lot }) => {
    const listed = lists.flatMap((list) => givenUp(list, order.orderNumber, lineNo))
    const freed = lists.length === 0 ? [{ lot, quantity: reserved }] : listed
    return freed
      .filter(({ quantity }) => quantity > 0)
      .map((part) => releaseOf(order.orderNumber, { lineNo, sku, ...part }))
  })
}

/** By lot, what a list holds reserved for a line as long as its order stands, and not once it is cancelled. */
function givenUp(list: PickList, orderNumber: string, orderLineNo: number) {
  const cancelled = { ...list, orders: asCancelled(list, orderNumber) }
  return list.lines
    .filter((line) => line.orderNumber === orderNumber && line.orderLineNo === orderLineNo)
    .flatMap((line) => {
      const after = bookOf(cancelled, line)
      return [...bookOf(list, line)].map(([lot, { reserved }]) => ({
        lot,
        quantity: reserved - (after.get(lot)?.reserved ?? 0),
      }))
    })
}

function releaseOf(
  orderNumber: string,
  { lineNo, sku, lot, quantity }: { lineNo: number; sku: string; lot: string; quantity: number },
): Released {
  return {
    kind: 'stock',
    ledger: 'RELEASED',
    sku,
    lot,
    quantity,
    onHandDelta: 0,
    reservedDelta: -quantity,
    pickedDelta: 0,
    orderNumber,
    orderLineNo: lineNo,
  }
}

function asCancelled(list: PickList, orderNumber: string): PickList['orders'] {
  return list.orders.map((entry) =>
    entry.orderNumber === orderNumber ? { ...entry, status: 'CANCELLED' as const } : entry,
  )
}

function cancelledLists(order: LockedOrder): { changes: DocumentChange[]; effects: Effect[] } {
  const changes: DocumentChange[] = []
  const effects: Effect[] = []
  for (const list of [...order.lists, ...order.leftLists]) {
    const settled = settleOrders({ ...list, orders: asCancelled(list, order.orderNumber) })
    changes.push({ kind: 'pick-list', id: list.id, doc: settled.list })
    effects.push(...settled.effects)
  }
  return { changes, effects }
}

function voidedUnits(unitIds: readonly string[], view: Overlay): DocumentChange[] {
  return unitIds.flatMap((id): DocumentChange[] => {
    const unit = view.get('unit', id)
    if (unit === undefined || unit.label.lastCopy <= unit.label.voidedThrough) return []
    return [{ kind: 'unit', id, doc: withVoidLabels(unit) }]
  })
}
