import { sql } from 'kysely'
import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import type { OfficeEvent } from '../outbox/emit-events.ts'
import type { HistoryEntry } from '../orders/history.ts'
import type { Tx } from '../store/index.ts'

/** Digits in a list's code; it stays scannable on a badge-sized sheet. */
const CODE_DIGITS = 6

/** The next codes of lists, as many as asked. */
export async function nextListCodes(tx: Tx, count: number): Promise<string[]> {
  const { rows } = await sql<{ number: number }>`
    SELECT nextval('pick_list_number_seq') AS number FROM generate_series(1, ${count}::integer)
  `.execute(tx)
  return rows.map(({ number }) =>
    encodeLoadlineCode('pick-list', String(number).padStart(CODE_DIGITS, '0')),
  )
}

/** The rows by which lists and their orders find each other. */
export async function insertLists(tx: Tx, lists: readonly PickList[], at: string): Promise<void> {
  await tx
    .insertInto('pick_list')
    .values(
      lists.map((list) => ({
        id: list.id,
        code: list.code,
        warehouse: list.warehouse,
        region: list.region,
        delivery_date: list.deliveryDate,
        created_at: at,
      })),
    )
    .execute()
  await tx
    .insertInto('pick_list_order')
    .values(
      lists.flatMap((list) =>
        list.orders.map((order) => ({ order_id: order.orderId, pick_list_id: list.id })),
      ),
    )
    .execute()
}

/** What stands in the history of a list's orders. */
export function listedEntries({ id, code, orders }: PickList): HistoryEntry[] {
  return orders.map(({ orderNumber }) => ({
    orderNumber,
    status: 'picking:listed',
    severity: 'info' as const,
    payload: { pickListId: id, code },
  }))
}

export function generatedEvent({ id, code, orders, region, deliveryDate }: PickList): OfficeEvent {
  const orderNumbers = orders.map(({ orderNumber }) => orderNumber)
  const data = { pickListId: id, code, orderNumbers, region, deliveryDate }
  return { type: 'pick-list.generated', subject: `pick-list/${id}`, data }
}
