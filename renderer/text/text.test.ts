import { expect, test } from 'vitest'
import { ALERT_REASONS } from '#contract/rpc/alert-reasons.ts'
import { FEEDBACK_TEXTS } from '#contract/rpc/feedback-texts.ts'
import { en } from './en.ts'
import { initialLanguage } from './language.ts'
import { nl } from './nl.ts'

const SOURCES = import.meta.glob<string>(
  ['../**/*.{ts,tsx}', '!../text/*', '!../testing/*', '!../**/*.test.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
)

/** Families whose last part comes from the host or from a table; the rest of the key stands in code. */
const source = Object.values(SOURCES).join('\n')

function isUsed(key: string): boolean {
  const base = key.replace(/_(one|other)$/, '')
  if (source.includes(`'${base}'`)) return true
  const parts = base.split('.')
  const families = parts.map((_, index) => parts.slice(0, index).join('.')).filter(Boolean)
  const isFamily = families.some((family) => source.includes(`\`${family}.\${`))
  const isListed = parts.length === 2 && source.includes(`'${parts[0]}'`)
  return isFamily || isListed
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort()
}

test('every text is used by a screen', () => {
  expect(Object.keys(SOURCES).length).toBeGreaterThan(30)
  expect(Object.keys(en).filter((key) => !isUsed(key))).toEqual([])
})

test('a text that no screen names would be found', () => {
  expect(isUsed('nothing.of-the-kind')).toBe(false)
  expect(isUsed('pick.never')).toBe(false)
})

test('both languages fill in the same things', () => {
  const differing = (Object.keys(en) as (keyof typeof en)[]).filter(
    (key) => placeholders(en[key]).join() !== placeholders(nl[key]).join(),
  )
  expect(differing).toEqual([])
})

test('an alert and its advice ask for nothing the host does not tell', () => {
  const untold = Object.entries(ALERT_REASONS).flatMap(([reason, { detail }]) =>
    [`alert.say.${reason}`, `alert.do.${reason}`].filter((key) =>
      placeholders(en[key as keyof typeof en]).some(
        (name) => !(detail as readonly string[]).includes(name),
      ),
    ),
  )
  expect(untold).toEqual([])
})

test('a feedback line asks for nothing the host does not tell', () => {
  const untold = Object.entries(FEEDBACK_TEXTS).filter(([text, detail]) =>
    placeholders(en[`feedback.${text}` as keyof typeof en]).some(
      (name) => ![...detail, 'kilograms', 'tail'].includes(name),
    ),
  )
  expect(untold).toEqual([])
})

test('no sentence hides behind "an error occurred", and none is empty', () => {
  for (const text of [...Object.values(en), ...Object.values(nl)]) {
    expect(text).not.toMatch(/error occurred|fout opgetreden/i)
    expect(text.trim()).not.toBe('')
  }
})

test('the language kept on the bench wins over the browser, the browser over English', () => {
  expect(initialLanguage('nl', ['en-GB'])).toBe('nl')
  expect(initialLanguage(null, ['fr-FR', 'nl-BE', 'en'])).toBe('nl')
  expect(initialLanguage('xx', ['fr'])).toBe('en')
})
