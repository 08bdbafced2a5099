import { addDays } from '#contract/orders/local-time.ts'
import { shortDay } from '../../../format/day.ts'
import { numberFormat } from '../../../format/kept-formats.ts'
import type { Say } from '../../text/text.ts'

export type Words = { say: Say; language: string }

/** `Today`, `Tomorrow`, or the day as people say it. */
export function dayWords(day: string, today: string, { say, language }: Words): string {
  if (day === today) return say('today.orders-today')
  if (day === addDays(today, 1)) return say('today.orders-tomorrow')
  return shortDay(day, language)
}

/** The same within a sentence: `for tomorrow`. */
export function dayInSentence(day: string, today: string, { say, language }: Words): string {
  if (day === today) return say('today.day-today')
  if (day === addDays(today, 1)) return say('today.day-tomorrow')
  return shortDay(day, language)
}

export function numberWords(value: number, language: string): string {
  return numberFormat(language === 'en' ? 'en-GB' : language, { maximumFractionDigits: 1 }).format(
    value,
  )
}

export function shareWords(share: number, language: string): string {
  const options: Intl.NumberFormatOptions = { style: 'percent', maximumFractionDigits: 0 }
  return numberFormat(language === 'en' ? 'en-GB' : language, options).format(share)
}
