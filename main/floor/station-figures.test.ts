import { expect, test } from 'vitest'
import { badge, CODE, list, operator } from '../testing/floor.ts'
import { realBench, type Known } from '../testing/real-bench.ts'
import { FELT, OAK, PRODUCTS } from '../testing/shop.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { StationFigures } from './station-figures.ts'

const LIST = list('l1', [{ sku: OAK.sku, requested: 50, eachWeightGrams: OAK.grams }])
const SHOP: Known[] = [
  ...PRODUCTS.map((doc) => ({ kind: 'product' as const, id: doc.sku, doc })),
  { kind: 'operator', id: 'sanne', doc: operator('sanne', ['picker']) },
  { kind: 'operator', id: 'daan', doc: operator('daan', ['picker']) },
  { kind: 'pick-list', id: LIST.id, doc: LIST },
]

const ACK = CODE['ACK'] ?? ''
const HOUR_MS = 3_600_000

function workingBench(folder = tempFolder()) {
  const bench = realBench(SHOP, {}, folder)
  const figures = new StationFigures(bench.log, 'Europe/Amsterdam')
  return { ...bench, figures, now: () => bench.clock.now() }
}

test('scans, wrong scans and picks of the last hour are counted, and what is older is not', () => {
  const { scan, clock, figures, now, close } = workingBench()
  scan(badge('sanne'), LIST.code, OAK.ean, OAK.ean, FELT.ean)
  scan(ACK)
  const first = figures.report(now())
  expect(first).toMatchObject({ picksLastHour: 2, errorScansLastHour: 1, errorScansToday: 1 })
  expect(first.scansToday).toBe(first.scansLastHour)
  expect(first.lastScanAt).toBe(new Date(now()).toISOString())
  // Idle for so long, the bench has signed Sanne out.
  clock.advance(HOUR_MS + 1_000)
  scan(badge('sanne'), LIST.code, OAK.ean)
  expect(figures.report(now())).toMatchObject({
    scansLastHour: 3,
    picksLastHour: 1,
    errorScansLastHour: 0,
    errorScansToday: 1,
  })
  close()
})

test('the day shows eight hours and why scans were wrong, the most frequent first', () => {
  const { scan, clock, figures, now, close } = workingBench()
  scan(badge('sanne'), LIST.code, OAK.ean)
  for (let n = 0; n < 3; n += 1) scan(FELT.ean, ACK)
  scan('8712345999999', ACK)
  clock.advance(2 * HOUR_MS)
  scan(badge('sanne'), LIST.code, OAK.ean, OAK.ean)
  const day = figures.day(now())
  expect(day.hours).toHaveLength(8)
  expect(day.hours.map(({ picks }) => picks)).toEqual([0, 0, 0, 0, 0, 1, 0, 2])
  expect(day).toMatchObject({ picksToday: 3, errorScansToday: 4 })
  expect(day.reasons).toEqual([
    { reason: 'product-not-on-list', count: 3 },
    { reason: 'unknown-code', count: 1 },
  ])
  close()
})

test('what was scanned yesterday is not of today', () => {
  const { scan, clock, figures, now, close } = workingBench()
  scan(badge('sanne'), LIST.code, OAK.ean, FELT.ean, ACK)
  clock.advance(16 * HOUR_MS)
  expect(figures.day(now())).toMatchObject({ picksToday: 0, scansToday: 0, errorScansToday: 0 })
  close()
})

test('picks are told apart by person', () => {
  const { scan, figures, now, close } = workingBench()
  scan(badge('sanne'), LIST.code, OAK.ean, OAK.ean)
  scan(badge('daan'), OAK.ean)
  expect(figures.people(now())).toEqual([
    { operatorId: 'sanne', picksLastHour: 2 },
    { operatorId: 'daan', picksLastHour: 1 },
  ])
  close()
})

test('a host that starts again counts the same from the log, days old rows left unread', () => {
  const folder = tempFolder()
  const before = workingBench(folder)
  before.scan(badge('sanne'), LIST.code, OAK.ean)
  before.clock.advance(30 * HOUR_MS)
  before.scan(badge('sanne'), LIST.code, OAK.ean, OAK.ean, FELT.ean)
  const counted = before.figures.report(before.now())
  expect(counted).toMatchObject({ picksLastHour: 2, errorScansLastHour: 1 })
  const again = new StationFigures(before.log, 'Europe/Amsterdam')
  expect(again.report(before.now())).toEqual(counted)
  expect(again.day(before.now())).toEqual(before.figures.day(before.now()))
  before.close()
})

test('a bench on which nothing was ever scanned has nothing to show', () => {
  const { figures, now, close } = workingBench()
  expect(figures.report(now())).toEqual({
    scansLastHour: 0,
    errorScansLastHour: 0,
    scansToday: 0,
    picksLastHour: 0,
    errorScansToday: 0,
    lastScanAt: null,
  })
  expect(figures.day(now()).reasons).toEqual([])
  close()
})
