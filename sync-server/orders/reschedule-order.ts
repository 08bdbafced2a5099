import type { Effect } from '#contract/actions/decision.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import { earliestDeliveryDate } from '#contract/orders/cut-off.ts'
import { addDays } from '#contract/orders/local-time.ts'
import {
  applyCapacityEffects,
  capacityOfWrites,
  lockSlots,
  readSlots,
  SEARCH_DAYS_MAX,
  type SlotKey,
} from '../capacity/index.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { applyStockEffects, lockGoods, type StockEffectRow } from '../inventory/index.ts'
import { insertLists, nextListCodes } from '../picking/insert-lists.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { chooseDay, type Place, readPlace } from './choose-day.ts'
import { type LockedOrder, lockOrder, requireVersion } from './lock-order.ts'
import { plansAgain, type ReplannedOrder } from './plan-again.ts'
import { applyOrderEffects } from './transition.ts'

type Rescheduling = {
  orderNumber: string
  reason: string
  /** The day it goes out again; the first with room when none is asked for. */
  deliveryDate?: string | undefined
  /** True puts the goods back on their shelves, to be picked anew. */
  repick?: boolean | undefined
  version?: number | undefined
  writtenBy: string
}

/** Stands for the day until it is chosen, so that what the order takes of one can be worked out first. */
const SOME_DAY = '9999-12-31'

/**
 * Plans an order that could not be delivered for another day: CONFIRMED, and as its goods come back in
 * their units PACKED again, or with `repick` as nobody had begun. It writes documents, so it is the last
 * thing done in its transaction. Answers with the warehouse.
 */
export async function rescheduleOrder(
  tx: Tx,
  rescheduling: Rescheduling,
  deps: OfficeDeps,
): Promise<string> {
  const { orderNumber, reason, repick = false, version, writtenBy } = rescheduling
  const order = await lockOrder(tx, orderNumber, 'whereabouts')
  requireVersion(order, version)
  if (order.status !== 'DELIVERY_FAILED') {
    throw new Problem('wrong-state', `order ${orderNumber} is ${order.status}`)
  }
  const { id, warehouse, deliveryDate: before } = order
  const at = instantOf(deps.clock.now())
  const newList = await listOfItsOwn(tx, order, deps)
  const plan = (day: string) => plansAgain(order, { day, repick, newList })
  const wanted = rescheduling.deliveryDate
  const cause = `reschedule/${id}/${order.version}`
  const day = await moveToDay(tx, order, { plan, wanted, at, cause })
  const planned = plan(day)
  await lockLines(tx, order)
  await applyStockEffects(tx, { warehouse, at, rows: stockRows(planned, cause) })
  const payload = { reason, before, after: day, repick }
  const effects: Effect[] = [
    { kind: 'history', orderNumber, status: 'delivery:rescheduled', severity: 'info', payload },
    ...planned.back,
    ...planned.putBack,
    ...planned.steps,
  ]
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, reason, effects })
  await moveRows(tx, order, { day, at, ownList: planned.ownList })
  await writeDocuments(tx, warehouse, planned.view.changes())
  return warehouse
}

/** An order that shares its list leaves it for one of its own, as the others have their own day. */
async function listOfItsOwn(tx: Tx, order: LockedOrder, deps: OfficeDeps) {
  if (order.lists.every((list) => list.orders.length === 1)) return null
  const [code] = await nextListCodes(tx, 1)
  if (code === undefined) throw new Error('the sequence gave no number')
  return { id: deps.newId(), code }
}

/**
 * Gives the old day's room back, then takes a day with room for what the order holds now: measured where
 * it was weighed.
 */
async function moveToDay(
  tx: Tx,
  order: LockedOrder,
  moving: {
    plan: (day: string) => ReplannedOrder
    wanted: string | undefined
    at: string
    cause: string
  },
): Promise<string> {
  const { warehouse, region } = order
  const { plan, wanted, at, cause } = moving
  const writes = plan(SOME_DAY).view.changes()
  const unitIds = order.units.map((unit) => unit.id)
  const effects = await capacityOfWrites(tx, warehouse, { writes, unitIds })
  const given = effects.filter((effect) => effect.deliveryDate !== SOME_DAY)
  const taken = effects.filter((effect) => effect.deliveryDate === SOME_DAY)
  const rowsOf = (moved: typeof effects) => moved.map((effect) => ({ actionId: cause, effect }))
  const place = await readPlace(tx, { region, warehouse })
  await lockDays(tx, place, { given, wanted, at })
  await applyCapacityEffects(tx, { warehouse, rows: rowsOf(given) })
  const burden = {
    weightGrams: taken.reduce((sum, effect) => sum + effect.reservedGramsDelta, 0),
    volumeCm3: taken.reduce((sum, effect) => sum + effect.reservedCm3Delta, 0),
  }
  const day = await chooseDay(tx, place, { wanted, now: at, burden })
  const rows = rowsOf(taken.map((effect) => ({ ...effect, deliveryDate: day })))
  await applyCapacityEffects(tx, { warehouse, rows })
  return day
}

/** All at once and in order: the day it goes again may lie before or after the one it gives back. */
async function lockDays(
  tx: Tx,
  place: Place,
  days: { given: readonly SlotKey[]; wanted: string | undefined; at: string },
): Promise<void> {
  const { warehouse } = place
  const { given, wanted, at } = days
  await lockSlots(tx, warehouse, [...given, ...(await daysAhead(tx, place, { wanted, at }))])
}

async function daysAhead(
  tx: Tx,
  place: Place,
  { wanted, at }: { wanted: string | undefined; at: string },
): Promise<SlotKey[]> {
  if (place.kind === 'collect') return []
  const { warehouse, region } = place
  if (wanted !== undefined) return [{ region: region.code, deliveryDate: wanted }]
  const from = earliestDeliveryDate({ now: at, region })
  if (from === null) return []
  return readSlots(tx, warehouse, {
    region: region.code,
    from,
    to: addDays(from, SEARCH_DAYS_MAX),
  })
}

async function lockLines(tx: Tx, { id, warehouse }: LockedOrder): Promise<void> {
  const lines = await tx.selectFrom('order_line').select('sku').where('order_id', '=', id).execute()
  await lockGoods(
    tx,
    warehouse,
    lines.map(({ sku }) => sku),
  )
}

/** Two moves of the same goods, so two causes: off the truck, and back on the shelf. */
function stockRows({ back, putBack }: ReplannedOrder, cause: string): StockEffectRow[] {
  const rows = (effects: readonly Effect[], actionId: string) =>
    effects.flatMap((effect): StockEffectRow[] =>
      effect.kind === 'stock' ? [{ actionId, effect }] : [],
    )
  return [...rows(back, cause), ...rows(putBack, `${cause}/put-back`)]
}

async function moveRows(
  tx: Tx,
  { id, lists }: LockedOrder,
  { day, at, ownList }: { day: string; at: string; ownList: PickList | null },
): Promise<void> {
  await tx
    .updateTable('customer_order')
    .set({ delivery_date: day, updated_at: at })
    .where('id', '=', id)
    .execute()
  const [shared, own] = [
    lists.filter((list) => list.orders.length > 1).map((list) => list.id),
    lists.filter((list) => list.orders.length === 1).map((list) => list.id),
  ]
  if (own.length > 0) {
    await tx.updateTable('pick_list').set({ delivery_date: day }).where('id', 'in', own).execute()
  }
  if (ownList === null) return
  await insertLists(tx, [ownList], at)
  await tx
    .deleteFrom('pick_list_order')
    .where('order_id', '=', id)
    .where('pick_list_id', 'in', shared)
    .execute()
}
