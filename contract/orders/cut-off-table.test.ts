import { expect, test } from 'vitest'
import type { Region } from '../documents/master-data.ts'
import { cutOffOf, earliestDeliveryDate, nextCutOff } from './cut-off.ts'

/**
 * Offsets from UTC written down by hand, so that nothing here rests on the time zone data that the engine
 * itself reads. `changes` are the instants at which the clocks move and the offset from then on.
 */
type Zone = {
  timezone: string
  offsetHours: number
  changes: readonly (readonly [string, number])[]
}

const AMSTERDAM: Zone = {
  timezone: 'Europe/Amsterdam',
  offsetHours: 1,
  changes: [
    ['2026-03-29T01:00:00Z', 2],
    ['2026-10-25T01:00:00Z', 1],
    ['2027-03-28T01:00:00Z', 2],
    ['2027-10-31T01:00:00Z', 1],
  ],
}
const NEW_YORK: Zone = {
  timezone: 'America/New_York',
  offsetHours: -5,
  changes: [
    ['2026-03-08T07:00:00Z', -4],
    ['2026-11-01T06:00:00Z', -5],
    ['2027-03-14T07:00:00Z', -4],
    ['2027-11-07T06:00:00Z', -5],
  ],
}
const AUCKLAND: Zone = {
  timezone: 'Pacific/Auckland',
  offsetHours: 13,
  changes: [
    ['2026-04-04T14:00:00Z', 12],
    ['2026-09-26T14:00:00Z', 13],
    ['2027-04-03T14:00:00Z', 12],
    ['2027-09-25T14:00:00Z', 13],
  ],
}
const UTC: Zone = { timezone: 'UTC', offsetHours: 0, changes: [] }
const ZONES = [AMSTERDAM, NEW_YORK, AUCKLAND, UTC]

const CUT_OFFS = ['14:00', '02:30', '23:30', '00:00'] as const

const DST_NIGHTS = AMSTERDAM.changes.map(([instant]) => instant)

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/** Every hour, and the half hours between, from a day before a night to a day after it. */
function hoursAround(instant: string): number[] {
  const middleMs = Date.parse(instant)
  return Array.from({ length: 2 * 48 + 1 }, (_, n) => middleMs - DAY_MS + (n * HOUR_MS) / 2)
}

test.each(ZONES.flatMap((zone) => CUT_OFFS.map((cutOff) => ({ zone, cutOff }))))(
  'every half hour around both nights of 2026 and 2027: $zone.timezone, $cutOff',
  ({ zone, cutOff }) => {
    const region = regionOf({ timezone: zone.timezone, cutOff })
    for (const night of [...DST_NIGHTS, ...zone.changes.map(([instant]) => instant)]) {
      for (const nowMs of hoursAround(night)) {
        const now = new Date(nowMs).toISOString()
        const found = { now, day: earliestDeliveryDate({ now, region }) }
        expect(found).toEqual({ now, day: expectedDay(nowMs, zone, { cutOff }) })
      }
    }
  },
)

test('every hour around the nights with weekends and closed days: none of them is delivered on', () => {
  const deliveryWeekdays = [1, 2, 3, 4, 5]
  const closedDates = ['2026-03-30', '2026-10-26', '2027-03-29', '2027-11-01', '2027-11-02']
  for (const cutOff of CUT_OFFS) {
    const region = regionOf({ cutOff, deliveryWeekdays, closedDates })
    for (const nowMs of DST_NIGHTS.flatMap(hoursAround)) {
      const now = new Date(nowMs).toISOString()
      const day = expectedDay(nowMs, AMSTERDAM, { cutOff, deliveryWeekdays, closedDates })
      expect({ now, day: earliestDeliveryDate({ now, region }) }).toEqual({ now, day })
    }
  }
})

