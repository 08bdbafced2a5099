import { expect, test } from 'vitest'
import { DeviceTroubles } from './device-troubles.ts'

const AT = Date.parse('2026-03-10T08:00:00.000Z')
const MINUTE_MS = 60_000

test('a device is troubled since it was first seen so, whatever else goes wrong with it', () => {
  const troubles = new DeviceTroubles()
  expect(troubles.note([{ id: 'p1', state: 'ready' }], AT).size).toBe(0)
  troubles.note([{ id: 'p1', state: 'attention' }], AT + MINUTE_MS)
  const since = troubles.note([{ id: 'p1', state: 'lost' }], AT + 5 * MINUTE_MS)
  expect(since.get('p1')).toBe('2026-03-10T08:01:00.000Z')
})

test('one that was well again, or was taken away, begins anew', () => {
  const troubles = new DeviceTroubles()
  troubles.note([{ id: 'p1', state: 'lost' }], AT)
  troubles.note([{ id: 'p1', state: 'ready' }], AT + MINUTE_MS)
  const again = troubles.note([{ id: 'p1', state: 'lost' }], AT + 2 * MINUTE_MS)
  expect(again.get('p1')).toBe('2026-03-10T08:02:00.000Z')
  troubles.note([], AT + 3 * MINUTE_MS)
  const plugged = troubles.note([{ id: 'p1', state: 'lost' }], AT + 4 * MINUTE_MS)
  expect(plugged.get('p1')).toBe('2026-03-10T08:04:00.000Z')
})
