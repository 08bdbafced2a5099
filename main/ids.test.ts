import { expect, test } from 'vitest'
import { uuidV7 } from './ids.ts'
import { manualClock } from './testing/manual-clock.ts'

test('ids are version 7, carry the milliseconds, and sort by them', () => {
  const clock = manualClock(0x0197_1234_5678)
  const newId = uuidV7(clock, (bytes) => bytes.fill(0xff))
  const first = newId()
  expect(first).toBe('01971234-5678-7fff-bfff-ffffffffffff')
  clock.advance(1)
  expect(newId() > first).toBe(true)
})
