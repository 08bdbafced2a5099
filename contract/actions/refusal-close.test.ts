import { expect, test } from 'vitest'
import { codes, TestFloor } from '../testing/test-floor.ts'
import { parseAction } from './index.ts'

const closing = {
  seq: 7,
  actionId: '019da000-0000-7000-8000-000000000007',
  how: 'written-off',
  reason: 'the order went to another bench',
} as const

test('[SEC-2] a supervisor closes a refusal; anybody else is recorded, and somebody looks', () => {
  const by = (operator: string | null) =>
    codes(new TestFloor().act('refusal.close', closing, { operator }))
  expect(by('ilse')).toEqual([])
  expect(by('sanne')).toEqual(['override-not-allowed'])
  expect(by(null)).toEqual(['override-not-allowed'])
})

test('[FACT-1] closing a refusal moves nothing', () => {
  const decision = new TestFloor().act('refusal.close', closing, { operator: 'ilse' })
  expect(decision).toMatchObject({ changes: [], effects: [], refusal: null })
})

test('how it was closed is one of three', () => {
  const body = (payload: object) => parseAction({ type: 'refusal.close', v: 1, payload }).ok
  expect(body(closing)).toBe(true)
  expect(body({ ...closing, how: 'again', byActionId: closing.actionId })).toBe(true)
  expect(body({ ...closing, how: 'forgotten' })).toBe(false)
  expect(body({ ...closing, actionId: 'seven' })).toBe(false)
})
