import { expect, test } from 'vitest'
import { REASONS } from '#contract/barcode/loadline-code.ts'
import { EXCEPTION_CHOICES, EXCEPTION_HANDLING } from '#contract/http/exception-choices.ts'
import { en } from '../../text/en.ts'
import { nl } from '../../text/nl.ts'
import type { Say } from '../../text/text.ts'
import {
  agoWords,
  choiceWords,
  decidedWords,
  exceptionSentence,
  hadSentence,
  saidSentence,
  type ShownException,
} from './words.ts'

type Texts = Readonly<Record<string, string>>

/** As the pages find texts, without plurals. */
const sayIn =
  (texts: Texts): Say =>
  (key, values = {}) =>
    (texts[key] ?? texts[`${key}_other`] ?? key).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) =>
      String(values[name] ?? ''),
    )
const english = { say: sayIn(en), language: 'en' }
const dutch = { say: sayIn(nl), language: 'nl' }

const blanksOf = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).toSorted()

test.each(Object.keys(EXCEPTION_HANDLING))('%s has a name and says what it means', (code) => {
  for (const texts of [en, nl] as readonly Texts[]) {
    expect(texts[`ex.${code}.title`]).toBeTruthy()
    expect(texts[`ex.${code}.means`]).toMatch(/\.$/)
  }
})

test('every choice has words, and both languages fill the same blanks', () => {
  for (const choice of EXCEPTION_CHOICES)
    expect(decidedWords('fork', choice, english.say)).toBeTruthy()
  for (const [key, text] of Object.entries(en)) {
    if (!key.startsWith('ex.')) continue
    expect([key, blanksOf((nl as Texts)[key] ?? '')]).toEqual([key, blanksOf(text)])
  }
})

test('what the exception says is told in the language of the page', () => {
  const exception = {
    code: 'weight-out-of-tolerance',
    detail: {
      unitId: '387123450000000012',
      grossGrams: 9000,
      expectedGrams: 5000,
      toleranceGrams: 20,
    },
    sentence: 'Bench weighed a unit.',
  }
  expect(exceptionSentence(exception, english)).toBe(
    'Label …000012 weighed 9.00 kg where 5.00 kg ± 0.02 kg was expected.',
  )
  expect(exceptionSentence(exception, dutch)).toBe(
    'Label …000012 woog 9,00 kg waar 5,00 kg ± 0,02 kg werd verwacht.',
  )
})

test('where a blank would stay, the office’s own sentence stands', () => {
  const exception = {
    code: 'left-behind',
    detail: { unitId: '1' },
    sentence: 'As the office put it.',
  }
  expect(exceptionSentence(exception, english)).toBe('As the office put it.')
  const unknown = { code: 'of-tomorrow', detail: {}, sentence: 'Something new.' }
  expect(exceptionSentence(unknown, english)).toBe('Something new.')
})

test.each([...Object.keys(EXCEPTION_HANDLING), 'of-tomorrow'])(
  '%s that says little is told in Dutch all the same',
  (code) => {
    const exception = {
      code,
      detail: {},
      sentence: 'As the office put it.',
      had: 'As the office had it.',
      said: { action: 'pick.confirm', values: {}, sentence: 'As the bench did it.' },
    } as unknown as ShownException
    const words = [
      exceptionSentence(exception, dutch),
      hadSentence(exception, dutch),
      saidSentence(exception, dutch),
    ]
    expect(words.filter((text) => text === null || text.startsWith('As the '))).toEqual([])
  },
)

test('a bench’s own words are told by the name of the goods and why, and what was typed is quoted', () => {
  const said = (values: Record<string, string | number>, action = 'pick.short') =>
    ({
      code: 'short-pick',
      said: { action, operator: 'Emma', station: 'Pack 1', values, sentence: 'Raw.' },
    }) as unknown as ShownException
  const line = { list: 'LLP1', lineNo: 2, quantity: 3 }
  const named = { ...line, sku: 'OAK-14', product: 'Oak plank 14 mm' }
  const known = said({ ...named, reason: 'NOTFOUND' })
  expect(saidSentence(known, english)).toBe(
    'Emma at Pack 1 could not find 3 × Oak plank 14 mm for list LLP1: nobody could find it.',
  )
  expect(saidSentence(known, dutch)).toBe(
    'Emma bij Pack 1 kon 3 × Oak plank 14 mm voor lijst LLP1 niet vinden: niemand kon het vinden.',
  )
  const typed = said({ ...named, reason: 'under the snow' })
  expect(saidSentence(typed, english)).toContain(': “under the snow”.')
  expect(saidSentence(typed, dutch)).toContain(': “under the snow”.')
  // Goods that nobody knows any more are told by their line.
  expect(saidSentence(said({ ...line, reason: 'OUTOFSTOCK' }), english)).toBe(
    'Emma at Pack 1 found 3 missing for line 2 of list LLP1 (the shelf was empty).',
  )
  const off = said({ unitId: '387123450000000012', load: 'L-1', reason: 'UNDO' }, 'load.remove')
  expect(saidSentence(off, english)).toBe(
    'Emma at Pack 1 took label …000012 off load L-1 (it was taken back).',
  )
})

test('why goods are missing stands with them where all of them are missing for one reason', () => {
  const detail = { orderNumber: 'LL-1', list: 'LLP1', missing: '2 × OAK-14', reasons: 'Raw.' }
  const told = (more: object, speaking: typeof english) =>
    exceptionSentence(
      { code: 'short-pick', detail: { ...detail, ...more }, sentence: 'Raw.' },
      speaking,
    )
  expect(told({ reason: 'OUTOFSTOCK' }, english)).toBe(
    'Order LL-1 waits. Missing on list LLP1: 2 × OAK-14 (the shelf was empty).',
  )
  expect(told({ reason: 'onder de sneeuw' }, dutch)).toBe(
    'Order LL-1 wacht. Niet gevonden op lijst LLP1: 2 × OAK-14 (“onder de sneeuw”).',
  )
  expect(told({}, english)).toBe('Order LL-1 waits. Missing on list LLP1: 2 × OAK-14.')
})

test('every reason that a bench knows has words in both languages', () => {
  for (const { name } of REASONS) {
    for (const texts of [en, nl] as readonly Texts[]) expect(texts[`why.${name}`]).toBeTruthy()
  }
})

test('accepting means something else for goods of a cancelled order', () => {
  const accept = { choice: 'accept' as const, label: 'Accept', does: 'Does.' }
  expect(choiceWords('order-cancelled', accept, english.say).label).toBe('Write the goods off')
  expect(choiceWords('fork', accept, english.say).label).toBe('Accept it as it is')
  expect(decidedWords('short-pick', 'withdrawn', english.say)).toBeNull()
})

test('an age is said in its largest unit', () => {
  const at = '2026-03-10T08:00:00.000Z'
  const after = (minutes: number) => agoWords(at, Date.parse(at) + minutes * 60_000, english.say)
  expect([after(0), after(59), after(60), after(2880)]).toEqual([
    'just now',
    '59 minutes ago',
    '1 hours ago',
    '2 days ago',
  ])
})
