import type { Floor } from '../floor.ts'
import type { Fault } from './fault.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A night without anybody; leases of twelve hours end in a long one. */
const NIGHT_MS = { from: 8 * HOUR_MS, to: 13 * HOUR_MS }

const SKEWS_MS: Record<string, number> = {
  'clock-put-right': 0,
  'clock-slow': -45_000,
  'clock-day-ahead': DAY_MS,
  'clock-year-behind': -365 * DAY_MS,
  'clock-summer-time': HOUR_MS,
  'clock-winter-time': -HOUR_MS,
}

export const TIME_FAULTS: readonly Fault[] = [
  ...Object.entries(SKEWS_MS).map(([name, skewMs]) => ({
    name,
    weight: 0.4,
    strike: (floor: Floor) => {
      floor.anyStation.setSkew(skewMs)
      return Promise.resolve(true)
    },
  })),
  { name: 'clock-steps-in-batch', weight: 1, strike: stepInBatch },
  { name: 'lid-closed', weight: 1.5, strike: closeLid },
  { name: 'night', weight: 0.7, strike: sleepThroughNight },
]

/** The bench's clock is set between two scans that go out in one push. */
async function stepInBatch(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  await floor.work(station, 3)
  station.setSkew(floor.chance.pick(Object.values(SKEWS_MS)))
  await floor.work(station, 3)
  return true
}

/** One bench is suspended while the others go on; whoever next works there opens it again. */
async function closeLid(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  if (station.isAsleep) station.resume()
  else floor.suspend(station)
  await floor.pass(1_000)
  return true
}

/** All benches sleep with what they have not sent, and wake one after the other, or all at once. */
async function sleepThroughNight(floor: Floor): Promise<boolean> {
  const { chance, stations, shop } = floor
  for (const station of stations) floor.suspend(station)
  await floor.pass(chance.between(NIGHT_MS.from, NIGHT_MS.to))
  await shop.openDays()
  const isAtOnce = chance.hit(0.5)
  for (const station of stations) {
    station.resume()
    if (!isAtOnce) await floor.pass(chance.between(1_000, 60_000))
  }
  await floor.pass(1_000)
  return true
}
