import { sql } from 'kysely'
import { textColumn, type Tx } from '../store/index.ts'
import { eraseIn, eraseText } from './erased.ts'
import type { OrderToErase } from './erase-orders.ts'

/** Words of a customer by order; texts that name an order are looked through for them. */
type Words = ReadonlyMap<string, readonly string[]>

/** What people wrote and what was told about orders: histories, exceptions, events and the audit trail. */
export async function eraseTexts(
  tx: Tx,
  orders: readonly OrderToErase[],
  words: Words,
): Promise<void> {
  const all = [...new Set([...words.values()].flat())]
  await eraseHistory(tx, orders, words)
  const exceptionIds = await eraseExceptions(tx, orders, all)
  await eraseEvents(tx, await subjectsOf(tx, orders, exceptionIds), all)
  await eraseAudit(tx, orders, all)
}

async function eraseHistory(tx: Tx, orders: readonly OrderToErase[], words: Words) {
  for (const { id: orderId } of orders) {
    const rows = await tx
      .selectFrom('order_status_history')
      .select(['id', 'payload'])
      .where('order_id', '=', orderId)
      .execute()
    for (const { id, payload } of rows) {
      const erased = JSON.stringify(eraseIn(payload, words.get(orderId) ?? []))
      if (erased === JSON.stringify(payload)) continue
      await tx
        .updateTable('order_status_history')
        .set({ payload: erased })
        .where('id', '=', id)
        .execute()
    }
  }
}

/** Answers with the ids of all that are about these orders. */
async function eraseExceptions(
  tx: Tx,
  orders: readonly OrderToErase[],
  words: readonly string[],
): Promise<string[]> {
  const ids: string[] = []
  for (const { orderNumber } of orders) {
    // Word for word as the index `exception_about` finds them.
    const { rows } = await sql<{
      id: string
      detail: unknown
      sentence: string
      note: string | null
    }>`
      SELECT id, detail, sentence, note FROM exception
      WHERE detail @> ${JSON.stringify({ orderNumber })}::text::jsonb
      ORDER BY id FOR UPDATE`.execute(tx)
    for (const { id, detail, sentence, note } of rows) {
      ids.push(id)
      await tx
        .updateTable('exception')
        .set({
          detail: JSON.stringify(eraseIn(detail, words)),
          sentence: eraseText(sentence, words),
          note: note === null ? null : eraseText(note, words),
        })
        .where('id', '=', id)
        .execute()
    }
  }
  return ids
}

async function subjectsOf(
  tx: Tx,
  orders: readonly OrderToErase[],
  exceptionIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM shipment
    WHERE order_id = ANY(${textColumn(orders.map(({ id }) => id))})`.execute(tx)
  return [
    ...orders.map(({ orderNumber }) => `order/${orderNumber}`),
    ...rows.map(({ id }) => `shipment/${id}`),
    ...exceptionIds.map((id) => `exception/${id}`),
  ]
}

/** Events are kept for 30 days, so that what is looked through stays small. */
async function eraseEvents(
  tx: Tx,
  subjects: readonly string[],
  words: readonly string[],
): Promise<void> {
  const { rows } = await sql<{ id: string; data: unknown }>`
    SELECT id, data FROM outbox_event WHERE subject = ANY(${textColumn(subjects)})`.execute(tx)
  for (const { id, data } of rows) {
    const erased = JSON.stringify(eraseIn(data, words))
    if (erased === JSON.stringify(data)) continue
    await tx.updateTable('outbox_event').set({ data: erased }).where('id', '=', id).execute()
  }
}

/** Calls about an order and its shipments, by their addresses. */
const ORDER_CALLS = ['adjust', 'cancel', 'reschedule', 'history', 'payments', 'hand-over'] as const
const SHIPMENT_CALLS = ['status', 'proof'] as const

async function eraseAudit(
  tx: Tx,
  orders: readonly OrderToErase[],
  words: readonly string[],
): Promise<void> {
  const shipments = (await subjectsOf(tx, orders, [])).flatMap((subject) =>
    subject.startsWith('shipment/') ? [subject.slice('shipment/'.length)] : [],
  )
  const targets = [
    ...orders.flatMap(({ orderNumber }) =>
      ORDER_CALLS.map((call) => `/v1/orders/${orderNumber}/${call}`),
    ),
    ...shipments.flatMap((id) => SHIPMENT_CALLS.map((call) => `/v1/shipments/${id}/${call}`)),
  ]
  const { rows } = await sql<{ id: number; detail: unknown; before: unknown }>`
    SELECT id, detail, before FROM audit_entry WHERE target = ANY(${textColumn(targets)})`.execute(
    tx,
  )
  for (const { id, detail, before } of rows) {
    await tx
      .updateTable('audit_entry')
      .set({
        detail: JSON.stringify(eraseIn(detail, words)),
        before: before === null ? null : JSON.stringify(eraseIn(before, words)),
      })
      .where('id', '=', id)
      .execute()
  }
}
