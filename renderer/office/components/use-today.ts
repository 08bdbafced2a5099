import { localTime } from '#contract/orders/local-time.ts'

/** The calendar day it is now in a time zone. */
export function todayIn(timezone: string): string {
  return localTime(Date.now(), timezone).day
}
