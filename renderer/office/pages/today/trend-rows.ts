import { clockTime } from '../../../format/day.ts'
import type { CallAnswer } from '../../api.ts'

export type Trends = CallAnswer<'GET /v1/console/trends'>

/** One hour as charts and tables show it. */
export type TrendRow = {
  hour: string
  picks: number
  picksBefore: number
  actions: number
  excepted: number
  refused: number
  scans: number
  errorScans: number
  /** Of scans, in percent; null where nothing was scanned. */
  errorShare: number | null
  /** Null for hours that are still to come. */
  waitedSeconds: number | null
}

/** Hours that are shown even where nothing happened in them. */
const WORKING_FROM = 6
const WORKING_TO = 19

/** The hours of a day: all, or only those of work and those in which something happened. */
export function trendRows(
  { today, before, timezone, serverTime }: Trends,
  { isWholeDay = false }: { isWholeDay?: boolean } = {},
): TrendRow[] {
  const earlier = new Map(
    before.hours.map(({ startsAt, picks }) => [clockTime(Date.parse(startsAt), timezone), picks]),
  )
  const rows = today.hours.map((one) => {
    const hour = clockTime(Date.parse(one.startsAt), timezone)
    return {
      hour,
      picks: one.picks,
      picksBefore: earlier.get(hour) ?? 0,
      actions: one.actions,
      excepted: one.excepted,
      refused: one.refused,
      scans: one.scans,
      errorScans: one.errorScans,
      errorShare: one.scans === 0 ? null : Math.round((1_000 * one.errorScans) / one.scans) / 10,
      waitedSeconds: one.startsAt > serverTime ? null : one.waitedMsMax / 1_000,
    }
  })
  if (isWholeDay) return rows
  const used = rows.flatMap((row, index) => (isEmpty(row) ? [] : [index]))
  const from = Math.min(WORKING_FROM, ...used)
  const to = Math.max(WORKING_TO, ...used)
  return rows.slice(from, to + 1)
}

function isEmpty({ picks, picksBefore, actions, scans, waitedSeconds }: TrendRow): boolean {
  return picks + picksBefore + actions + scans + (waitedSeconds ?? 0) === 0
}
