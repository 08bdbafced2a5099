/** A wall-clock moment in some zone: calendar day, and time as HH:MM:SS. */
export type LocalTime = { day: string; time: string }

/** What the clock on a wall in `timezone` shows at `instantMs` (UTC milliseconds). */
export function localTime(instantMs: number, timezone: string): LocalTime {
  const parts = new Map<string, string>()
  for (const part of formatter(timezone).formatToParts(instantMs)) parts.set(part.type, part.value)
  const at = (type: string): string => parts.get(type) ?? ''
  return {
    day: `${at('year').padStart(4, '0')}-${at('month')}-${at('day')}`,
    time: `${at('hour')}:${at('minute')}:${at('second')}`,
  }
}

/**
 * The instant (UTC milliseconds) at which the wall in `timezone` first shows `day` and `time`
 * (HH:MM). A time that daylight saving skips counts as if the clocks had not moved yet; a time
 * shown twice means the first.
 */
export function instantOf(day: string, time: string, timezone: string): number {
  const asUtcMs = Date.parse(`${day}T${time}:00Z`)
  const offsets = [offsetMs(asUtcMs - DAY_MS, timezone), offsetMs(asUtcMs + DAY_MS, timezone)]
  const candidates = offsets.map((offset) => asUtcMs - offset)
  const shown = candidates.filter((ms) => ms + offsetMs(ms, timezone) === asUtcMs)
  return shown.length > 0 ? Math.min(...shown) : Math.max(...candidates)
}

/** The calendar day `days` after `day`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** ISO weekday of a calendar day: 1 is Monday, 7 is Sunday. */
export function isoWeekday(day: string): number {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 ? 7 : weekday
}

const DAY_MS = 24 * 60 * 60 * 1000

/** More zones than any company has buildings; a formatter takes milliseconds to make. */
const FORMATTERS_MAX = 100

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  if (formatters.size < FORMATTERS_MAX) formatters.set(timezone, made)
  return made
}

function offsetMs(instantMs: number, timezone: string): number {
  const local = localTime(instantMs, timezone)
  return Date.parse(`${local.day}T${local.time}Z`) - Math.floor(instantMs / 1000) * 1000
}
