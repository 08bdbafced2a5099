import { afterAll, beforeAll, expect, test } from 'vitest'
import { chaosSeed, type ChaosFloor, healAndDrain, startChaosFloor } from '../chaos/chaos-floor.ts'
import type { Fate } from '../chaos/faulty-proxy.ts'
import { expectWhole } from '../chaos/expect-whole.ts'
import { changeWeather, workThrough } from '../chaos/storm.ts'

const MOVES = 180
const RECORDED_MIN = 100
const WEATHER_EVERY_MOVES = 12

let floor: ChaosFloor

beforeAll(async () => {
  floor = await startChaosFloor({ seed: chaosSeed(1), benches: 3 })
})

afterAll(() => floor.close())

test('[PUSH-1] [PUSH-3] [PUSH-4] [PULL-2] through cuts, holes and portals before two offices every scan arrives once', async () => {
  await floor.order(40)
  for (const { bench } of floor.stands) {
    await bench.until('people are known', ({ server }) => server.online)
  }
  const moved = await workThrough(floor, MOVES, changeWeather(floor, WEATHER_EVERY_MOVES))
  await healAndDrain(floor)
  const befallen: Partial<Record<Fate, number>> = Object.fromEntries(floor.proxy.befallen)
  const { recorded } = await expectWhole(floor)
  process.stdout.write(`chaos network ${JSON.stringify({ moved, recorded, befallen })}\n`)
  expect(recorded).toBeGreaterThan(RECORDED_MIN)
  const of = (...fates: Fate[]) => fates.reduce((sum, fate) => sum + (befallen[fate] ?? 0), 0)
  expect(of('cut-request', 'cut-answer', 'truncate'), 'cuts').toBeGreaterThan(0)
  expect(of('black-hole', 'answers-lost', 'requests-lost'), 'partitions').toBeGreaterThan(0)
})
