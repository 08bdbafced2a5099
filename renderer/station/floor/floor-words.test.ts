import { expect, test } from 'vitest'
import { EXCEPTION_CHOICES, EXCEPTION_HANDLING } from '#contract/http/exception-choices.ts'
import { en } from '../../text/en.ts'
import { nl } from '../../text/nl.ts'
import type { Say } from '../../text/text.ts'
import type { BenchState } from './bench-state.ts'
import {
  benchWords,
  choiceWords,
  exceptionTitle,
  exceptionWords,
  floorTitle,
} from './floor-words.ts'

/** The texts as i18next fills them, without its plurals but "one" and "other". */
const speak =
  (texts: Record<string, string>): Say =>
  (key, values = {}) => {
    const plural = values['count'] === 1 ? `${key}_one` : `${key}_other`
    const text = texts[key] ?? texts[plural] ?? key
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) =>
      String(values[name] ?? `{{${name}}}`),
    )
  }

const say = speak(en)
const zeg = speak(nl)
const EN = { say, language: 'en' }
const NL = { say: zeg, language: 'nl' }
const NOW = Date.parse('2026-03-10T12:00:00.000Z')
const AT = { nowMs: NOW, timezone: 'Europe/Amsterdam', language: 'en' }

function state(changes: Partial<BenchState>): BenchState {
  return {
    tone: 'stuck',
    why: 'waiting',
    sinceMs: null,
    count: 0,
    total: 0,
    reference: '',
    ...changes,
  }
}

test('one sentence says which bench is stuck and why', () => {
  const sinceMs = NOW - 20 * 60_000
  const told = (changes: Partial<BenchState>) => [
    benchWords(state(changes), { say, ...AT }),
    benchWords(state(changes), { say: zeg, ...AT }),
  ]
  expect(told({ why: 'printer-paper', sinceMs })).toEqual([
    'No labels in the printer since 12:40',
    'Geen labels in de printer sinds 12:40',
  ])
  expect(told({ why: 'printer-paper' })[0]).toBe('No labels in the printer')
  expect(told({ why: 'waiting', count: 12, sinceMs })).toEqual([
    '12 actions wait, the oldest for 20 min',
    '12 acties wachten, de oudste al 20 min',
  ])
  expect(told({ why: 'silent-holding', sinceMs, reference: 'LLP7' })[0]).toBe(
    'Not heard of since 12:40. It holds LLP7.',
  )
  // Yesterday is not today: the weekday says so.
  expect(told({ why: 'off', sinceMs: NOW - 24 * 3_600_000 })[0]).toBe(
    'Switched off since Mon 13:00',
  )
})

test('the first line counts what is stuck, or says that nothing is', () => {
  const tile = (tone: BenchState['tone']) => ({ station: {}, state: state({ tone }) }) as never
  expect(floorTitle([tile('stuck'), tile('work'), tile('quiet')], say)).toBe(
    '1 of 3 benches needs you',
  )
  expect(floorTitle([tile('work'), tile('look'), tile('quiet')], say)).toBe(
    'Nothing is stuck. 2 benches at work.',
  )
  expect(floorTitle([tile('quiet')], say)).toBe('Nothing is stuck. Nobody is working now.')
})

test('an exception is told in the language of the screen where all it needs is known, else as the office put it', () => {
  const short = {
    code: 'short-pick',
    detail: { orderNumber: 'LL-1', missing: '1 × GLUE-5' },
    sentence: 'As the office put it.',
  }
  expect(exceptionWords(short, EN)).toBe('Order LL-1 waits: 1 × GLUE-5 could not be found.')
  expect(exceptionWords(short, NL)).toBe('Order LL-1 wacht: 1 × GLUE-5 is niet gevonden.')
  const why = (reason: string) => ({ ...short, detail: { ...short.detail, reason } })
  expect(exceptionWords(why('OUTOFSTOCK'), EN)).toContain('The answer was “The shelf is empty”.')
  expect(exceptionWords(why('OUTOFSTOCK'), NL)).toContain('Het antwoord was “De plank is leeg”.')
  expect(exceptionWords(why('under the snow'), NL)).toContain('“under the snow”')
  const less = { ...short, detail: { orderNumber: 'LL-1' } }
  expect(exceptionWords(less, NL)).toBe('As the office put it.')
  expect(exceptionWords({ ...short, code: 'from-the-future' }, NL)).toBe('As the office put it.')
})

test('a supervisor reads the end of a label number and kilograms, not eighteen digits and grams', () => {
  const detail = { unitId: '387123450000000012', grossGrams: 33_320, expectedGrams: 30_320 }
  const heavy = { code: 'weight-out-of-tolerance', detail, sentence: 'As the office put it.' }
  expect(exceptionWords(heavy, EN)).toBe('Label …000012 weighed 33.32 kg; 30.32 kg was expected.')
  expect(exceptionWords(heavy, NL)).toBe('Label …000012 woog 33,32 kg; 30,32 kg werd verwacht.')
})

test('every kind of exception has a title of its own, and every choice a button and what it does', () => {
  const untitled = Object.keys(EXCEPTION_HANDLING).filter(
    (code) => exceptionTitle({ code }, say) === 'Something does not fit',
  )
  expect(untitled).toEqual([])
  for (const choice of EXCEPTION_CHOICES) {
    for (const speaker of [say, zeg]) {
      const { label, does } = choiceWords('any', choice, speaker)
      expect(`${label} ${does}`).not.toContain('floor.choice')
    }
  }
  expect(choiceWords('over-pick', 'accept', zeg).label).toBe('De klant houdt het')
})

test('no sentence asks for a value that nobody fills in', () => {
  const values = { orderNumber: 'o', missing: 'm', quantity: 1, sku: 's', open: 1, requested: 2 }
  const more = {
    unitId: 'u',
    load: 'l',
    copy: 1,
    grossGrams: 1,
    expectedGrams: 2,
    lot: 'a',
    first: 'b',
  }
  const detail = { ...values, ...more }
  for (const code of Object.keys(EXCEPTION_HANDLING)) {
    const words = exceptionWords({ code, detail, sentence: 'plain' }, EN)
    expect(words).not.toContain('{{')
  }
})
