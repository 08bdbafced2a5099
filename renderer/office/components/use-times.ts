import { useText } from '../text/text.ts'
import { useZone } from './zone.tsx'

const DAY_MS = 86_400_000

export type Times = {
  /** Day and time, to the minute. */
  dateTime: (instant: string) => string
  /** To the second, for what follows closely on another. */
  exact: (instant: string | number) => string
  day: (instant: string) => string
  /** The time alone where it was within a day, else with its day. */
  short: (instant: string) => string
}

/** Times as whoever sits here reads them: their language, and the clock of the warehouse. */
export function useTimes(): Times {
  const { language } = useText()
  const timeZone = useZone()
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB'
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale, { ...options, timeZone })
    return (instant: string | number) => made.format(new Date(instant))
  }
  const dateTime = format({ dateStyle: 'medium', timeStyle: 'short' })
  const time = format({ timeStyle: 'short' })
  return {
    dateTime,
    exact: format({ dateStyle: 'short', timeStyle: 'medium' }),
    day: format({ dateStyle: 'medium' }),
    short: (instant) =>
      Math.abs(Date.now() - Date.parse(instant)) < DAY_MS ? time(instant) : dateTime(instant),
  }
}
