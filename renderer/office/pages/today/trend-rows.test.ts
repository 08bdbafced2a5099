import { expect, test } from 'vitest'
import { trendRows, type Trends } from './trend-rows.ts'

const EMPTY = {
  picks: 0,
  actions: 0,
  refused: 0,
  excepted: 0,
  scans: 0,
  errorScans: 0,
  waitedMsMax: 0,
}

/** A day in Amsterdam in winter, whose first hour begins at 23:00 UTC of the day before. */
function day(date: string, at: Record<number, Partial<typeof EMPTY>> = {}) {
  const first = Date.parse(`${date}T00:00:00+01:00`)
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    startsAt: new Date(first + hour * 3_600_000).toISOString(),
    ...EMPTY,
    ...at[hour],
  }))
  return { day: date, hours }
}

function figures(today: ReturnType<typeof day>, before = day('2026-03-03')): Trends {
  const timezone = 'Europe/Amsterdam'
  return {
    serverTime: '2026-03-10T08:00:00.000Z',
    timezone,
    today,
    before,
    keptSince: '2026-02-03',
  }
}

test('the hours of work are shown, and any other in which something happened', () => {
  const plain = trendRows(figures(day('2026-03-10')))
  expect(plain.at(0)?.hour).toBe('06:00')
  expect(plain.at(-1)?.hour).toBe('19:00')
  const night = trendRows(figures(day('2026-03-10', { 2: { actions: 1 }, 22: { scans: 3 } })))
  expect(night.at(0)?.hour).toBe('02:00')
  expect(night.at(-1)?.hour).toBe('22:00')
})

test('an hour stands beside the same hour of the week before, by the walls of the warehouse', () => {
  const rows = trendRows(
    figures(day('2026-03-10', { 9: { picks: 40 } }), day('2026-03-03', { 9: { picks: 31 } })),
  )
  expect(rows.find(({ hour }) => hour === '09:00')).toMatchObject({ picks: 40, picksBefore: 31 })
})

test('the share of wrong scans is of scans, and there is none where nothing was scanned', () => {
  const rows = trendRows(
    figures(day('2026-03-10', { 8: { scans: 400, errorScans: 13 }, 9: { errorScans: 0 } })),
  )
  expect(rows.find(({ hour }) => hour === '08:00')?.errorShare).toBe(3.3)
  expect(rows.find(({ hour }) => hour === '09:00')?.errorShare).toBeNull()
})

test('all hours of the day are in the file', () => {
  expect(trendRows(figures(day('2026-03-10')), { isWholeDay: true })).toHaveLength(24)
})

test('hours to come are not shown as hours in which nothing had to wait', () => {
  const rows = trendRows(figures(day('2026-03-10')))
  // It is nine in the morning there.
  expect(rows.find(({ hour }) => hour === '09:00')?.waitedSeconds).toBe(0)
  expect(rows.find(({ hour }) => hour === '10:00')?.waitedSeconds).toBeNull()
})
