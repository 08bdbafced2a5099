import { expect, test } from 'vitest'
import { ADVISED_LOTS_MAX } from '#contract/documents/advised-lots.ts'
import { type FreeLot, LotShelf } from './lot-shelf.ts'

const DAY = '2026-03-11'

function free(lot: string, more: Partial<FreeLot> = {}): FreeLot {
  return { lot, expiryDate: null, receivedAt: null, free: 5, ...more }
}

const SHELF = [
  free('NONE', { receivedAt: '2026-01-01T08:00:00.000Z' }),
  free('LATE', { expiryDate: '2027-06-01' }),
  free('YOUNG', { expiryDate: '2026-12-31', receivedAt: '2026-02-02T08:00:00.000Z' }),
  free('OLD', { expiryDate: '2026-12-31', receivedAt: '2026-02-01T08:00:00.000Z' }),
]

test('first expired first out, then the oldest here, and goods of no known day last', () => {
  const shelf = new LotShelf(SHELF)
  expect(shelf.take(17, DAY).map(({ lot, quantity }) => `${lot} ${quantity}`)).toEqual([
    'OLD 5',
    'YOUNG 5',
    'LATE 5',
    'NONE 2',
  ])
  expect(shelf.take(9, DAY)).toEqual([{ lot: 'NONE', quantity: 3 }])
  expect(shelf.take(1, DAY)).toEqual([])
})

test('a lot is left where it can no longer be used on the day, and used on its last', () => {
  const lots = [free('A', { expiryDate: '2026-03-10' }), free('B', { expiryDate: DAY })]
  expect(new LotShelf(lots).take(7, DAY)).toEqual([{ lot: 'B', expiryDate: DAY, quantity: 5 }])
})

test('lots that orders hold more of than is there give nothing', () => {
  expect(new LotShelf([free('A', { free: -2 }), free('B')]).take(3, DAY)).toEqual([
    { lot: 'B', quantity: 3 },
  ])
})

test('what another line was advised and has not picked yet is not advised again', () => {
  const shelf = new LotShelf(SHELF)
  const advised = [
    { lot: 'OLD', quantity: 5 },
    { lot: 'YOUNG', quantity: 2 },
  ]
  // Three of its seven are picked: of the old lot, it is taken, so two of it and two young are still to come.
  shelf.promise(advised, 4)
  expect(shelf.take(20, DAY).map(({ lot, quantity }) => `${lot} ${quantity}`)).toEqual([
    'OLD 3',
    'YOUNG 3',
    'LATE 5',
    'NONE 5',
  ])
})

test('a line that is promised one lot is told its day', () => {
  const shelf = new LotShelf(SHELF)
  expect(shelf.only('LATE', 3)).toEqual({ lot: 'LATE', expiryDate: '2027-06-01', quantity: 3 })
  expect(shelf.only('GONE', 3)).toEqual({ lot: 'GONE', quantity: 3 })
})

test('a line names so many lots and no more; what it does not name is left for others', () => {
  const lots = Array.from({ length: ADVISED_LOTS_MAX + 1 }, (_, index) =>
    free(`L${String(index).padStart(3, '0')}`, { free: 1 }),
  )
  const shelf = new LotShelf(lots)
  expect(shelf.take(lots.length, DAY)).toHaveLength(ADVISED_LOTS_MAX)
  expect(shelf.take(1, DAY)).toMatchObject([{ lot: `L0${ADVISED_LOTS_MAX}` }])
})
