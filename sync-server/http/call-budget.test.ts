import { expect, test } from 'vitest'
import { createCallBudget } from './call-budget.ts'

test('calls go on until the budget is spent, and again at the rate it fills', () => {
  let nowMs = 0
  const budget = createCallBudget({ now: () => nowMs }, { callsMax: 3, perSecond: 2 })
  const spend = () => budget.spend('north')
  expect([spend(), spend(), spend(), spend()]).toEqual([0, 0, 0, 1])
  nowMs = 499
  expect(spend()).toBe(1)
  nowMs = 500
  expect([spend(), spend()]).toEqual([0, 1])
  nowMs = 3_600_000
  expect([spend(), spend(), spend(), spend()]).toEqual([0, 0, 0, 1])
})

test('each key has a budget of its own, and a clock that is set back gives nothing', () => {
  let nowMs = 10_000
  const budget = createCallBudget({ now: () => nowMs }, { callsMax: 1, perSecond: 1 })
  expect([budget.spend('a'), budget.spend('b'), budget.spend('a')]).toEqual([0, 0, 1])
  nowMs = 5_000
  expect(budget.spend('a')).toBe(1)
  nowMs = 6_000
  expect(budget.spend('a')).toBe(0)
})

test('what it remembers is bounded', () => {
  const budget = createCallBudget({ now: () => 0 }, { callsMax: 1, perSecond: 1 })
  expect(budget.spend('first')).toBe(0)
  for (let key = 0; key < 10_000; key += 1) budget.spend(String(key))
  expect(budget.spend('first')).toBe(0)
  expect(budget.spend('9999')).toBe(1)
})
