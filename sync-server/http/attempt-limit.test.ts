import { expect, test } from 'vitest'
import { createAttemptLimit } from './attempt-limit.ts'

const LIMITS = { failuresMax: 3, windowMs: 60_000 }

test('after too many failures an address waits for the rest of its minute, others do not', () => {
  let now = 0
  const limit = createAttemptLimit({ now: () => now }, LIMITS)
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

test('what was counted before it was tried is taken back when it went well', () => {
  const limit = createAttemptLimit({ now: () => 0 }, LIMITS)
  for (let attempt = 0; attempt < 10; attempt += 1) {
    limit.noteFailure('a')
    limit.takeBack('a')
  }
  limit.takeBack('never seen')
  expect(limit.secondsToWait('a')).toBe(0)
})

test('ten thousand others push out whoever failed first, not everybody', () => {
  const limit = createAttemptLimit({ now: () => 0 }, { failuresMax: 1, windowMs: 60_000 })
  limit.noteFailure('first')
  limit.noteFailure('second')
  for (let other = 0; other < 9_999; other += 1) limit.noteFailure(`other ${other}`)
  expect(limit.secondsToWait('first')).toBe(0)
  expect(limit.secondsToWait('second')).toBe(60)
})
