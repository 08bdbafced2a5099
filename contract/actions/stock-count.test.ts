import { expect, test } from 'vitest'
import { codes, TestFloor } from '../testing/test-floor.ts'

test('[FACT-2] a count says what was counted; the office compares', () => {
  const decision = new TestFloor().act('stock.count', { sku: 'OAK-14-NAT', counted: 0 })
  expect(codes(decision)).toEqual([])
  expect(decision.changes).toEqual([])
  expect(decision.effects).toEqual([{ kind: 'count', sku: 'OAK-14-NAT', counted: 0 }])
})

test('a product nobody knows is reported and moves nothing', () => {
  const decision = new TestFloor().act('stock.count', { sku: 'NONE', counted: 3 })
  expect(codes(decision)).toEqual(['unknown-reference'])
  expect(decision.effects).toEqual([])
})
