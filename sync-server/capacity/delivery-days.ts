import type { Region } from '#contract/documents/master-data.ts'
import { cutOffOf, earliestDeliveryDate, nextDeliveryDay } from '#contract/orders/cut-off.ts'
import { addDays } from '#contract/orders/local-time.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { hasRoom, readSlots, SEARCH_DAYS_MAX, type Slot } from './slots.ts'

export type DeliveryDay = {
  deliveryDate: string
  cutOffAt: string
  hasRoom: boolean
  weightGramsLeft: number
  volumeCm3Left: number
}

type Asked = {
  region: string
  now: string
  weightGrams: number
  volumeCm3: number
  limit: number
}

/**
 * The days an order that comes now can still be for, earliest first, as far ahead as intake looks
 * for room. Locks nothing: what is free now may be gone when the order comes.
 */
export async function listDeliveryDays(tx: Tx, asked: Asked): Promise<DeliveryDay[]> {
  const row = await tx
    .selectFrom('region')
    .select(['warehouse', 'body'])
    .where('code', '=', asked.region)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('unknown-region', `no region ${asked.region}`)
  const region = row.body as Region
  const earliest = earliestDeliveryDate({ now: asked.now, region })
  if (earliest === null) return []
  const to = addDays(earliest, SEARCH_DAYS_MAX)
  const slots = await readSlots(tx, row.warehouse, { region: region.code, from: earliest, to })
  const byDay = new Map(slots.map((slot) => [slot.deliveryDate, slot]))
  const days: DeliveryDay[] = []
  let day: string | null = earliest
  while (day !== null && day <= to && days.length < asked.limit) {
    days.push(dayOf(day, { region, slot: byDay.get(day), asked }))
    day = nextDeliveryDay(day, region)
  }
  return days
}

/** A day that was never given a limit can take nothing. */
function dayOf(
  deliveryDate: string,
  { region, slot, asked }: { region: Region; slot: Slot | undefined; asked: Asked },
): DeliveryDay {
  const left = (max = 0, reserved = 0) => Math.max(0, max - reserved)
  return {
    deliveryDate,
    cutOffAt: cutOffOf(deliveryDate, region),
    hasRoom: slot !== undefined && hasRoom(slot, asked),
    weightGramsLeft: left(slot?.maxWeightGrams, slot?.reservedWeightGrams),
    volumeCm3Left: left(slot?.maxVolumeCm3, slot?.reservedVolumeCm3),
  }
}
