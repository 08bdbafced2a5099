import { expect, test } from 'vitest'
import { manualClock } from './manual-clock.ts'

test('timers run in order of their time, each at its own moment', () => {
  const clock = manualClock(1_000)
  const seen: [string, number][] = []
  clock.after(20, () => seen.push(['late', clock.now()]))
  clock.after(10, () => {
    seen.push(['early', clock.now()])
    clock.after(5, () => seen.push(['chained', clock.now()]))
  })
  clock.advance(30)
  expect(seen).toEqual([
    ['early', 1_010],
    ['chained', 1_015],
    ['late', 1_020],
  ])
  expect(clock.now()).toBe(1_030)
})

test('a cancelled timer never runs', () => {
  const clock = manualClock()
  let ran = 0
  const cancel = clock.after(10, () => (ran += 1))
  cancel()
  clock.advance(100)
  expect(ran).toBe(0)
  expect(clock.waiting()).toBe(0)
})
