import { expect, test } from 'vitest'
import { ActionBody } from '#contract/sync/envelope.ts'
import { StationView } from '../store/view.ts'
import { badge, list, operator, STATION } from '../testing/floor.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { type Known, realBench } from '../testing/real-bench.ts'
import { OAK, PRODUCTS } from '../testing/shop.ts'

const LIST = list('l1', [{ sku: OAK.sku, requested: 4, eachWeightGrams: OAK.grams }])
const SHOP: Known[] = [
  ...PRODUCTS.map((doc) => ({ kind: 'product' as const, id: doc.sku, doc })),
  { kind: 'operator', id: 'sanne', doc: operator('sanne', ['picker']) },
  { kind: 'pick-list', id: LIST.id, doc: LIST },
]

const DAY_MS = 24 * 60 * 60 * 1_000
const START = Date.parse('2026-04-16T08:00:00.000Z')

/** A bench whose clock somebody sets while it works; `known` says whether the office has told it so. */
function steppedBench(stepMs: number, known: boolean) {
  const manual = manualClock(START)
  let ms = 0
  const clock = { ...manual, now: () => manual.now() + ms }
  const bench = realBench(SHOP, { clock, serverOffsetMs: () => (known ? -ms : 0) })
  const scan = (text: string) => {
    manual.advance(1_000)
    bench.scan(text)
  }
  scan(badge('sanne'))
  scan(LIST.code)
  scan(OAK.ean)
  ms = stepMs
  for (let n = 0; n < 3; n += 1) scan(OAK.ean)
  return bench
}

const bodiesOf = ({ log }: ReturnType<typeof realBench>) =>
  log.actionsFrom(1, 100).map(({ body }) => ActionBody.parse(JSON.parse(body)))

test.each([
  ['a year back, and nobody has told', -365 * DAY_MS, false],
  ['a year back, and the office has told', -365 * DAY_MS, true],
  ['a day ahead, and nobody has told', DAY_MS, false],
  ['a day ahead, and the office has told', DAY_MS, true],
])('[TIME-1] [ID-3] a clock stepped %s reorders and breaks nothing', (_name, stepMs, known) => {
  const bench = steppedBench(stepMs, known)
  const bodies = bodiesOf(bench)
  expect(bodies.filter(({ type }) => type === 'pick.confirm')).toHaveLength(4)
  const monotonic = bodies.map(({ clock }) => clock?.monotonicMs ?? -1)
  expect(monotonic).toEqual(monotonic.toSorted((a, b) => a - b))
  expect(new Set(bodies.map(({ clock }) => clock?.bootId)).size).toBe(1)
  bench.log.verifyTail()
  const replayed = new StationView(bench.cache, bench.log, STATION)
  expect(replayed.get('pick-list', LIST.id)).toEqual(bench.view.get('pick-list', LIST.id))
  expect([...replayed.atRisk]).toEqual([])
  bench.close()
})

test('[TIME-1] the raw time stays as the bench had it, and what puts it right stands beside it', () => {
  const bench = steppedBench(-365 * DAY_MS, true)
  const last = bodiesOf(bench).at(-1)
  expect(last?.occurredAt.slice(0, 4)).toBe('2025')
  expect(last?.clock).toMatchObject({ offsetMs: 365 * DAY_MS, monotonicMs: 6_000 })
  bench.close()
})

test('[LEASE-1] [TIME-1] a replay leases by the corrected time of each action, not by the raw one', () => {
  const manual = manualClock(START)
  // The bench lives a year in the past, and knows it.
  const clock = { ...manual, now: () => manual.now() - 365 * DAY_MS }
  const bench = realBench(SHOP, { clock, serverOffsetMs: () => 365 * DAY_MS })
  bench.scan(badge('sanne'), LIST.code)
  const live = bench.view.get('pick-list', LIST.id)?.claim?.leaseUntil
  expect(live?.slice(0, 10)).toBe('2026-04-16')
  const replayed = new StationView(bench.cache, bench.log, STATION)
  expect(replayed.get('pick-list', LIST.id)?.claim?.leaseUntil).toBe(live)
  bench.close()
})