test('the nights themselves, written out', () => {
  const day = (now: string, cutOff: string) =>
    earliestDeliveryDate({ now, region: regionOf({ cutOff }) })
  // 29 March 2026 has no 02:30: that cut-off passes as if the clocks had not moved yet.
  expect(day('2026-03-29T01:29:59Z', '02:30')).toBe('2026-03-30')
  expect(day('2026-03-29T01:30:00Z', '02:30')).toBe('2026-03-31')
  // 25 October 2026 has it twice: it passes the first time and stays passed.
  expect(day('2026-10-25T00:29:59Z', '02:30')).toBe('2026-10-26')
  expect(day('2026-10-25T00:30:00Z', '02:30')).toBe('2026-10-27')
  expect(day('2026-10-25T01:29:59Z', '02:30')).toBe('2026-10-27')
  expect(day('2027-03-28T01:30:00Z', '02:30')).toBe('2027-03-30')
  expect(day('2027-10-31T00:29:59Z', '02:30')).toBe('2027-11-01')
  expect(day('2027-10-31T00:30:00Z', '02:30')).toBe('2027-11-02')
  // Midnight: the day's own cut-off has always passed.
  expect(day('2026-03-28T22:59:59Z', '00:00')).toBe('2026-03-30')
  expect(day('2026-03-28T23:00:00Z', '00:00')).toBe('2026-03-31')
  expect(day('2026-10-24T22:00:00Z', '00:00')).toBe('2026-10-27')
  expect(day('2026-03-29T21:29:59Z', '23:30')).toBe('2026-03-30')
  expect(day('2026-03-29T21:30:00Z', '23:30')).toBe('2026-03-31')
  expect(day('2026-10-25T22:29:59Z', '23:30')).toBe('2026-10-26')
  expect(day('2026-10-25T22:30:00Z', '23:30')).toBe('2026-10-27')
})

test.each(ZONES)('a later order never goes out before an earlier one: $timezone', (zone) => {
  for (const cutOff of CUT_OFFS) {
    const region = regionOf({ timezone: zone.timezone, cutOff, deliveryWeekdays: [2, 4] })
    for (const night of DST_NIGHTS) {
      const days = hoursAround(night).map((nowMs) =>
        earliestDeliveryDate({ now: new Date(nowMs).toISOString(), region }),
      )
      expect(days).toEqual(days.toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)))
    }
  }
})

test.each(ZONES)('a day closes when it stops being the earliest: $timezone', (zone) => {
  for (const cutOff of CUT_OFFS) {
    const region = regionOf({ timezone: zone.timezone, cutOff })
    for (const nowMs of DST_NIGHTS.flatMap(hoursAround)) {
      const now = new Date(nowMs).toISOString()
      const day = earliestDeliveryDate({ now, region }) ?? ''
      const closesAt = cutOffOf(day, region)
      expect(closesAt).toBe(nextCutOff(now, region))
      expect(earliestDeliveryDate({ now: closesAt, region })).toBe(nextDay(day))
      const justBefore = new Date(Date.parse(closesAt) - 1).toISOString()
      expect(earliestDeliveryDate({ now: justBefore, region })).toBe(day)
    }
  }
})

type Calendar = { cutOff: string; deliveryWeekdays?: number[]; closedDates?: string[] }

/** Decision 0007 by hand: tomorrow, or from the day's cut-off on the day after, then the first open day. */
function expectedDay(nowMs: number, zone: Zone, calendar: Calendar): string {
  const { cutOff, deliveryWeekdays = EVERY_DAY, closedDates = [] } = calendar
  const local = new Date(nowMs + offsetAt(nowMs, zone) * HOUR_MS).toISOString()
  const today = local.slice(0, 10)
  let day = nextDay(nowMs >= cutOffMs(today, cutOff, zone) ? nextDay(today) : today)
  while (!deliveryWeekdays.includes(weekday(day)) || closedDates.includes(day)) day = nextDay(day)
  return day
}

/** The first instant at which the wall shows the time; a skipped one as if the clocks had not moved. */
function cutOffMs(day: string, cutOff: string, zone: Zone): number {
  const wallMs = Date.parse(`${day}T${cutOff}:00Z`)
  const offsets = [...new Set([zone.offsetHours, ...zone.changes.map(([, hours]) => hours)])]
  const shown = offsets
    .map((hours) => ({ ms: wallMs - hours * HOUR_MS, hours }))
    .filter(({ ms, hours }) => offsetAt(ms, zone) === hours)
  if (shown.length > 0) return Math.min(...shown.map(({ ms }) => ms))
  return wallMs - offsetAt(wallMs - DAY_MS, zone) * HOUR_MS
}

function offsetAt(ms: number, { offsetHours, changes }: Zone): number {
  return changes.findLast(([instant]) => Date.parse(instant) <= ms)?.[1] ?? offsetHours
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
}

function weekday(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}

function regionOf(changed: Partial<Region>): Region {
  return {
    code: 'NOORD',
    name: 'Noord',
    timezone: 'Europe/Amsterdam',
    cutOff: '14:00',
    deliveryWeekdays: EVERY_DAY,
    closedDates: [],
    ...changed,
  }
}
