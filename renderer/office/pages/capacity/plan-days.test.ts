import { expect, test } from 'vitest'
import {
  dayState,
  isBelowReserved,
  lowestLimits,
  mondayOf,
  planDays,
  weekNumber,
  type DayPlan,
  type Slot,
} from './plan-days.ts'

const NH = {
  code: 'NH',
  name: 'Noord-Holland',
  timezone: 'Europe/Amsterdam',
  cutOff: '14:00',
  deliveryWeekdays: [2, 3, 4, 5],
  closedDates: ['2026-05-05'],
}
const LIMITS = { maxWeightGrams: 8_000_000, maxVolumeCm3: 25_000_000 }
const MAY: DayPlan = {
  regions: [NH],
  weekdays: [2, 3, 4, 5],
  from: '2026-05-01',
  to: '2026-05-31',
  skipClosed: true,
  limits: LIMITS,
}

function slot(change: Partial<Slot>): Slot {
  const nothing = { reservedWeightGrams: 0, reservedVolumeCm3: 0 }
  const packed = { packedWeightGrams: 0, packedVolumeCm3: 0 }
  return { region: 'NH', deliveryDate: '2026-05-06', ...LIMITS, ...nothing, ...packed, ...change }
}

test('every Tuesday to Friday of May, without the day that is closed', () => {
  const days = planDays(MAY, [])?.map(({ day }) => day) ?? []
  expect(days).toHaveLength(16)
  expect(days[0]).toBe('2026-05-01')
  expect(days.at(-1)).toBe('2026-05-29')
  expect(days).not.toContain('2026-05-05')
  expect(planDays({ ...MAY, skipClosed: false }, [])).toHaveLength(17)
})

test('a day says whether it gets a limit, another one, or has it already', () => {
  const other = slot({ maxWeightGrams: 1 })
  const same = slot({ deliveryDate: '2026-05-07' })
  const planned = planDays({ ...MAY, from: '2026-05-06', to: '2026-05-08' }, [other, same])
  expect(planned?.map(({ state }) => state)).toEqual(['changed', 'same', 'new'])
  expect(planned?.[0]?.before).toEqual({ maxWeightGrams: 1, maxVolumeCm3: LIMITS.maxVolumeCm3 })
})

test('a day with more promised than asked for keeps what is promised', () => {
  const full = slot({ maxWeightGrams: 9_500_000, reservedWeightGrams: 9_000_000 })
  const [day] = planDays({ ...MAY, from: '2026-05-06', to: '2026-05-06' }, [full]) ?? []
  expect(day).toMatchObject({
    state: 'raised',
    limits: { maxWeightGrams: 9_000_000, maxVolumeCm3: LIMITS.maxVolumeCm3 },
  })
})

test('a limit that measured weight went beyond may stay, and may not shrink further', () => {
  const over = slot({ reservedWeightGrams: 8_200_000 })
  expect(isBelowReserved(over, LIMITS)).toBe(false)
  const less = { ...LIMITS, maxWeightGrams: 7_999_999 }
  expect(isBelowReserved(over, less)).toBe(true)
  expect(lowestLimits(over, less)).toEqual(LIMITS)
})

test('no days, a period that ends before it begins, and one that never ends', () => {
  expect(planDays({ ...MAY, weekdays: [] }, [])).toEqual([])
  expect(planDays({ ...MAY, to: '2026-04-01' }, [])).toEqual([])
  expect(planDays({ ...MAY, to: '9999-12-31' }, [])).toBeNull()
  expect(planDays({ ...MAY, to: '2035-12-31' }, [])).toBeNull()
})

test.each([
  ['2026-01-01', '2025-12-29', 1],
  ['2026-05-06', '2026-05-04', 19],
  ['2027-01-03', '2026-12-28', 53],
  ['2024-12-30', '2024-12-30', 1],
])('%s is in the week of %s, number %i', (day, monday, week) => {
  expect(mondayOf(day)).toBe(monday)
  expect(weekNumber(day)).toBe(week)
})

test('a day says first what matters most', () => {
  const tight = slot({ reservedVolumeCm3: 25_000_000 })
  const over = slot({ reservedVolumeCm3: 25_000_001 })
  expect(dayState(NH, '2026-05-06', slot({}))).toBe('free')
  expect(dayState(NH, '2026-05-06', tight)).toBe('full')
  expect(dayState(NH, '2026-05-05', over)).toBe('over')
  expect(dayState(NH, '2026-05-05', tight)).toBe('closed')
  expect(dayState(NH, '2026-05-04', undefined)).toBe('no-delivery')
  expect(dayState(NH, '2026-05-06', undefined)).toBe('no-limit')
})
