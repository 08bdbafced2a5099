import { expect, test } from 'vitest'
import { createAttemptLimit } from './attempt-limit.ts'

test('after too many failures an address waits for the rest of its minute, others do not', () => {
  let now = 0
  const limit = createAttemptLimit({ now: () => now }, 3)
  for (let failure = 0; failure < 3; failure += 1) {
    expect(limit.secondsToWait('a')).toBe(0)
    limit.noteFailure('a')
  }
  now = 20_000
  expect(limit.secondsToWait('a')).toBe(40)
  expect(limit.secondsToWait('b')).toBe(0)
  now = 60_000
  expect(limit.secondsToWait('a')).toBe(0)
  limit.noteFailure('a')
  expect(limit.secondsToWait('a')).toBe(0)
})
