import { expect, test } from 'vitest'
import type { Region } from '../documents/master-data.ts'
import { earliestDeliveryDate, nextCutOff } from './cut-off.ts'
import { instantOf, localTime } from './local-time.ts'

test('before the cut-off an order goes out on the next delivery day, from it on a day later', () => {
  const on = (now: string) => earliestDeliveryDate({ now, region: region({}) })
  expect(on('2026-03-10T12:59:59.999Z')).toBe('2026-03-11')
  expect(on('2026-03-10T13:00:00.000Z')).toBe('2026-03-12')
})

test('weekends, closed days and single delivery weekdays are passed over', () => {
  const weekdays = region({ deliveryWeekdays: [1, 2, 3, 4, 5] })
  expect(earliestDeliveryDate({ now: '2026-03-13T09:00:00Z', region: weekdays })).toBe('2026-03-16')
  expect(earliestDeliveryDate({ now: '2026-03-13T14:00:00Z', region: weekdays })).toBe('2026-03-16')
  expect(earliestDeliveryDate({ now: '2026-03-15T14:00:00Z', region: weekdays })).toBe('2026-03-17')
  const closed = region({ deliveryWeekdays: [1, 2, 3, 4, 5], closedDates: ['2026-03-16'] })
  expect(earliestDeliveryDate({ now: '2026-03-13T09:00:00Z', region: closed })).toBe('2026-03-17')
  const tuesdays = region({ deliveryWeekdays: [2] })
  expect(earliestDeliveryDate({ now: '2026-03-10T09:00:00Z', region: tuesdays })).toBe('2026-03-17')
  expect(earliestDeliveryDate({ now: '2026-03-10T14:00:00Z', region: tuesdays })).toBe('2026-03-17')
  expect(earliestDeliveryDate({ now: '2026-03-09T14:00:00Z', region: tuesdays })).toBe('2026-03-17')
})

test('a region without delivery days has no earliest one', () => {
  const none = region({ deliveryWeekdays: [] })
  expect(earliestDeliveryDate({ now: '2026-03-10T09:00:00Z', region: none })).toBeNull()
})

test('the region decides what today is, on both sides of UTC midnight', () => {
  const amsterdam = region({})
  expect(earliestDeliveryDate({ now: '2026-03-10T23:30:00Z', region: amsterdam })).toBe(
    '2026-03-12',
  )
  const auckland = region({ timezone: 'Pacific/Auckland' })
  expect(earliestDeliveryDate({ now: '2026-03-10T12:00:00Z', region: auckland })).toBe('2026-03-12')
  const honolulu = region({ timezone: 'Pacific/Honolulu' })
  expect(earliestDeliveryDate({ now: '2026-03-11T05:00:00Z', region: honolulu })).toBe('2026-03-12')
})

test('the cut-off stays at its wall-clock time on the days the clocks change', () => {
  const on = (now: string) => earliestDeliveryDate({ now, region: region({}) })
  expect(on('2026-03-29T11:59:00Z')).toBe('2026-03-30')
  expect(on('2026-03-29T12:00:00Z')).toBe('2026-03-31')
  expect(on('2026-10-25T12:59:00Z')).toBe('2026-10-26')
  expect(on('2026-10-25T13:00:00Z')).toBe('2026-10-27')
})

test('a cut-off in the repeated hour passes once, and one in the skipped hour passes', () => {
  const night = region({ cutOff: '02:30' })
  const on = (now: string) => earliestDeliveryDate({ now, region: night })
  expect(on('2026-10-25T00:29:00Z')).toBe('2026-10-26')
  expect(on('2026-10-25T00:30:00Z')).toBe('2026-10-27')
  expect(on('2026-10-25T01:10:00Z')).toBe('2026-10-27')
  expect(on('2026-03-29T00:59:00Z')).toBe('2026-03-30')
  expect(on('2026-03-29T01:30:00Z')).toBe('2026-03-31')
})

test('the next cut-off is later than now, today or tomorrow', () => {
  expect(nextCutOff('2026-03-10T12:00:00Z', region({}))).toBe('2026-03-10T13:00:00.000Z')
  expect(nextCutOff('2026-03-10T13:00:00Z', region({}))).toBe('2026-03-11T13:00:00.000Z')
  expect(nextCutOff('2026-03-28T14:00:00Z', region({}))).toBe('2026-03-29T12:00:00.000Z')
})

test('a wall-clock time and its instant are each other', () => {
  for (const day of ['2026-01-01', '2026-03-28', '2026-03-29', '2026-07-01', '2026-10-25']) {
    const instant = instantOf(day, '14:00', 'Europe/Amsterdam')
    expect(localTime(instant, 'Europe/Amsterdam')).toEqual({ day, time: '14:00:00' })
  }
})

function region(changed: Partial<Region>): Region {
  return {
    code: 'NOORD',
    name: 'Noord',
    timezone: 'Europe/Amsterdam',
    cutOff: '14:00',
    deliveryWeekdays: [1, 2, 3, 4, 5, 6, 7],
    closedDates: [],
    ...changed,
  }
}
