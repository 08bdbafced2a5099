import { expect, test } from 'vitest'
import { sscc } from '../testing/builders.ts'
import { parseAction } from './index.ts'

test('[PUSH-6] a type, a version or a payload that cannot be read says why', () => {
  const good = { type: 'pick.claim', v: 1, payload: { pickListId: 'list-1' } }
  expect(parseAction(good)).toMatchObject({ ok: true })
  expect(parseAction({ ...good, type: 'pick.substitute' })).toEqual({
    ok: false,
    problem: 'unknown action type pick.substitute',
  })
  expect(parseAction({ ...good, type: 'toString' })).toMatchObject({ ok: false })
  expect(parseAction({ ...good, v: 2 })).toEqual({
    ok: false,
    problem: 'version 2 of pick.claim is not known',
  })
  expect(parseAction({ ...good, payload: { pickListId: 7 } })).toMatchObject({ ok: false })
})

test('payloads out of bounds are refused at the edge', () => {
  const confirm = { type: 'pick.confirm', v: 1 }
  const goods = { pickListId: 'list-1', lineNo: 1, quantity: 1 }
  const isRead = (payload: object) => parseAction({ ...confirm, payload }).ok
  expect(isRead(goods)).toBe(true)
  for (const quantity of [0, -1, 1.5, 1_000_001, Number.NaN, '2']) {
    expect(isRead({ ...goods, quantity })).toBe(false)
  }
  expect(isRead({ ...goods, unitId: sscc(1) })).toBe(true)
  expect(isRead({ ...goods, unitId: '123' })).toBe(false)
  expect(isRead({ ...goods, lot: 'x'.repeat(21) })).toBe(false)
})
