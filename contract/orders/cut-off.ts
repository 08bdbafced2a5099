import type { Region } from '../documents/master-data.ts'
import { addDays, instantOf, isoWeekday, localTime } from './local-time.ts'

/** How far ahead a delivery day is looked for; a region closed for longer has none. */
export const DELIVERY_HORIZON_DAYS = 400

/** True when the region is delivered on that day: one of its weekdays, and not closed. */
export function isDeliveryDay(day: string, region: Region): boolean {
  return region.deliveryWeekdays.includes(isoWeekday(day)) && !region.closedDates.includes(day)
}

/** The first delivery day later than `day`, or null within the horizon. */
export function nextDeliveryDay(day: string, region: Region): string | null {
  for (let ahead = 1; ahead <= DELIVERY_HORIZON_DAYS; ahead += 1) {
    const candidate = addDays(day, ahead)
    if (isDeliveryDay(candidate, region)) return candidate
  }
  return null
}

/**
 * The earliest day an order that arrives at `now` (ISO 8601) can be delivered: the first delivery day
 * from tomorrow on, or after the region's cut-off from the day after tomorrow on. So a later order is
 * never delivered before an earlier one. Today and the cut-off are those of the region's own zone.
 * Null when the region has no such day.
 */
export function earliestDeliveryDate(at: { now: string; region: Region }): string | null {
  const { now, region } = at
  const nowMs = Date.parse(now)
  const today = localTime(nowMs, region.timezone).day
  const isPast = nowMs >= instantOf(today, region.cutOff, region.timezone)
  return nextDeliveryDay(isPast ? addDays(today, 1) : today, region)
}

/** The instant (ISO 8601) from which a delivery day takes no more orders: the cut-off of the day before. */
export function cutOffOf(deliveryDate: string, region: Region): string {
  const instantMs = instantOf(addDays(deliveryDate, -1), region.cutOff, region.timezone)
  return new Date(instantMs).toISOString()
}

/** The next instant (ISO 8601) at which the region's cut-off passes, later than `now`. */
export function nextCutOff(now: string, region: Region): string {
  const nowMs = Date.parse(now)
  const today = localTime(nowMs, region.timezone).day
  const todays = instantOf(today, region.cutOff, region.timezone)
  if (nowMs < todays) return new Date(todays).toISOString()
  return new Date(instantOf(addDays(today, 1), region.cutOff, region.timezone)).toISOString()
}
