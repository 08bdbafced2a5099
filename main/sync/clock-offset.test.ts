import { expect, test } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { ClockOffset, SAMPLE_ROUND_TRIP_MAX_MS } from './clock-offset.ts'

const START = Date.parse('2026-03-02T08:00:00.000Z')
const YEAR_MS = 365 * 24 * 60 * 60 * 1_000

/** An office ten seconds ahead, behind a network whose two ways take as long as a test says. */
function measured() {
  const manual = manualClock(START)
  let stepMs = 0
  const clock = { ...manual, now: () => manual.now() + stepMs }
  const offset = new ClockOffset(clock)
  const exchange = (thereMs: number, backMs: number, between: () => void = () => undefined) => {
    const departure = offset.depart()
    manual.advance(thereMs)
    const serverTime = new Date(manual.now() + 10_000).toISOString()
    between()
    manual.advance(backMs)
    offset.take(departure, serverTime)
  }
  return { manual, offset, exchange, step: (ms: number) => void (stepMs += ms) }
}

test('[TIME-1] of several exchanges the quickest says how far the clocks are apart', () => {
  const { offset, exchange } = measured()
  exchange(10, 2_000)
  expect(offset.ms).toBe(10_000 - 995)
  exchange(20, 20)
  expect(offset.ms).toBe(10_000)
  exchange(1_500, 10)
  expect(offset.ms).toBe(10_000)
})

test('[TIME-1] an answer that took too long says nothing', () => {
  const { offset, exchange } = measured()
  exchange(0, SAMPLE_ROUND_TRIP_MAX_MS + 1)
  expect(offset.ms).toBe(0)
})

test('[TIME-1] once the clock was stepped, only what is measured after it counts', () => {
  const { offset, exchange, step } = measured()
  exchange(5, 5)
  step(-YEAR_MS)
  exchange(200, 400)
  expect(offset.ms).toBe(10_000 + YEAR_MS - 100)
})

test('[TIME-1] an exchange in which the clock was stepped is left out', () => {
  const { offset, exchange, step } = measured()
  exchange(5, 5)
  exchange(1, 1, () => step(24 * 60 * 60 * 1_000))
  expect(offset.ms).toBe(10_000)
})

test('[TIME-1] what was measured long ago gives way to what is measured now', () => {
  const { manual, offset, exchange } = measured()
  exchange(0, 0)
  manual.advance(20 * 60 * 1_000)
  exchange(0, 600)
  expect(offset.ms).toBe(10_000 - 300)
})
