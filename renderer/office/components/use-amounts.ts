import { useMemo } from 'react'
import { useText } from '../text/text.ts'
import { useZone } from './zone.tsx'

/** Digits behind the point of cubic metres; a carton is some litres. */
const VOLUME_DIGITS = 1

/** The language of the screen as a locale for numbers and dates. */
export function useLocale(): string {
  const { language } = useText()
  return language === 'nl' ? 'nl-NL' : 'en-GB'
}

/** Figures and days as people here write them. */
export function useAmounts() {
  const locale = useLocale()
  const timeZone = useZone()
  return useMemo(() => {
    const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
    const volume = new Intl.NumberFormat(locale, { maximumFractionDigits: VOLUME_DIGITS })
    const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    const long = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    const short = format({ weekday: 'short', day: 'numeric', month: 'short' })
    const plain = format({ day: 'numeric', month: 'short', year: 'numeric' })
    const weekday = format({ weekday: 'long' })
    const moment = new Intl.DateTimeFormat(locale, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone,
    })
    const atNoon = (day: string) => new Date(`${day}T12:00:00Z`)
    return {
      whole: (value: number) => whole.format(value),
      /** Exact to the gram: in kilograms, and what is less than one in grams. */
      weight: (grams: number) =>
        Math.abs(grams) < 1_000 ? `${whole.format(grams)} g` : `${exact.format(grams / 1_000)} kg`,
      kg: (grams: number) => `${whole.format(grams / 1_000)} kg`,
      m3: (cm3: number) => `${volume.format(cm3 / 1_000_000)} m³`,
      dayLong: (day: string) => long.format(atNoon(day)),
      dayShort: (day: string) => short.format(atNoon(day)),
      day: (day: string) => plain.format(atNoon(day)),
      /** The name of an ISO weekday: 1 is Monday. */
      weekday: (iso: number) => weekday.format(atNoon(`2024-01-0${iso}`)),
      /** An instant, by the clock of the warehouse. */
      moment: (instant: string) => moment.format(new Date(instant)),
    }
  }, [locale, timeZone])
}

export type Amounts = ReturnType<typeof useAmounts>
