import { expect, test } from 'vitest'
import { isSameClock } from './same-clock.ts'

const SUMMER = Date.UTC(2026, 6, 1, 22, 30)
const WINTER = Date.UTC(2026, 0, 1, 22, 30)

test('two zones are one clock only where they agree all year', () => {
  for (const at of [SUMMER, WINTER]) {
    expect(isSameClock('Europe/Amsterdam', 'Europe/Berlin', at)).toBe(true)
    expect(isSameClock('Europe/Amsterdam', 'America/New_York', at)).toBe(false)
    // The same in winter, an hour apart in summer.
    expect(isSameClock('Europe/Amsterdam', 'Africa/Algiers', at)).toBe(false)
  }
})
