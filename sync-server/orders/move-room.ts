import {
  applyCapacityEffects,
  type Burden,
  capacityOfWrites,
  hasRoom,
  lockSlots,
  reserveCapacity,
} from '../capacity/index.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import type { ChangedLine } from './adjust-lines.ts'
import type { Adjusting } from './adjusting.ts'

/** Locks the days whose room an order moves, once its lists are as they will be, and before any stock. */
export async function lockRoom(tx: Tx, { order, view }: Adjusting): Promise<void> {
  const { warehouse, region, deliveryDate } = order
  if (region === null || deliveryDate === null) return
  const unitIds = order.units.map((unit) => unit.id)
  const effects = await capacityOfWrites(tx, warehouse, { writes: view.changes(), unitIds })
  await lockSlots(tx, warehouse, [{ region, deliveryDate }, ...effects])
}

/**
 * Moves what an order holds of its delivery day with its quantities: as its lists say where it is on any, by
 * the products' own figures before. More than the day has left is a problem.
 */
export async function moveRoom(
  tx: Tx,
  adjusting: Adjusting,
  lines: readonly ChangedLine[],
): Promise<void> {
  const { order, view } = adjusting
  const { id, warehouse, region, deliveryDate } = order
  const estimate = estimateOf(adjusting, lines)
  await tx
    .updateTable('customer_order')
    .set({
      weight_grams: order.weightGrams + estimate.weightGrams,
      volume_cm3: order.volumeCm3 + estimate.volumeCm3,
    })
    .where('id', '=', id)
    .execute()
  if (region === null || deliveryDate === null) return
  const own = { region, deliveryDate }
  if (order.lists.length === 0) {
    await requireRoom(tx, warehouse, { ...own, ...estimate })
    await reserveCapacity(tx, warehouse, own, estimate)
    return
  }
  const unitIds = order.units.map((unit) => unit.id)
  const effects = await capacityOfWrites(tx, warehouse, { writes: view.changes(), unitIds })
  for (const { reservedGramsDelta, reservedCm3Delta, ...slot } of effects) {
    const burden = { weightGrams: reservedGramsDelta, volumeCm3: reservedCm3Delta }
    await requireRoom(tx, warehouse, { ...slot, ...burden })
  }
  const actionId = `adjust/${id}/${order.version}`
  const rows = effects.map((effect) => ({ actionId, effect }))
  await applyCapacityEffects(tx, { warehouse, rows })
}

type More = { region: string; deliveryDate: string } & Burden

async function requireRoom(tx: Tx, warehouse: string, more: More): Promise<void> {
  const { region, deliveryDate, weightGrams, volumeCm3 } = more
  if (weightGrams <= 0 && volumeCm3 <= 0) return
  const [slot] = await lockSlots(tx, warehouse, [{ region, deliveryDate }])
  if (slot === undefined || !hasRoom(slot, { weightGrams, volumeCm3 })) {
    throw new Problem('capacity-full', `${region} has no room left on ${deliveryDate}`)
  }
}

/** A product may weigh something else today than when it was ordered; what is given back was held. */
function estimateOf({ order }: Adjusting, lines: readonly ChangedLine[]): Burden {
  const listed = order.lists.flatMap((list) => list.lines)
  const sum = lines.reduce(
    (total, { lineNo, before, after, product }) => {
      const onList = listed.find(
        (line) => line.orderNumber === order.orderNumber && line.orderLineNo === lineNo,
      )
      const eachGrams = onList?.eachWeightGrams ?? product?.weightGrams ?? 0
      const eachCm3 = onList?.eachVolumeCm3 ?? product?.volumeCm3 ?? 0
      return {
        weightGrams: total.weightGrams + (after - before) * eachGrams,
        volumeCm3: total.volumeCm3 + (after - before) * eachCm3,
      }
    },
    { weightGrams: 0, volumeCm3: 0 },
  )
  return {
    weightGrams: Math.max(-order.weightGrams, sum.weightGrams),
    volumeCm3: Math.max(-order.volumeCm3, sum.volumeCm3),
  }
}
