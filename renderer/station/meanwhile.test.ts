import { expect, test } from 'vitest'
import { meanwhileOf } from './meanwhile.ts'

test('the same thing many times is said once, with how often', () => {
  expect(meanwhileOf(['Oak', 'Oak', 'UNDO', 'Oak'])).toEqual({
    count: 4,
    named: [
      { text: 'Oak', times: 3 },
      { text: 'UNDO', times: 1 },
    ],
    rest: 0,
  })
})

test('what does not fit is counted, and so is what the host did not name', () => {
  const texts = ['a', 'b', 'c', 'd', 'e', 'a', 'f', '+7']
  const { count, named, rest } = meanwhileOf(texts)
  expect(named.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd'])
  expect({ count, rest }).toEqual({ count: 14, rest: 9 })
})

test('nothing was scanned, or nothing but a code that looks like a count', () => {
  expect(meanwhileOf([])).toEqual({ count: 0, named: [], rest: 0 })
  expect(meanwhileOf(['Oak', '+x'])).toMatchObject({ count: 2, rest: 0 })
})
