import { expect, test } from 'vitest'
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
