import { expect, test } from 'vitest'
import { TestFloor } from '../testing/test-floor.ts'

test('signing out moves nothing and anyone may', () => {
  const floor = new TestFloor()
  for (const operator of ['sanne', 'noor', 'ilse', null]) {
    const decision = floor.act('session.sign-out', {}, { operator })
    expect(decision).toEqual({ changes: [], effects: [], breaks: [], refusal: null })
  }
})
