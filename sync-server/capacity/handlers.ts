import { SLOTS_LISTED_MAX } from '#contract/http/capacity-routes.ts'
import { instantOf } from '../deps.ts'
import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { noteBefore, type Tx } from '../store/index.ts'
import { listDeliveryDays } from './delivery-days.ts'
import { ordersInTheWay } from './orders-in-the-way.ts'
import { lockSlots, readSlots, type Slot } from './slots.ts'

type CapacityHandlers = Pick<
  Handlers,
  'putCapacity' | 'getCapacity' | 'listCapacity' | 'listDeliveryDays'
>

export function capacityHandlers(office: Office): CapacityHandlers {
  const { store, deps } = office
  return {
    putCapacity: async ({ params, body, change }) => {
      const slot = await change((tx) =>
        putCapacity(tx, { region: params.region, deliveryDate: params.date, ...body }),
      )
      return { status: 200, body: answerOf(slot) }
    },
    getCapacity: async ({ params: { region, date } }) => {
      const slot = await store.snapshot(async (tx) => {
        const warehouse = await warehouseOf(tx, region)
        if (warehouse === undefined) return undefined
        return (await readSlots(tx, warehouse, { region, from: date, to: date }))[0]
      })
      if (slot === undefined) throw new Problem('not-found', `no capacity is set for ${date}`)
      return { status: 200, body: answerOf(slot) }
    },
    listCapacity: async ({ query: { region, from = '0001-01-01', to = '9999-12-31' } }) => {
      const items = await store.snapshot((tx) => listSlots(tx, { region, from, to }))
      return { status: 200, body: { items } }
    },
    listDeliveryDays: async ({ query }) => {
      const now = instantOf(deps.clock.now())
      const items = await store.snapshot((tx) => listDeliveryDays(tx, { ...query, now }))
      return { status: 200, body: { items } }
    },
  }
}

async function listSlots(tx: Tx, days: { region: string | undefined; from: string; to: string }) {
  const { region, from, to } = days
  const warehouse = region === undefined ? undefined : await warehouseOf(tx, region)
  if (region !== undefined && warehouse === undefined) {
    throw new Problem('unknown-region', `no region ${region}`)
  }
  const range = { from, to, limit: SLOTS_LISTED_MAX }
  return readSlots(tx, warehouse ?? null, region === undefined ? range : { ...range, region })
}

type Limits = Pick<Slot, 'region' | 'deliveryDate' | 'maxWeightGrams' | 'maxVolumeCm3'>

async function putCapacity(tx: Tx, limits: Limits): Promise<Slot> {
  const { region, deliveryDate, maxWeightGrams, maxVolumeCm3 } = limits
  const warehouse = await warehouseOf(tx, region)
  if (warehouse === undefined) throw new Problem('unknown-region', `no region ${region}`)
  const inserted = await tx
    .insertInto('capacity_slot')
    .values({
      warehouse,
      region,
      delivery_date: deliveryDate,
      max_weight_grams: maxWeightGrams,
      max_volume_cm3: maxVolumeCm3,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  const isNew = inserted.numInsertedOrUpdatedRows === 1n
  const [slot] = await lockSlots(tx, warehouse, [limits])
  if (slot === undefined) throw new Error('a slot vanished after it was inserted')
  if (!isNew) noteBefore(tx, answerOf(slot))
  if (isShrunkTooFar(slot, limits)) {
    const orders = await ordersInTheWay(tx, warehouse, slot)
    throw new Problem(
      'below-reserved',
      `${slot.reservedWeightGrams} g and ${slot.reservedVolumeCm3} cm³ are reserved already`,
      { members: { orders } },
    )
  }
  await tx
    .updateTable('capacity_slot')
    .set({ max_weight_grams: maxWeightGrams, max_volume_cm3: maxVolumeCm3 })
    .where('warehouse', '=', warehouse)
    .where('region', '=', region)
    .where('delivery_date', '=', deliveryDate)
    .execute()
  return { ...slot, maxWeightGrams, maxVolumeCm3 }
}

/** Raising is always fine, and so is leaving a limit that measured weight went beyond as it is. */
function isShrunkTooFar(slot: Slot, { maxWeightGrams, maxVolumeCm3 }: Limits): boolean {
  return (
    (maxWeightGrams < slot.reservedWeightGrams && maxWeightGrams < slot.maxWeightGrams) ||
    (maxVolumeCm3 < slot.reservedVolumeCm3 && maxVolumeCm3 < slot.maxVolumeCm3)
  )
}

async function warehouseOf(tx: Tx, region: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('region')
    .select('warehouse')
    .where('code', '=', region)
    .executeTakeFirst()
  return row?.warehouse
}

function answerOf(slot: Slot) {
  const { region: _region, deliveryDate: _date, ...figures } = slot
  return figures
}
