import { expect, test } from 'vitest'
import type { PickLine } from '#contract/documents/pick-list.ts'
import type { Warehouse } from '#contract/documents/master-data.ts'
import { Floor, list } from '../testing/floor.ts'
import { dayAt, judgeLot } from './lot-choice.ts'

const WAREHOUSE_DOC: Warehouse = {
  code: 'MAIN',
  name: 'Main',
  timezone: 'Europe/Amsterdam',
  gs1CompanyPrefix: '8712345',
  address: 'Havenweg 12, Amsterdam',
  qrKey: 'ab'.repeat(32),
  qrPersonalData: 'full',
}

const TODAY = '2026-04-16'
const ADVICE = [
  { lot: 'A17', expiryDate: '2027-03-12', quantity: 3 },
  { lot: 'B20', expiryDate: '2027-06-01', quantity: 2 },
]

function line(more: Partial<PickLine> = {}): PickLine {
  const input = { sku: 'GLUE', requested: 5, tracksLots: true, advisedLots: ADVICE, ...more }
  const [first] = list('l1', [input]).lines
  if (first === undefined) throw new Error('the list has no line')
  return first
}

function scanned(lot: string | null, expiryDate: string | null = null) {
  return { lot, expiryDate }
}

test('the lot that ends first is taken, a later one is asked about', () => {
  expect(judgeLot(scanned('A17'), line(), TODAY)).toEqual({ kind: 'take' })
  expect(judgeLot(scanned('B20'), line(), TODAY)).toEqual({
    kind: 'ask',
    first: { lot: 'A17', until: '2027-03-12' },
    until: '2027-06-01',
  })
})

test('the day on the goods counts before the one that the office knows', () => {
  expect(judgeLot(scanned('B20', '2027-01-31'), line(), TODAY)).toEqual({ kind: 'take' })
  expect(judgeLot(scanned('A17', '2028-01-31'), line(), TODAY)).toEqual({ kind: 'take' })
  expect(judgeLot(scanned('NEW', '2027-03-13'), line(), TODAY)).toMatchObject({ kind: 'ask' })
})

test('of two lots that end on one day either will do', () => {
  expect(judgeLot(scanned('NEW', '2027-03-12'), line(), TODAY)).toEqual({ kind: 'take' })
})

test('a lot without a day comes after every lot with one, and never before', () => {
  expect(judgeLot(scanned('NEW'), line(), TODAY)).toEqual({
    kind: 'ask',
    first: { lot: 'A17', until: '2027-03-12' },
    until: null,
  })
  const undated = line({ advisedLots: [{ lot: 'OLD', quantity: 5 }] })
  expect(judgeLot(scanned('NEW', '2027-06-01'), undated, TODAY)).toEqual({ kind: 'take' })
})

test('once the first lot is used up the next one is the first', () => {
  const taken = line({ picked: 3, lots: [{ lot: 'A17', picked: 3, loaded: 0 }] })
  expect(judgeLot(scanned('B20'), taken, TODAY)).toEqual({ kind: 'take' })
  expect(judgeLot(scanned('C30', '2028-01-01'), taken, TODAY)).toMatchObject({
    kind: 'ask',
    first: { lot: 'B20' },
  })
})

test('a lot that is in hand for the line is not asked about again', () => {
  const taken = line({ picked: 1, lots: [{ lot: 'B20', picked: 1, loaded: 0 }] })
  expect(judgeLot(scanned('B20'), taken, TODAY)).toEqual({ kind: 'take' })
  const back = line({ lots: [{ lot: 'B20', picked: 0, loaded: 0 }] })
  expect(judgeLot(scanned('B20'), back, TODAY)).toMatchObject({ kind: 'ask' })
})

test('nobody is sent to a lot whose last day has passed since the list was made', () => {
  expect(judgeLot(scanned('B20'), line(), '2027-03-13')).toEqual({ kind: 'take' })
})

test('goods are good through their last day, by their own code or by what the office knows', () => {
  const verdict = (today: string) => judgeLot(scanned('A17', '2026-04-16'), line(), today)
  expect(verdict('2026-04-16')).toEqual({ kind: 'take' })
  expect(verdict('2026-04-17')).toEqual({ kind: 'expired', until: '2026-04-16' })
  expect(judgeLot(scanned('A17'), line(), '2027-03-13')).toEqual({
    kind: 'expired',
    until: '2027-03-12',
  })
  expect(judgeLot(scanned(null, '2026-04-15'), line(), TODAY)).toMatchObject({ kind: 'expired' })
})

test('goods of no known lot, a line of one lot and a line without advice are not asked about', () => {
  expect(judgeLot(scanned(null, '2028-01-01'), line(), TODAY)).toEqual({ kind: 'take' })
  const only = line({ singleLot: true, reservedLot: 'B20' })
  expect(judgeLot(scanned('B20'), only, TODAY)).toEqual({ kind: 'take' })
  const { advisedLots: _none, ...plain } = line()
  expect(judgeLot(scanned('B20', '2028-01-01'), plain, TODAY)).toEqual({ kind: 'take' })
})

test('the day changes at midnight of the building, not of the bench or of Greenwich', () => {
  const floor = new Floor({ products: [] })
  expect(dayAt(floor, 'MAIN', '2026-04-16T23:30:00.000Z')).toBe('2026-04-16')
  floor.put('warehouse', 'MAIN', WAREHOUSE_DOC)
  expect(dayAt(floor, 'MAIN', '2026-04-16T21:59:59.999Z')).toBe('2026-04-16')
  expect(dayAt(floor, 'MAIN', '2026-04-16T22:00:00.000Z')).toBe('2026-04-17')
  const west = { ...WAREHOUSE_DOC, timezone: 'America/New_York' }
  floor.put('warehouse', 'MAIN', west)
  expect(dayAt(floor, 'MAIN', '2026-04-17T03:59:59.000Z')).toBe('2026-04-16')
  expect(dayAt(floor, 'MAIN', '2026-04-17T04:00:00.000Z')).toBe('2026-04-17')
})
