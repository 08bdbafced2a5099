import type { PickLine } from '#contract/documents/pick-list.ts'
import type { DocumentOf } from '#contract/documents/document.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments } from '../sync/documents.ts'

/** The lists of a day as they stand, in the order they were made. */
export async function readPickLists(
  tx: Tx,
  day: { deliveryDate: string; warehouse?: string | undefined },
): Promise<DocumentOf<'pick-list'>[]> {
  let query = tx
    .selectFrom('pick_list')
    .select(['id', 'warehouse'])
    .where('delivery_date', '=', day.deliveryDate)
    .orderBy('code')
  if (day.warehouse !== undefined) query = query.where('warehouse', '=', day.warehouse)
  const rows = await query.execute()
  const lists = new Map<string, DocumentOf<'pick-list'>>()
  for (const warehouse of new Set(rows.map((row) => row.warehouse))) {
    const keys = rows
      .filter((row) => row.warehouse === warehouse)
      .map(({ id }) => ({ kind: 'pick-list' as const, id }))
    const reader = await readDocuments(tx, warehouse, keys)
    for (const { id } of keys) {
      const list = reader.get('pick-list', id)
      if (list !== undefined) lists.set(id, list)
    }
  }
  return rows.flatMap((row) => lists.get(row.id) ?? [])
}

/** A list as the office's API shows it. */
export function pickListAnswer(list: DocumentOf<'pick-list'>) {
  const here = list.orders.filter((order) => order.movedTo === undefined)
  const totes = new Map(list.orders.map((order) => [order.orderNumber, order.totePosition]))
  return {
    id: list.id,
    code: list.code,
    orderNumbers: here.map((order) => order.orderNumber),
    region: list.region,
    status: list.status,
    mode: list.mode,
    lines: list.lines.filter(isShown).map((line) => ({
      lineNo: line.lineNo,
      orderNumber: line.orderNumber,
      orderLineNo: line.orderLineNo,
      sku: line.sku,
      location: line.location,
      requested: line.requested,
      picked: line.picked,
      short: line.short,
      ...totePositionOf(totes.get(line.orderNumber)),
    })),
  }
}

/** A line that moved on to another list is kept for facts that come late, and shown once one did. */
function isShown({ requested, picked, short }: PickLine): boolean {
  return requested > 0 || picked !== 0 || short > 0
}

function totePositionOf(totePosition: number | undefined) {
  return totePosition === undefined ? {} : { totePosition }
}
