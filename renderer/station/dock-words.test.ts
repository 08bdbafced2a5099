import { changeLanguage, t } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { ALERT_REASONS, type AlertReason } from '#contract/rpc/alert-reasons.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import { startText, type Say } from '../text/text.ts'
import { alertWords } from './alert-words.ts'

const say: Say = (key, values) => t(key, values ?? {})
const UNIT = '006141411234567890'

beforeAll(async () => {
  Object.assign(globalThis, { document: { documentElement: { lang: '' } } })
  await startText('en')
})

function words(reason: AlertReason, detail: Alert['detail'], language = 'en') {
  const { code } = ALERT_REASONS[reason]
  const alert = { code, reason, detail, tone: 'wrong' as const, message: '', meanwhile: [] }
  return alertWords(alert, say, language)
}

const SOUTH = {
  belongsLoad: 'L-0413',
  belongsPlate: '8-VKB-41',
  belongsRegion: 'ZH',
  belongsDate: '2025-04-17',
}
const NOWHERE = { belongsLoad: '', belongsPlate: '', belongsRegion: '', belongsDate: '' }

test('a wrong unit is sent to its place, with the load, plate and day under it', () => {
  const detail = { unit: UNIT, belongs: 'ZH', load: 'NH', ...SOUTH }
  expect(words('other-region', detail)).toMatchObject({
    next: 'Take it off and bring it to ZH.',
    expected: { value: 'ZH', more: 'Load L-0413 · 8-VKB-41 · Thu 17 Apr' },
  })
})

test('a unit of another load is sent to that load, or to another truck where none is known', () => {
  expect(words('other-load', { unit: UNIT, belongs: 'L-0413', ...SOUTH })).toMatchObject({
    sentence: 'Label …567890 belongs to load L-0413.',
    expected: { value: 'Load L-0413', more: '8-VKB-41 · ZH · Thu 17 Apr' },
  })
  expect(words('other-load', { unit: UNIT, belongs: '', ...NOWHERE })).toMatchObject({
    sentence: 'Label …567890 belongs to another truck.',
    next: 'Take it off and bring it to another truck.',
    expected: { value: 'Another truck', more: '' },
  })
})

test('an old label is set against the copy that is live', () => {
  expect(words('old-copy', { unit: UNIT, copy: 1, live: 2 })).toMatchObject({
    scanned: 'Copy 1',
    expected: { value: 'Copy 2' },
  })
})

test('too heavy is said in kilograms, with what to take off', async () => {
  const detail = {
    load: 'L-0412',
    overGrams: 120_400,
    maxGrams: 3_500_000,
    unit: UNIT,
    name: 'Parket & Zo',
    unitGrams: 226_900,
  }
  expect(words('load-too-heavy', detail)).toMatchObject({
    title: 'The truck is too heavy',
    sentence: 'Load L-0412 is 121 kg over the 3,500 kg of its truck.',
    next: 'Take off label …567890, Parket & Zo, 227 kg. Then confirm again.',
  })
  await changeLanguage('nl')
  expect(words('load-too-heavy', detail, 'nl').sentence).toBe(
    'Vracht L-0412 is 121 kg boven de 3.500 kg van de wagen.',
  )
  await changeLanguage('en')
})

test.each(['en', 'nl'])('every alert of the dock has whole words in %s', async (language) => {
  await changeLanguage(language)
  for (const [reason, { code, detail }] of Object.entries(ALERT_REASONS)) {
    if (!['wrong-load', 'load-refused', 'superseded-copy', 'unit-not-closed'].includes(code))
      continue
    const told = Object.fromEntries(
      detail.map((name) => [name, name.endsWith('Grams') ? 1_000 : 'X']),
    )
    const said = words(reason as AlertReason, told, language)
    for (const text of [said.title, said.sentence, said.next ?? '']) {
      expect(text).toMatch(/^\p{Lu}.*\S$/u)
      expect(text).not.toMatch(/alert\.|\{\{|undefined/)
    }
  }
  await changeLanguage('en')
})
