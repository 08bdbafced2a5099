import { expect, test } from 'vitest'
import { logAction } from '../testing/logged.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { pass, smallOffice, syncBench } from '../testing/sync-bench.ts'

const BENCHES = 40
const AWAY_SECONDS = 10 * 60
const DRAINED_SECONDS = 90

/** Chance from a seed (mulberry32), so that a bench's jitter is its own and the test's the same. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

test('[PUSH-4] [POKE-1] a floor of benches that finds its office again does not storm it, and drains', async () => {
  const clock = manualClock(Date.parse('2026-03-02T06:00:00.000Z'))
  const floor = Array.from({ length: BENCHES }, (_, index) => {
    const small = smallOffice()
    const bench = syncBench(small.client, { clock, random: seeded(index) })
    for (let n = 0; n < 5; n += 1) logAction(bench.log, 'session.sign-in', {})
    small.office.failure = { kind: 'unreachable', detail: 'the office is away' }
    bench.loop.start()
    return { ...small, ...bench }
  })
  const calls = () => floor.reduce((sum, { office }) => sum + office.calls.length, 0)
  for (let second = 0; second < AWAY_SECONDS; second += 1) await pass(clock, 1_000)
  const perSecond: number[] = []
  const second = async () => {
    const before = calls()
    await pass(clock, 1_000)
    perSecond.push(calls() - before)
  }
  for (let n = 0; n < 60; n += 1) await second()
  // Four lanes that wait up to a minute each: no bench calls more than some ten times in it.
  expect(perSecond.reduce((a, b) => a + b, 0)).toBeLessThan(BENCHES * 10)
  for (const { office } of floor) office.failure = null
  perSecond.length = 0
  for (let n = 0; n < DRAINED_SECONDS; n += 1) await second()
  expect(floor.every(({ office }) => office.seqs.length === 5)).toBe(true)
  expect(floor.every(({ loop }) => loop.status.online)).toBe(true)
  // Each bench makes about five calls to catch up; no second holds as many as there are benches.
  expect(Math.max(...perSecond)).toBeLessThan(BENCHES)
  await Promise.all(floor.map(({ loop }) => loop.close()))
})
