import type { DocumentOf, DocumentReader } from '#contract/documents/document.ts'
import type { ShipTo } from '#contract/documents/ids.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { Problem } from '../http/problem.ts'
import { noteBefore, type Tx } from '../store/index.ts'
import { type Key, keyOf, readDocuments } from '../sync/documents.ts'
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
  customerRef: string
  fulfilment: 'delivery' | 'collect'
  /** Until when it waits, or waited, for its payment; null where it is on account. */
  paymentDueAt: string | null
  /** True while it waits for goods. */
  isBackordered: boolean
  /** The lists that ask for its goods. */
  lists: DocumentOf<'pick-list'>[]
  /** Lists that it left for one of these; facts that come late may still say something there. */
  leftLists: DocumentOf<'pick-list'>[]
  units: DocumentOf<'unit'>[]
  /** Everything that was locked. */
  read: DocumentReader
}

/**
 * How far the lock reaches: the order's lists and units, or also what its units stand on and in, for
 * whoever takes them off it.
 */
export type LockReach = 'own' | 'whereabouts'

/** What another transaction did meanwhile makes the whole of this one run again. */
const COLLISION = { code: '40001' }

/** Pallets on pallets on a truck: no building stacks deeper. */
const REACH_ROUNDS_MAX = 12

/** Locks documents before the order's row. Slots and stock come after, in this order. */
export async function lockOrder(
  tx: Tx,
  orderNumber: string,
  reach: LockReach = 'own',
): Promise<LockedOrder> {
  const found = await tx
    .selectFrom('customer_order')
    .select(['id', 'warehouse'])
    .where('order_number', '=', orderNumber)
    .executeTakeFirst()
  if (found === undefined) throw new Problem('not-found', `no order ${orderNumber}`)
  const { id, warehouse } = found
  const listIds = await readListIds(tx, id)
  const unitIds = await findUnitIds(tx, warehouse, orderNumber)
  const own = [...keysOf('pick-list', listIds), ...keysOf('unit', unitIds)]
  const read = await lockReach(tx, warehouse, own, reach)
  const row = await tx
    .selectFrom('customer_order')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  // Where it goes stays out of the trail: it is about a person.
  noteBefore(tx, {
    orderNumber,
    status: row.status,
    version: row.version,
    region: row.region,
    deliveryDate: row.delivery_date,
  })
  // Whoever we waited for may have moved it to other lists, or its goods into other units.
  const [listIdsNow, unitIdsNow] = [
    await readListIds(tx, id),
    await findUnitIds(tx, warehouse, orderNumber),
  ]
  if (!isSameSet(listIdsNow, listIds)) throw collision(`${orderNumber} was listed meanwhile`)
  if (!isSameSet(unitIdsNow, unitIds)) throw collision(`${orderNumber} was packed meanwhile`)
  const lists = listIds.flatMap((listId) => read.get('pick-list', listId) ?? [])
  const isLive = (list: DocumentOf<'pick-list'>) =>
    list.orders.some((order) => order.orderNumber === orderNumber && order.movedTo === undefined)
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
    customerRef: row.customer_ref,
    fulfilment: row.fulfilment,
    paymentDueAt: row.payment_due_at,
    isBackordered: row.is_backordered,
    lists: lists.filter(isLive),
    leftLists: lists.filter((list) => !isLive(list)),
    units: unitIds.flatMap((unitId) => read.get('unit', unitId) ?? []),
    read,
  }
}

/** For callers that say which version they have seen: another one is refused. */
export function requireVersion(order: LockedOrder, version: number | undefined): void {
  if (version === undefined || version === order.version) return
  const { orderNumber } = order
  throw new Problem('version-conflict', `order ${orderNumber} is at version ${order.version}`)
}

/** The unit with every label printed so far made void. */
export function withVoidLabels(unit: DocumentOf<'unit'>): DocumentOf<'unit'> {
  return { ...unit, label: { ...unit.label, voidedThrough: unit.label.lastCopy } }
}

function keysOf(kind: Key['kind'], ids: readonly string[]): Key[] {
  return ids.map((id) => ({ kind, id }))
}

/** Looks how far it has to reach, then locks all at once and in order. */
async function lockReach(
  tx: Tx,
  warehouse: string,
  own: readonly Key[],
  reach: LockReach,
): Promise<DocumentReader> {
  const keys = reach === 'own' ? own : await keysInReach(tx, warehouse, own)
  const read = await readDocuments(tx, warehouse, keys, { lock: true })
  const locked = new Set(keys.map(({ kind, id }) => keyOf(kind, id)))
  const missing = reach === 'own' ? [] : neighboursOf(keys, read)
  if (missing.some(({ kind, id }) => !locked.has(keyOf(kind, id)))) {
    throw collision('units were moved while they were locked')
  }
  return read
}

async function keysInReach(tx: Tx, warehouse: string, own: readonly Key[]): Promise<Key[]> {
  const keys = new Map(own.map((key) => [keyOf(key.kind, key.id), key]))
  let fresh: readonly Key[] = own
  for (let round = 0; fresh.length > 0 && round < REACH_ROUNDS_MAX; round += 1) {
    const named = neighboursOf(fresh, await readDocuments(tx, warehouse, fresh))
    fresh = named.filter(({ kind, id }) => !keys.has(keyOf(kind, id)))
    for (const key of fresh) keys.set(keyOf(key.kind, key.id), key)
  }
  return [...keys.values()]
}

/** What units stand on and in. What else is on the same pallet is not theirs to move. */
function neighboursOf(keys: readonly Key[], read: DocumentReader): Key[] {
  return keys.flatMap(({ kind, id }): Key[] => {
    const unit = kind === 'unit' ? read.get('unit', id) : undefined
    if (unit === undefined) return []
    const { loadId, parentId } = unit
    return [
      ...(loadId === null ? [] : [{ kind: 'load' as const, id: loadId }]),
      ...(parentId === null ? [] : [{ kind: 'unit' as const, id: parentId }]),
    ]
  })
}

function collision(why: string): Error {
  return Object.assign(new Error(why), COLLISION)
}

function isSameSet(now: readonly string[], before: readonly string[]): boolean {
  return now.length === before.length && new Set([...now, ...before]).size === now.length
}

async function findUnitIds(tx: Tx, warehouse: string, orderNumber: string): Promise<string[]> {
  return (await findUnits(tx, warehouse, orderNumber)).map((unit) => unit.id)
}

async function readListIds(tx: Tx, orderId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('pick_list_order')
    .select('pick_list_id')
    .where('order_id', '=', orderId)
    .execute()
  return rows.map((row) => row.pick_list_id)
}
