import { expect, test } from 'vitest'
import { tallyOf } from './tally.ts'

const whole = {
  recorded: ['a', 'b', 'c'],
  held: { ids: ['c', 'a', 'b'], pieces: 6 },
  picked: 6,
  goods: 2,
  granted: 2,
  isDrained: true,
}

test('what arrived once, counted once and promised once is all zeros', () => {
  expect(tallyOf(whole)).toEqual({ lost: 0, waiting: 0, doubled: 0, oversold: 0 })
})

test('an action that the server does not hold is lost', () => {
  expect(tallyOf({ ...whole, held: { ids: ['a'], pieces: null } }).lost).toBe(2)
})

test('an action that counts twice is doubled, and so are pieces beyond those that were picked', () => {
  expect(tallyOf({ ...whole, held: { ids: ['a', 'b', 'b', 'b', 'c'], pieces: 6 } }).doubled).toBe(2)
  expect(tallyOf({ ...whole, held: { ids: ['a', 'b', 'c'], pieces: 8 } }).doubled).toBe(2)
})

test('pieces promised beyond those there were are oversold; what nobody took is not', () => {
  expect(tallyOf({ ...whole, granted: 5 }).oversold).toBe(3)
  expect(tallyOf({ ...whole, granted: 0 }).oversold).toBe(0)
})

test('an action nobody recorded does not stand in for one that is missing', () => {
  const held = { ids: ['a', 'b', 'x'], pieces: 6 }
  expect(tallyOf({ ...whole, held })).toEqual({ lost: 1, waiting: 0, doubled: 0, oversold: 0 })
})

test('while a station has not sent all, what is missing is waiting and not yet lost', () => {
  const held = { ids: ['a'], pieces: null }
  expect(tallyOf({ ...whole, held, isDrained: false })).toMatchObject({ lost: 0, waiting: 2 })
})
