import { expect, test } from 'vitest'
import { nl } from '../../text/nl.ts'
import type { Say } from '../../text/text.ts'
import { deviceName } from './device-name.ts'

const texts: Record<string, string> = nl
const zeg: Say = (key) => texts[key] ?? key

test('a device that nobody has named says what it is', () => {
  expect(deviceName({ id: 'w1', kind: 'scale', name: 'w1' }, zeg)).toBe('Weegschaal w1')
  expect(deviceName({ id: 'w1', kind: 'scale', name: '' }, zeg)).toBe('Weegschaal')
  expect(deviceName({ id: 'w1', kind: 'scale', name: 'Bij de deur' }, zeg)).toBe('Bij de deur')
})
