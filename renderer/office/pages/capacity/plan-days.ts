import { isDeliveryDay } from '#contract/orders/cut-off.ts'
import type { Region } from '#contract/documents/master-data.ts'
import { addDays, isoWeekday } from '#contract/orders/local-time.ts'
import type { CallAnswer } from '../../api.ts'

export type Slot = CallAnswer<'GET /v1/capacity'>['items'][number]
export type Limits = { maxWeightGrams: number; maxVolumeCm3: number }

/** Days that one plan may set: a year of a few regions. */
export const PLAN_DAYS_MAX = 2_000

/** Days that a period may span before it is looked at day by day. */
const PERIOD_DAYS_MAX = 3_700

/** What somebody asks for: these weekdays (ISO, 1 = Monday) of these regions over a period, both days included. */
export type DayPlan = {
  regions: readonly Region[]
  weekdays: readonly number[]
  from: string
  to: string
  skipClosed: boolean
  limits: Limits
}

/**
 * `new` had no limit, `changed` had another one, `same` has it already, and `raised` has more promised than asked for:
 * its limit becomes what is promised.
 */
export type PlannedDay = {
  region: string
  day: string
  state: 'new' | 'changed' | 'same' | 'raised'
  before: Limits | null
  limits: Limits
}

/** The days a plan touches, by day and region, or null where they are too many. */
export function planDays(plan: DayPlan, slots: readonly Slot[]): PlannedDay[] | null {
  const bySlot = new Map(slots.map((slot) => [`${slot.deliveryDate}/${slot.region}`, slot]))
  const days = daysBetween(plan.from, plan.to)
  if (days === null) return null
  const planned = days
    .filter((day) => plan.weekdays.includes(isoWeekday(day)))
    .flatMap((day) =>
      plan.regions
        .filter((region) => !plan.skipClosed || !region.closedDates.includes(day))
        .map((region) => {
          return planDay(
            { region: region.code, day, slot: bySlot.get(`${day}/${region.code}`) },
            plan,
          )
        }),
    )
  return planned.length > PLAN_DAYS_MAX ? null : planned
}

/** Whether a limit is less than what orders were promised, and less than it was: the office refuses that. */
export function isBelowReserved(slot: Slot, limits: Limits): boolean {
  return (
    limits.maxWeightGrams < Math.min(slot.reservedWeightGrams, slot.maxWeightGrams) ||
    limits.maxVolumeCm3 < Math.min(slot.reservedVolumeCm3, slot.maxVolumeCm3)
  )
}

/** The lowest limits a slot may have: what is promised. One that measured weight went beyond may stay as it is. */
export function lowestLimits(slot: Slot, wanted: Limits): Limits {
  const { reservedWeightGrams, maxWeightGrams, reservedVolumeCm3, maxVolumeCm3 } = slot
  return {
    maxWeightGrams: Math.max(wanted.maxWeightGrams, Math.min(reservedWeightGrams, maxWeightGrams)),
    maxVolumeCm3: Math.max(wanted.maxVolumeCm3, Math.min(reservedVolumeCm3, maxVolumeCm3)),
  }
}

/** The Monday of the week that a day is in. */
export function mondayOf(day: string): string {
  return addDays(day, 1 - isoWeekday(day))
}

/** ISO week number: the week with the year's first Thursday is the first. */
export function weekNumber(day: string): number {
  const thursday = addDays(mondayOf(day), 3)
  const first = `${thursday.slice(0, 4)}-01-01`
  return Math.floor((Date.parse(thursday) - Date.parse(first)) / (7 * 86_400_000)) + 1
}

export type DayState = 'closed' | 'no-delivery' | 'no-limit' | 'over' | 'full' | 'free'

/** What a day of a region is like, what matters most first: a limit that is passed shows on a closed day too. */
export function dayState(region: Region, day: string, slot: Slot | undefined): DayState {
  if (slot !== undefined && isOver(slot)) return 'over'
  if (region.closedDates.includes(day)) return 'closed'
  if (!isDeliveryDay(day, region)) return 'no-delivery'
  if (slot === undefined) return 'no-limit'
  const isFull =
    slot.reservedWeightGrams >= slot.maxWeightGrams || slot.reservedVolumeCm3 >= slot.maxVolumeCm3
  return isFull ? 'full' : 'free'
}

function isOver(slot: Slot): boolean {
  return (
    slot.reservedWeightGrams > slot.maxWeightGrams || slot.reservedVolumeCm3 > slot.maxVolumeCm3
  )
}

function planDay(
  { region, day, slot }: { region: string; day: string; slot: Slot | undefined },
  { limits }: DayPlan,
): PlannedDay {
  if (slot === undefined) return { region, day, state: 'new', before: null, limits }
  const before = { maxWeightGrams: slot.maxWeightGrams, maxVolumeCm3: slot.maxVolumeCm3 }
  if (isBelowReserved(slot, limits)) {
    return { region, day, state: 'raised', before, limits: lowestLimits(slot, limits) }
  }
  const isSame =
    before.maxWeightGrams === limits.maxWeightGrams && before.maxVolumeCm3 === limits.maxVolumeCm3
  return { region, day, state: isSame ? 'same' : 'changed', before, limits }
}

function daysBetween(from: string, to: string): string[] | null {
  if (from === '' || to === '' || from > to) return []
  const span = (Date.parse(to) - Date.parse(from)) / 86_400_000
  if (span > PERIOD_DAYS_MAX) return null
  return Array.from({ length: span + 1 }, (_, ahead) => addDays(from, ahead))
}
