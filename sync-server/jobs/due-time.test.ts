import { expect, test } from 'vitest'
import { lastDueRun } from './due-time.ts'

test('a daily run is due from its wall-clock time on, and yesterday’s before it', () => {
  const at = (instant: string) => lastDueRun(Date.parse(instant), '16:00', 'Europe/Amsterdam')
  expect(at('2026-03-10T15:00:00Z')).toEqual({
    day: '2026-03-10',
    dueAt: '2026-03-10T15:00:00.000Z',
  })
  expect(at('2026-03-10T14:59:59Z')).toEqual({
    day: '2026-03-09',
    dueAt: '2026-03-09T15:00:00.000Z',
  })
})

test('the run stays at its wall-clock time when the clocks change', () => {
  const at = (instant: string) => lastDueRun(Date.parse(instant), '16:00', 'Europe/Amsterdam')
  expect(at('2026-03-29T14:00:00Z').dueAt).toBe('2026-03-29T14:00:00.000Z')
  expect(at('2026-03-29T13:59:00Z').dueAt).toBe('2026-03-28T15:00:00.000Z')
})
