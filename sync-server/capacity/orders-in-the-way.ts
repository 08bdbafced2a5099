import { sql } from 'kysely'
import { capacityEffects } from '#contract/actions/slot-load.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import { ORDERS_IN_THE_WAY_MAX, type OrderInTheWay } from '#contract/http/capacity-routes.ts'
import type { Tx } from '../store/index.ts'
import { readSlotDocuments } from './slot-documents.ts'
import type { Burden, SlotKey } from './slots.ts'

type OrderRow = {
  orderNumber: string
  status: OrderInTheWay['status']
  weightGrams: number
  volumeCm3: number
  listIds: string[]
  unitIds: string[]
}

/** The newest orders that hold room in a slot, each with what its cancellation would free. */
export async function ordersInTheWay(
  tx: Tx,
  warehouse: string,
  slot: SlotKey,
): Promise<OrderInTheWay[]> {
  const orders = await readOrders(tx, warehouse, slot)
  const read = await readSlotDocuments(tx, warehouse, {
    listIds: new Set(orders.flatMap((order) => order.listIds)),
    unitIds: new Set(orders.flatMap((order) => order.unitIds)),
  })
  return orders.map((order) => {
    const { orderNumber, status } = order
    const isListed = order.listIds.length > 0
    const { weightGrams, volumeCm3 } = isListed ? heldBy(order, slot, read) : order
    return { orderNumber, weightGrams, volumeCm3, status }
  })
}

async function readOrders(tx: Tx, warehouse: string, slot: SlotKey): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    SELECT o.order_number AS "orderNumber", o.status, o.weight_grams AS "weightGrams",
      o.volume_cm3 AS "volumeCm3",
      coalesce((SELECT json_agg(l.pick_list_id) FROM pick_list_order l WHERE l.order_id = o.id),
        '[]') AS "listIds",
      coalesce((SELECT json_agg(d.id) FROM document d
        WHERE d.kind = 'unit' AND d.warehouse = o.warehouse
          AND d.body -> 'orderNumbers' @> jsonb_build_array(o.order_number)), '[]') AS "unitIds"
    FROM customer_order o
    WHERE o.warehouse = ${warehouse} AND o.region = ${slot.region}
      AND o.delivery_date = ${slot.deliveryDate}::date AND o.status <> 'CANCELLED'
    ORDER BY o.created_at DESC, o.order_number DESC
    LIMIT ${ORDERS_IN_THE_WAY_MAX}`.execute(tx)
  return rows
}

function heldBy(order: OrderRow, slot: SlotKey, read: DocumentReader): Burden {
  const without = new Overlay(read)
  for (const id of order.listIds) {
    const list = read.get('pick-list', id)
    if (list === undefined) continue
    const orders = list.orders.map((entry) =>
      entry.orderNumber === order.orderNumber ? { ...entry, status: 'CANCELLED' as const } : entry,
    )
    without.apply([{ kind: 'pick-list', id, doc: { ...list, orders } }])
  }
  const freed = capacityEffects(read, without, order).find(
    ({ region, deliveryDate }) => region === slot.region && deliveryDate === slot.deliveryDate,
  )
  return {
    weightGrams: 0 - (freed?.reservedGramsDelta ?? 0),
    volumeCm3: 0 - (freed?.reservedCm3Delta ?? 0),
  }
}
