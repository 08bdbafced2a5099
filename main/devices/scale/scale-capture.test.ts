import { expect, test } from 'vitest'
import { manualClock } from '../../testing/manual-clock.ts'
import { settled } from '../../testing/fake-link.ts'
import { createScaleCapture } from './scale-capture.ts'
import type { TimelessReading } from './scale-reading.ts'

function capturing() {
  const clock = manualClock(1_000)
  const scale = createScaleCapture({ clock, divisionGrams: 5 })
  const say = (...readings: TimelessReading[]): void => {
    for (const reading of readings) scale.feed({ at: clock.now(), ...reading })
  }
  const stable = (grams: number): TimelessReading => ({
    kind: 'stable',
    grams,
    unit: 'kg',
    raw: 'S',
  })
  /** What a capture comes to while the scale says these, over and over. */
  const outcome = async (...readings: TimelessReading[]) => {
    const end = scale.capture({ timeoutMs: 3_000 })
    say(...readings, ...readings)
    clock.advance(3_000)
    const result = await end
    return result.ok ? result.value.grams : result.error.code
  }
  return { clock, scale, say, stable, outcome }
}

test('a capture is the first weight at rest after it was asked for', async () => {
  const { outcome, stable, clock } = capturing()
  expect(
    await outcome(
      { kind: 'motion', grams: 400, unit: 'kg', raw: 'D' },
      stable(1_200),
      stable(1_200),
    ),
  ).toBe(1_200)
  expect(clock.waiting()).toBe(0)
})

test.each<[TimelessReading, string]>([
  [{ kind: 'motion', grams: 1_200, unit: 'kg', raw: 'D' }, 'scale-unstable'],
  [{ kind: 'over', raw: '+' }, 'scale-overload'],
  [{ kind: 'under', raw: '-' }, 'scale-needs-zero'],
  [{ kind: 'fault', raw: 'x', needsZero: true }, 'scale-needs-zero'],
  [{ kind: 'fault', raw: 'x' }, 'scale-fault'],
  [{ kind: 'stable', grams: 0, unit: 'kg', raw: '0' }, 'scale-empty'],
])('a scale that goes on saying %j ends the capture as %s', async (reading, code) => {
  expect(await capturing().outcome(reading)).toBe(code)
})

test('a silent scale ends the capture, and so does whoever asked for it', async () => {
  const { outcome, scale, clock } = capturing()
  expect(await outcome()).toBe('no-answer')
  const stop = new AbortController()
  const end = scale.capture({ timeoutMs: 3_000, signal: stop.signal })
  stop.abort()
  await settled()
  expect((await end).ok).toBe(false)
  expect(clock.waiting()).toBe(0)
})

test('[FAULT-15] what was captured and not taken off is not captured again', async () => {
  const { outcome, say, stable } = capturing()
  expect(await outcome(stable(2_000))).toBe(2_000)
  expect(await outcome(stable(2_000))).toBe('scale-not-removed')
  expect(await outcome(stable(2_005))).toBe('scale-not-removed')
  say(stable(0))
  expect(await outcome(stable(2_000))).toBe(2_000)
})

test('captures that wait have a limit', async () => {
  const { scale } = capturing()
  for (let index = 0; index < 8; index += 1) void scale.capture({ timeoutMs: 3_000 })
  expect(await scale.capture({ timeoutMs: 3_000 })).toMatchObject({ error: { code: 'busy' } })
})
