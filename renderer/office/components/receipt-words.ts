import { isTextKey, type Say } from '../text/text.ts'

type Receipt = { outcome: string; code: string | null; detail: string | null }
type Speaker = { say: Say; language: string }

/** Why the office did not simply take an action, in the language of the page; it speaks English itself. */
export function receiptWords(
  { outcome, code, detail }: Receipt,
  { say, language }: Speaker,
): string | null {
  if (language === 'en' && detail !== null) return detail
  if (code === null) return detail
  const key = outcome === 'refused' ? `receipt.why.${code}` : `ex.${code}.means`
  return isTextKey(key) ? say(key) : detail
}
