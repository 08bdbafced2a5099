import { expect, test } from 'vitest'
import { compareExpiry, lotsLeft } from './advised-lots.ts'

const LINE = { requested: 10, picked: 0, short: 0 }
const ADVICE = [
  { lot: 'A', expiryDate: '2027-03-12', quantity: 4 },
  { lot: 'B', quantity: 6 },
]

test('the earlier day comes first, the same day is a tie, and no day comes last', () => {
  const days = [null, '2027-06-01', '2026-12-31', null, '2027-06-01']
  expect(days.toSorted(compareExpiry)).toEqual([
    '2026-12-31',
    '2027-06-01',
    '2027-06-01',
    null,
    null,
  ])
  expect(compareExpiry('2027-06-01', '2027-06-01')).toBe(0)
  expect(compareExpiry(null, null)).toBe(0)
})

test('what was taken of a lot is off its advice, and a lot used up is gone from it', () => {
  const line = { ...LINE, advisedLots: ADVICE }
  expect(lotsLeft(line)).toEqual(ADVICE)
  const some = { ...line, picked: 3, lots: [{ lot: 'A', picked: 3 }] }
  expect(lotsLeft(some)).toEqual([{ ...ADVICE[0], quantity: 1 }, ADVICE[1]])
  const all = { ...line, picked: 5, lots: [{ lot: 'A', picked: 5 }] }
  expect(lotsLeft(all)).toEqual([{ lot: 'B', quantity: 5 }])
})

test('goods of another lot leave less to take of the advice, its end first', () => {
  const line = { ...LINE, advisedLots: ADVICE, picked: 7, lots: [{ lot: 'C', picked: 7 }] }
  expect(lotsLeft(line)).toEqual([{ ...ADVICE[0], quantity: 3 }])
  expect(lotsLeft({ ...line, short: 3 })).toEqual([])
})

test('more taken than asked leaves nothing, and a line without advice has none', () => {
  const lots = [{ lot: 'A', picked: 12 }]
  expect(lotsLeft({ ...LINE, advisedLots: ADVICE, picked: 12, lots })).toEqual([])
  expect(lotsLeft(LINE)).toEqual([])
})
