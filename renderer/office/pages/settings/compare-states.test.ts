import { expect, test } from 'vitest'
import { compare } from './compare-states.ts'

test('what changed stands side by side, what stayed is counted', () => {
  const before = { code: 'NH', cutOff: '14:00', days: [1, 2] }
  expect(compare(before, { cutOff: '15:00', days: [1, 2] })).toEqual({
    members: [{ name: 'cutOff', before: '14:00', after: '15:00', isChanged: true }],
    same: 1,
  })
})

test('what was made new has only an after', () => {
  expect(compare(null, { name: 'Box' }).members).toEqual([
    { name: 'name', before: null, after: 'Box', isChanged: true },
  ])
})

test('what was ended without a word shows what it was', () => {
  expect(compare({ name: 'shop' }, {}).members).toEqual([
    { name: 'name', before: 'shop', after: null, isChanged: false },
  ])
})

test('what cannot be compared is nothing', () => {
  expect(compare(null, null)).toEqual({ members: [], same: 0 })
})
