import { expect, test } from 'vitest'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import { actionHash, chainFault } from './chain.ts'

const IDS = ['019a0000-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000002']

function log(bodies: string[], fromSeq = 1, start = GENESIS_HASH) {
  let prevHash = start
  const actions = bodies.map((body, index) => {
    const action = { seq: fromSeq + index, id: IDS[index] ?? '', body }
    prevHash = actionHash(prevHash, action)
    return { ...action, hash: prevHash }
  })
  return { fromSeq, prevHash: start, actions }
}

test('the hash is SHA-256 over what stood before, seq, id and body, a line each', () => {
  const action = { seq: 1, id: IDS[0] ?? '', body: '{"name":"Ørsted"}' }
  expect(actionHash(GENESIS_HASH, action)).toBe(
    '74c2974f9eb3a5a2b411ee544e88519ce46ce9b6f23c77f21a127b6afdcc902b',
  )
})

test('a chain that holds has no fault', () => {
  expect(chainFault(log(['{}', '{"a":1}']))).toBeNull()
  expect(chainFault(log(['{}'], 7, 'ab'.repeat(32)))).toBeNull()
})

test.each([
  ['a body that was changed', { body: '{"a":2}' }],
  ['an id that was changed', { id: IDS[0] ?? '' }],
  ['a seq that does not follow', { seq: 3 }],
  ['a hash that was changed', { hash: 'cd'.repeat(32) }],
  ['half a surrogate pair', { body: '\ud800' }],
  ['a NUL character', { body: 'a\0b' }],
])('%s is a fault', (_what, change) => {
  const { actions, ...rest } = log(['{}', '{"a":1}'])
  const changed = actions.map((action, n) => (n === 1 ? { ...action, ...change } : action))
  expect(chainFault({ ...rest, actions: changed })).not.toBeNull()
})

test('a log begins from 64 zeros', () => {
  expect(chainFault(log(['{}'], 1, 'ab'.repeat(32)))).not.toBeNull()
})
