import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import type { ShipTo } from '#contract/documents/ids.ts'
import { Problem } from '../http/problem.ts'
import { textColumn, type Tx } from '../store/index.ts'
import { type DocumentWrite, type Key, readDocuments, writeDocuments } from '../sync/documents.ts'
import { findUnits } from '../sync/find-units.ts'
import { eraseIn, erasedShipTo, wordsOf } from './erased.ts'
import { eraseTexts } from './erase-texts.ts'
import { readProofWords, eraseProofs } from './erase-proofs.ts'

/** States that an order does not leave, or only for its books. */
export const FINISHED = ['DELIVERED', 'COMPLETED', 'CANCELLED'] as const

export type OrderToErase = { id: string; orderNumber: string; warehouse: string }

/**
 * Overwrites who orders were for, everywhere but in what must stay as it is: the ledger, numbers, quantities,
 * receipts and the logs of benches, which hold no names. It writes documents, so it is the last thing done in its
 * transaction. Answers with the warehouses whose feed moved.
 */
export async function eraseOrders(
  tx: Tx,
  orders: readonly OrderToErase[],
  at: string,
): Promise<string[]> {
  const warehouses = [...new Set(orders.map(({ warehouse }) => warehouse))].toSorted()
  const writes = new Map<string, DocumentWrite[]>()
  for (const warehouse of warehouses) {
    const own = orders.filter((order) => order.warehouse === warehouse)
    writes.set(warehouse, await maskDocuments(tx, warehouse, own))
  }
  const words = await eraseHeads(tx, orders, at)
  await eraseIntents(tx, orders)
  await eraseProofs(tx, orders)
  await eraseTexts(tx, orders, words)
  for (const warehouse of warehouses) {
    await writeDocuments(tx, warehouse, writes.get(warehouse) ?? [])
  }
  return warehouses
}

/** Locks lists and units as every change of an order does, and before the orders. */
async function maskDocuments(
  tx: Tx,
  warehouse: string,
  orders: readonly OrderToErase[],
): Promise<DocumentWrite[]> {
  const numbers = new Set(orders.map(({ orderNumber }) => orderNumber))
  const read = await readDocuments(tx, warehouse, await keysOf(tx, warehouse, orders), {
    lock: true,
  })
  return read.all().flatMap(({ kind, id, doc }): DocumentWrite[] => {
    if (kind === 'pick-list') {
      const list = doc as DocumentOf<'pick-list'>
      const entries = list.orders.map((entry) =>
        numbers.has(entry.orderNumber) ? { ...entry, shipTo: erasedShipTo(entry.shipTo) } : entry,
      )
      return [{ kind, id, doc: { ...list, orders: entries } }]
    }
    const unit = doc as DocumentOf<'unit'>
    if (kind !== 'unit' || unit.shipTo === null) return []
    return [{ kind, id, doc: { ...unit, shipTo: erasedShipTo(unit.shipTo) } }]
  })
}

async function keysOf(tx: Tx, warehouse: string, orders: readonly OrderToErase[]): Promise<Key[]> {
  const lists = await sql<{ id: string }>`
    SELECT DISTINCT pick_list_id AS id FROM pick_list_order
    WHERE order_id = ANY(${textColumn(orders.map(({ id }) => id))})`.execute(tx)
  const units = new Set<string>()
  for (const { orderNumber } of orders) {
    for (const { id } of await findUnits(tx, warehouse, orderNumber)) units.add(id)
  }
  return [
    ...lists.rows.map(({ id }) => ({ kind: 'pick-list' as const, id })),
    ...[...units].map((id) => ({ kind: 'unit' as const, id })),
  ]
}

/** Answers with the words that said who they were for; throws `wrong-state` where one is open again. */
async function eraseHeads(
  tx: Tx,
  orders: readonly OrderToErase[],
  at: string,
): Promise<Map<string, string[]>> {
  const ids = textColumn(orders.map(({ id }) => id))
  const { rows } = await sql<{ id: string; status: string; shipTo: ShipTo }>`
    SELECT id, status, ship_to AS "shipTo" FROM customer_order WHERE id = ANY(${ids})
    ORDER BY id FOR UPDATE`.execute(tx)
  const open = rows.find(({ status }) => !FINISHED.some((finished) => finished === status))
  if (open !== undefined) throw new Problem('wrong-state', 'an order was opened again meanwhile')
  const earlier = await readEarlierShipTos(tx, orders)
  const signers = await readProofWords(tx, orders)
  const words = new Map<string, string[]>()
  for (const { id, shipTo } of rows) {
    const before = (earlier.get(id) ?? []).flatMap(wordsOf)
    words.set(id, [...new Set([...wordsOf(shipTo), ...before, ...(signers.get(id) ?? [])])])
    await tx
      .updateTable('customer_order')
      .set({ ship_to: JSON.stringify(erasedShipTo(shipTo)), erased_at: at })
      .where('id', '=', id)
      .execute()
  }
  return words
}

/** Where an order was to go before somebody changed it: the intent, and what the history says. */
async function readEarlierShipTos(
  tx: Tx,
  orders: readonly OrderToErase[],
): Promise<Map<string, ShipTo[]>> {
  const ids = textColumn(orders.map(({ id }) => id))
  const { rows } = await sql<{ id: string; shipTo: ShipTo }>`
    SELECT order_id AS id, payload -> 'shipTo' AS "shipTo" FROM order_intent
    WHERE order_id = ANY(${ids})
    UNION ALL
    SELECT order_id, payload -> 'after' FROM order_status_history
    WHERE order_id = ANY(${ids}) AND payload -> 'after' ? 'line1'`.execute(tx)
  const found = new Map<string, ShipTo[]>()
  for (const { id, shipTo } of rows) found.set(id, [...(found.get(id) ?? []), shipTo])
  return found
}

/** The hash stays: the same intent again is answered as before. */
async function eraseIntents(tx: Tx, orders: readonly OrderToErase[]): Promise<void> {
  const rows = await tx
    .selectFrom('order_intent')
    .select(['source_system', 'order_intent_id', 'payload'])
    .where(
      'order_id',
      'in',
      orders.map(({ id }) => id),
    )
    .execute()
  for (const { source_system, order_intent_id, payload } of rows) {
    await tx
      .updateTable('order_intent')
      .set({ payload: JSON.stringify(eraseIn(payload, [])) })
      .where('source_system', '=', source_system)
      .where('order_intent_id', '=', order_intent_id)
      .execute()
  }
}
