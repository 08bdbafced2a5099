import { expect, test } from 'vitest'
import { correctedTimes } from './corrected-times.ts'

const RECEIVED = Date.parse('2026-03-02T12:00:00.000Z')

function times(
  actions: { at: string; monotonicMs?: number; offsetMs?: number; bootId?: string }[],
): (string | undefined)[] {
  const read = actions.map(({ at, monotonicMs, offsetMs = 0, bootId = 'b1' }, index) => ({
    seq: index + 1,
    occurredAt: `${at}.000Z`,
    clock: monotonicMs === undefined ? null : { monotonicMs, offsetMs, bootId },
  }))
  const corrected = correctedTimes(read, RECEIVED)
  return read.map(({ seq }) => corrected.get(seq)?.slice(0, 19))
}

test('[TIME-1] the office’s time of an action is the bench’s, moved by what it knew of the office’s clock', () => {
  expect(
    times([
      { at: '2026-03-02T08:00:00', monotonicMs: 5_000, offsetMs: 90_000 },
      { at: '2026-03-02T08:00:10' },
    ]),
  ).toEqual(['2026-03-02T08:01:30', '2026-03-02T08:00:10'])
})

test('[TIME-1] a clock that is set within a batch moves nothing: the clock that never jumps goes on', () => {
  expect(
    times([
      { at: '2026-03-02T08:00:00', monotonicMs: 1_000 },
      { at: '2026-03-01T08:00:07', monotonicMs: 8_000 },
      { at: '2025-03-02T08:00:09', monotonicMs: 10_000 },
      // Estimated anew: the bench has heard the office since.
      { at: '2025-03-02T08:00:10', monotonicMs: 11_000, offsetMs: 365 * 86_400_000 },
    ]),
  ).toEqual([
    '2026-03-02T08:00:00',
    '2026-03-02T08:00:07',
    '2026-03-02T08:00:09',
    '2026-03-02T08:00:10',
  ])
})

test('[TIME-1] each boot of the bench counts for itself', () => {
  expect(
    times([
      { at: '2026-03-02T08:00:00', monotonicMs: 900_000 },
      { at: '2026-03-02T08:05:00', monotonicMs: 2_000, bootId: 'b2' },
      { at: '2026-03-02T08:05:01', monotonicMs: 3_000, bootId: 'b2' },
    ]),
  ).toEqual(['2026-03-02T08:00:00', '2026-03-02T08:05:00', '2026-03-02T08:05:01'])
})

test('[TIME-1] nothing happened after it arrived, or at no time at all', () => {
  expect(
    times([
      { at: '2027-03-02T08:00:00', monotonicMs: 1_000 },
      { at: '2026-03-02T08:00:00', monotonicMs: 1_000, offsetMs: Number.MAX_SAFE_INTEGER },
      { at: '2026-03-02T08:00:00', monotonicMs: 1_000, offsetMs: Number.MIN_SAFE_INTEGER },
    ]),
  ).toEqual(['2026-03-02T12:00:00', '2026-03-02T12:00:00', '1970-01-01T00:00:00'])
  const unreadable = [{ seq: 1, occurredAt: null, clock: null }]
  expect(correctedTimes(unreadable, RECEIVED).get(1)).toBeNull()
})

test('[TIME-1] a clock that was set between two batches moves nothing either, and a boot in between ends that', () => {
  const clock = (monotonicMs: number, bootId = 'b1') => ({ monotonicMs, offsetMs: 0, bootId })
  const before = { at: '2026-03-02T08:00:00.000Z', clock: clock(1_000) }
  const timeOf = (occurredAt: string, own: ReturnType<typeof clock>) =>
    correctedTimes([{ seq: 7, occurredAt, clock: own }], RECEIVED, before).get(7)
  expect(timeOf('2026-03-01T08:00:07.000Z', clock(8_000))).toBe('2026-03-02T08:00:07.000Z')
  expect(timeOf('2026-03-01T08:00:07.000Z', clock(8_000, 'b2'))).toBe('2026-03-01T08:00:07.000Z')
})
