import { expect, test } from 'vitest'
import { readEntry } from './entry.ts'

const ENVELOPE = { v: 1, operatorId: 'emma', occurredAt: '2026-03-02T08:00:00.000Z', baseHead: 3 }

function entryOf(body: string) {
  return readEntry({ seq: 1, id: 'a', hash: 'h', body })
}

test('an action is read with who did it', () => {
  const body = { ...ENVELOPE, type: 'pick.claim', payload: { pickListId: 'P1' } }
  expect(entryOf(JSON.stringify(body))).toMatchObject({
    type: 'pick.claim',
    operatorId: 'emma',
    action: { type: 'pick.claim', v: 1, payload: { pickListId: 'P1' } },
    poison: null,
  })
})

test.each([
  ['no JSON', '{', 'unreadable'],
  ['JSON of something else', '[1]', 'unreadable'],
  ['an unknown type', JSON.stringify({ ...ENVELOPE, type: 'pick.fly', payload: {} }), 'pick.fly'],
  ['a bad payload', JSON.stringify({ ...ENVELOPE, type: 'pick.claim', payload: {} }), 'pick.claim'],
  [
    'a version of tomorrow',
    JSON.stringify({ ...ENVELOPE, v: 2, type: 'pick.claim', payload: { pickListId: 'P1' } }),
    'pick.claim',
  ],
])('[PUSH-6] %s is poison with its bytes kept', (_what, body, type) => {
  expect(entryOf(body)).toMatchObject({ body, type, action: null, poison: expect.any(String) })
})
