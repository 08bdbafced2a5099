import { expect, test } from 'vitest'
import { en } from '../text/en.ts'
import { nl } from '../text/nl.ts'
import type { Say } from '../text/text.ts'
import { problemWords } from './problem-words.ts'

const speakerOf = (language: 'en' | 'nl') => {
  const texts: Record<string, string> = language === 'en' ? en : nl
  return { language, say: ((key: string) => texts[key] ?? key) as Say }
}
const dutch = speakerOf('nl')
const english = speakerOf('en')

test('one wrong field is said once, by the name the form has for it', () => {
  const refusal = {
    code: 'invalid-request',
    message: 'password: must be at least 12 characters',
    errors: [{ path: 'password', message: 'must be at least 12 characters' }],
  } as const
  const none = { original: null, places: [] }
  expect(problemWords(refusal, english)).toEqual({
    text: 'Password: must be at least 12 characters.',
    ...none,
  })
  expect(problemWords(refusal, dutch)).toEqual({
    text: 'Wachtwoord: moet minstens 12 tekens hebben.',
    ...none,
  })
})

test('several wrong fields are a list, with lines counted from one', () => {
  const errors = [
    { path: 'lines[0].quantity', message: 'must be a number' },
    { path: 'shipTo.postalCode', message: 'is missing' },
  ]
  const refusal = {
    code: 'invalid-request',
    message: 'lines[0].quantity: must be',
    errors,
  } as const
  expect(problemWords(refusal, dutch)).toEqual({
    text: 'Verbeter eerst dit:',
    original: null,
    places: ['Regel 1 aantal: moet een getal zijn.', 'Adres postcode: ontbreekt.'],
  })
})

test('what is not there is said in a sentence', () => {
  const refusal = { code: 'not-found', message: 'no order LL-999999' } as const
  expect(problemWords(refusal, english).text).toBe('There is no order LL-999999.')
  expect(problemWords(refusal, dutch).text).toBe('Er is geen order LL-999999.')
  const row = { code: 'invalid-request', message: 'row 4, name: is missing' } as const
  expect(problemWords(row, dutch).text).toBe('Naam: ontbreekt.')
})

test('weights and states are those of the pages', () => {
  const full = 'NH has no room from 2026-11-23 to 2027-01-22 for 1739982600 g and 3099969000 cm³'
  expect(problemWords({ code: 'capacity-full', message: full }, dutch).text).toBe(
    'NH heeft van 2026-11-23 tot en met 2027-01-22 geen ruimte voor 1.739.982,6 kg en 3.100 m³.',
  )
  const state = { code: 'wrong-state', message: 'order LL-000001 is IN_PROGRESS' } as const
  expect(problemWords(state, english).text).toBe('Order LL-000001 is “Being picked”.')
})

test('what is short is counted in Dutch too', () => {
  const short = { code: 'out-of-stock', message: 'OAK-14: 7000 wanted, 600 available' } as const
  expect(problemWords(short, dutch).text).toBe('OAK-14: 7000 gevraagd, 600 beschikbaar.')
})

test('a sentence without Dutch words keeps what the office said beside the general one', () => {
  const refusal = { code: 'out-of-stock', message: 'OAK-14: lots left' } as const
  expect(problemWords(refusal, dutch)).toEqual({
    text: 'Er is niet genoeg voorraad.',
    original: 'OAK-14: lots left',
    places: [],
  })
})
