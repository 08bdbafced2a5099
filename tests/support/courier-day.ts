import { expect } from 'vitest'
import type { DatabaseKind } from './databases.ts'
import { courierCalls, openDispatch } from './dispatch.ts'
import { requireTrueBooks } from './ledger-sums.ts'
import { startOffice } from './office.ts'
import { type handClock, MORNING, TOMORROW } from './wholesaler.ts'

/** The courier's day: the truck has left, the office's clock stands at noon. */
const NOON = `${TOMORROW}T12:00:00.000Z`
export const NEXT_DAY = '2026-03-12'
export const SECRET = 'a-secret-of-32-characters-or-more'

/** A moment of that day, by its HH:MM in UTC. */
export function at(time: string): string {
  return `${TOMORROW}T${time}:00.000Z`
}

/** Errors of a refused request, one of them at this place. */
export function placesWith(path: string): unknown {
  return expect.arrayContaining([expect.objectContaining({ path })])
}

/** An office with one order on the road, room for the next day, and a courier who knows the secret. */
export async function openCourierDay(
  open: DatabaseKind['open'],
  clock: ReturnType<typeof handClock>,
) {
  clock.set(MORNING)
  const database = await open()
  const office = await startOffice({ database, deps: { clock } })
  const dispatch = await openDispatch(office)
  const limits = { maxWeightGrams: 1_000_000_000, maxVolumeCm3: 1_000_000_000 }
  await office.admin('PUT', `/v1/capacity/NOORD/${NEXT_DAY}`, limits)
  const gone = await dispatch.gone()
  clock.set(NOON)
  await office.admin('PUT', '/v1/couriers/dhl', { secret: SECRET })
  const dhl = courierCalls(office, { name: 'dhl', secret: SECRET, now: clock.now })
  return {
    database,
    office,
    dispatch,
    gone,
    dhl,
    /** Another order, packed in the morning while the day could still be had; it stays in the house. */
    packedInTime: async () => {
      clock.set(MORNING)
      const packed = await dispatch.order()
      clock.set(NOON)
      return packed
    },
    /** The books must agree at the end of every day. */
    close: async () => {
      await requireTrueBooks(database.store)
      await office.close()
      await database.close()
    },
  }
}

export type CourierDay = Awaited<ReturnType<typeof openCourierDay>>
