import { localTime } from '#contract/orders/local-time.ts'
import { useMemo } from 'react'
import { useText } from '../text/text.ts'
import { useZone } from './zone.tsx'

/** How figures, days and moments are written: in the language of whoever looks, by the clock of the warehouse. */
export function useFormats() {
  const { language } = useText()
  const timeZone = useZone()
  return useMemo(
    () => formatsOf(localeOf(language, navigator.languages), timeZone),
    [language, timeZone],
  )
}

export type Formats = ReturnType<typeof formatsOf>

export function formatsOf(locale: string, timeZone: string, now = new Date()) {
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const
  const time = {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  } as const
  const year = { year: 'numeric' } as const
  // A delivery day is a date, the same everywhere.
  const utc = { timeZone: 'UTC' } as const
  const thisYear = localTime(now.getTime(), timeZone).day.slice(0, 4)
  const dayFormat = new Intl.DateTimeFormat(locale, { ...day, ...utc })
  const farDayFormat = new Intl.DateTimeFormat(locale, { ...day, ...year, ...utc })
  const timeFormat = new Intl.DateTimeFormat(locale, time)
  const farTimeFormat = new Intl.DateTimeFormat(locale, { ...time, ...year })
  const isThisYear = (date: Date, zone: string) =>
    localTime(date.getTime(), zone).day.slice(0, 4) === thisYear
  const kilograms = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  const euros = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' })
  const count = new Intl.NumberFormat(locale)
  return {
    /** `2026-04-15` as a day of the week and a date; the year only where it is another one. */
    day: (text: string) => {
      if (!isDay(text)) return text
      const date = new Date(`${text}T00:00:00Z`)
      return (isThisYear(date, 'UTC') ? dayFormat : farDayFormat).format(date)
    },
    /** An instant, to the minute. */
    time: (instant: string) => {
      const date = new Date(instant)
      if (Number.isNaN(date.getTime())) return instant
      return (isThisYear(date, timeZone) ? timeFormat : farTimeFormat).format(date)
    },
    weight: (grams: number) => `${kilograms.format(grams / 1_000)} kg`,
    euros: (cents: number) => euros.format(cents / 100),
    count: (amount: number) => count.format(amount),
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
}

/** The user's own variety of the page's language, as en-IE, where the browser names one. */
function localeOf(language: string, preferred: readonly string[]): string {
  const fallback = language === 'nl' ? 'nl-NL' : 'en-GB'
  return preferred.find((one) => one.startsWith(`${language}-`)) ?? fallback
}
