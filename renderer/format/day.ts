import { dateFormat } from './kept-formats.ts'

/** A calendar day as people say it, `Thu 17 Apr`; text that is no day is shown as it is. */
export function shortDay(day: string, language: string): string {
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime())) return day
  return dateFormat(language === 'en' ? 'en-GB' : language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
    .format(midnight)
    .replace(',', '')
}

/** The last day of goods, with its year: `12 Mar 2027`, or with the month in full. */
export function expiryDay(
  day: string,
  language: string,
  month: 'short' | 'long' = 'short',
): string {
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime())) return day
  return dateFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month,
    year: 'numeric',
    timeZone: 'UTC',
  }).format(midnight)
}

/** Wall-clock time of the building, `14:02`, whatever zone the screen's own machine is set to. */
export function clockTime(atMs: number, timezone: string): string {
  return dateFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: timezone,
  }).format(atMs)
}

/** True when both instants fall on one calendar day of the building. */
export function isSameDay(oneMs: number, otherMs: number, timezone: string): boolean {
  const day = dateFormat('en-CA', { dateStyle: 'short', timeZone: timezone })
  return day.format(oneMs) === day.format(otherMs)
}

/** The calendar day an instant falls on in the building, `2025-04-17`. */
export function wallDay(atMs: number, timezone: string): string {
  return dateFormat('sv-SE', { dateStyle: 'short', timeZone: timezone }).format(atMs)
}

/** The weekday an instant falls on, `Mon`. */
export function weekday(atMs: number, timezone: string, language: string): string {
  return dateFormat(language, { weekday: 'short', timeZone: timezone }).format(atMs)
}
