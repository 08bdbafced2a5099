import { beforeAll, expect, test } from 'vitest'
import { t } from 'i18next'
import { startText, type Say } from '../text/text.ts'
import { ageWords, cutOffWords } from './bar-words.ts'
import { devicesByKind } from './device-groups.ts'

const say: Say = (key, values) => t(key, values ?? {})
const timezone = 'Europe/Amsterdam'
const nextCutOff = { at: '2025-04-17T12:00:00Z', region: 'NH' }

beforeAll(async () => {
  Object.assign(globalThis, { document: { documentElement: { lang: '' } } })
  await startText('en')
})

test('an age is said in words a person reads at a glance', () => {
  expect(ageWords(0, 12_000, say)).toBe('12 s')
  expect(ageWords(0, 12 * 60_000, say)).toBe('12 min')
  expect(ageWords(0, 86_400_000, say)).toBe('1 day')
  expect(ageWords(0, 2 * 86_400_000, say)).toBe('2 days')
})

test("the cut-off is on the building's clock and counts down", () => {
  const words = cutOffWords({ nextCutOff, timezone }, Date.UTC(2025, 3, 17, 10, 2), say, 'en')
  expect(words).toEqual({ at: 'Cut-off 14:00', left: 'NH in 1 h 58 min', isSoon: false })
})

test('the last half hour is soon, a cut-off of another day names its day', () => {
  const soon = cutOffWords({ nextCutOff, timezone }, Date.UTC(2025, 3, 17, 11, 31), say, 'en')
  expect(soon).toMatchObject({ left: 'NH in 29 min', isSoon: true })
  const before = cutOffWords({ nextCutOff, timezone }, Date.UTC(2025, 3, 16, 14, 0), say, 'en')
  expect(before).toMatchObject({ at: 'Cut-off Thu 14:00', left: 'NH in 22 h' })
})

test('a cut-off that has passed says so, and none is none', () => {
  const words = cutOffWords({ nextCutOff, timezone }, Date.UTC(2025, 3, 17, 12, 0), say, 'en')
  expect(words?.left).toBe('NH has passed')
  expect(cutOffWords({ nextCutOff: null, timezone }, 0, say, 'en')).toBeNull()
})

test('a kind of device shows the state of its most troubled one', () => {
  const device = { name: '', detail: '' }
  expect(
    devicesByKind([
      { ...device, id: 's1', kind: 'scanner', state: 'ready' },
      { ...device, id: 'p1', kind: 'printer', state: 'ready' },
      { ...device, id: 's2', kind: 'scanner', state: 'lost' },
    ]),
  ).toEqual([
    { kind: 'scanner', state: 'lost', count: 2 },
    { kind: 'printer', state: 'ready', count: 1 },
  ])
})
