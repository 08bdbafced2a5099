import type { DocumentOf } from '#contract/documents/document.ts'
import type { ShipTo } from '#contract/documents/ids.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments } from '../sync/documents.ts'
import { findUnits } from '../sync/find-units.ts'

/** An order with all that benches hold of it, locked in the order every transaction locks. */
export type LockedOrder = {
  id: string
  orderNumber: string
  warehouse: string
  version: number
  status: OrderStatus
  region: string | null
  deliveryDate: string | null
  weightGrams: number
  volumeCm3: number
  shipTo: ShipTo
  lists: DocumentOf<'pick-list'>[]
  units: DocumentOf<'unit'>[]
}

/** What another transaction did meanwhile makes the whole of this one run again. */
const COLLISION = { code: '40001' }

/** Locks documents before the order's row; slots and stock, which come in between, are up to `between`. */
export async function lockOrder(
  tx: Tx,
  orderNumber: string,
  between: (found: {
    id: string
    warehouse: string
    region: string | null
    deliveryDate: string | null
  }) => Promise<void> = () => Promise.resolve(),
): Promise<LockedOrder> {
  const found = await tx
    .selectFrom('customer_order')
    .select(['id', 'warehouse', 'region', 'delivery_date as deliveryDate'])
    .where('order_number', '=', orderNumber)
    .executeTakeFirst()
  if (found === undefined) throw new Problem('not-found', `no order ${orderNumber}`)
  const { id, warehouse } = found
  const listIds = await readListIds(tx, id)
  const lists = await lockDocuments(tx, warehouse, 'pick-list', listIds)
  const unitIds = (await findUnits(tx, warehouse, orderNumber)).map((unit) => unit.id)
  const units = await lockDocuments(tx, warehouse, 'unit', unitIds)
  await between(found)
  const row = await tx
    .selectFrom('customer_order')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const isListedMeanwhile = (await readListIds(tx, id)).length !== listIds.length
  if (isListedMeanwhile) {
    throw Object.assign(new Error(`order ${orderNumber} was listed meanwhile`), COLLISION)
  }
  return {
    id,
    orderNumber,
    warehouse,
    version: row.version,
    status: row.status as OrderStatus,
    region: row.region,
    deliveryDate: row.delivery_date,
    weightGrams: row.weight_grams,
    volumeCm3: row.volume_cm3,
    shipTo: row.ship_to as ShipTo,
    lists,
    units,
  }
}

/** The unit with every label printed so far made void. */
export function withVoidLabels(unit: DocumentOf<'unit'>): DocumentOf<'unit'> {
  return { ...unit, label: { ...unit.label, voidedThrough: unit.label.lastCopy } }
}

async function lockDocuments<K extends 'pick-list' | 'unit'>(
  tx: Tx,
  warehouse: string,
  kind: K,
  ids: readonly string[],
): Promise<DocumentOf<K>[]> {
  const keys = ids.map((id) => ({ kind, id }))
  const reader = await readDocuments(tx, warehouse, keys, { lock: true })
  return ids.flatMap((id) => reader.get(kind, id) ?? [])
}

async function readListIds(tx: Tx, orderId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('pick_list_order')
    .select('pick_list_id')
    .where('order_id', '=', orderId)
    .execute()
  return rows.map((row) => row.pick_list_id)
}
