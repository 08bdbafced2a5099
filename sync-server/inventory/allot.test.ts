import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { allot, type WantedGoods } from './allot.ts'
import type { Available } from './available.ts'

const line = (quantity: number, rest: Partial<WantedGoods> = {}): WantedGoods => ({
  lineNo: 1,
  sku: 'TILE',
  quantity,
  ...rest,
})

/** Free goods of TILE by lot, the first received first. */
function shelf(lots: Record<string, number>): Available {
  const entries = Object.entries(lots)
  const available = entries.reduce((sum, [, free]) => sum + free, 0)
  const rows = entries.map(([lot, free], n) => ({
    lot,
    available: free,
    receivedAt: lot === '' ? null : `2026-03-0${n + 1}T00:00:00.000Z`,
  }))
  return new Map([['TILE', { available, lots: rows }]])
}

const chosen = (quantity: number, lots: Record<string, number>, rest: Partial<WantedGoods> = {}) =>
  allot([line(quantity, { singleLot: true, ...rest })], shelf(lots)).allotted[0]

test('one lot is the smallest that suffices, of equal ones the oldest, unnamed goods last', () => {
  expect(chosen(3, { A: 9, B: 4, C: 4 })).toMatchObject({ lot: 'B', quantity: 3 })
  expect(chosen(3, { '': 3, A: 9 })).toMatchObject({ lot: 'A' })
  expect(chosen(3, { '': 3, A: 2 })).toMatchObject({ lot: '', quantity: 3 })
  expect(chosen(3, { A: 2, B: 2 })).toMatchObject({ quantity: 0 })
})

test('a lot gives no more than the product as a whole has free', () => {
  expect(chosen(3, { '': -5, A: 6 })).toMatchObject({ quantity: 0 })
})

test('a line that was promised a lot gets more of that one, or nothing', () => {
  expect(chosen(2, { A: 2, B: 9 }, { lot: 'A' })).toMatchObject({ lot: 'A', quantity: 2 })
  const { allotted, shortages } = allot([line(3, { lot: 'A' })], shelf({ A: 2, B: 9 }))
  expect(allotted[0]?.quantity).toBe(0)
  expect(shortages[0]?.message).toBe('TILE: 3 more wanted from lot A, 2 available')
})

test('what is short is said as whoever ordered sees it', () => {
  const lots = shelf({ A: 4, B: 3 })
  const message = (goods: WantedGoods[], on = lots) => allot(goods, on).shortages[0]?.message
  expect(message([line(5), line(4, { lineNo: 2 })])).toBe('TILE: 9 wanted, 7 available')
  expect(message([line(5, { singleLot: true })])).toBe(
    'TILE: 5 wanted from one lot, 4 available in the biggest (lot A)',
  )
  expect(message([line(1, { singleLot: true })], new Map())).toBe(
    'TILE: 1 wanted from one lot, none available',
  )
})

test('lines together never get more than there is, in all or of any lot', () => {
  const lots = fc.dictionary(fc.constantFrom('', 'A', 'B', 'C'), fc.integer({ min: -3, max: 9 }))
  const goods = fc.array(
    fc.record({
      lineNo: fc.integer({ min: 1, max: 9 }),
      sku: fc.constant('TILE'),
      quantity: fc.integer({ min: 1, max: 6 }),
      singleLot: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(lots, goods, (free, wanted) => {
      const { allotted, shortages } = allot(wanted, shelf(free))
      const total = Object.values(free).reduce((sum, one) => sum + one, 0)
      const taken = allotted.reduce((sum, { quantity }) => sum + quantity, 0)
      expect(taken).toBeLessThanOrEqual(Math.max(0, total))
      const beyond = allotted.filter(
        ({ singleLot, lot, quantity }) => singleLot && quantity > Math.max(0, free[lot] ?? 0),
      )
      expect(beyond).toEqual([])
      const isWhole = allotted.every(({ quantity }, n) => quantity === wanted[n]?.quantity)
      expect(shortages.length === 0).toBe(isWhole)
    }),
  )
})
