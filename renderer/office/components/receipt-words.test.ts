import { expect, test } from 'vitest'
import { ExceptionCode, RefusalCode } from '#contract/sync/outcome.ts'
import { nl } from '../text/nl.ts'
import type { Say } from '../text/text.ts'
import { receiptWords } from './receipt-words.ts'

const texts: Readonly<Record<string, string>> = nl
const dutch = { language: 'nl', say: ((key: string) => texts[key] ?? key) as Say }
const detail = 'What the office said.'

test.each([
  ...RefusalCode.options.map((code) => ['refused', code] as const),
  ...ExceptionCode.options.map((code) => ['excepted', code] as const),
])('%s, %s: Dutch people read why in Dutch', (outcome, code) => {
  const words = receiptWords({ outcome, code, detail }, dutch)
  expect(words).toMatch(/^[A-Z].+\.$/)
  expect(words).not.toBe(detail)
})

test('what the office said is shown where it speaks the language, or the code is of tomorrow', () => {
  const refused = { outcome: 'refused', code: 'poison', detail }
  expect(receiptWords(refused, { ...dutch, language: 'en' })).toBe(detail)
  expect(receiptWords({ ...refused, code: 'of-tomorrow' }, dutch)).toBe(detail)
})
