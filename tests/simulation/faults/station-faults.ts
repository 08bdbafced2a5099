import { buggyAction, POISON } from '../buggy-bench.ts'
import type { Floor } from '../floor.ts'
import type { Fault } from './fault.ts'

/** Faults of a bench as a process. What its disk may do is a family of its own. */
export const STATION_FAULTS: readonly Fault[] = [
  { name: 'station-killed', weight: 3, strike: (floor) => kill(floor, false) },
  { name: 'cache-lost', weight: 1, strike: (floor) => kill(floor, true) },
  { name: 'killed-between-pages', weight: 1, strike: killBetweenPages },
  { name: 'log-breaks-inside', weight: 3, strike: breakInside },
  { name: 'killed-after-commit', weight: 2, strike: killAfterCommit },
  { name: 'bad-payload', weight: 0.8, strike: recordPoison },
  { name: 'buggy-bench', weight: 6, strike: recordBuggy },
]

async function kill(floor: Floor, losesCache: boolean): Promise<boolean> {
  await floor.kill(floor.anyStation, { losesCache })
  await floor.pass(floor.chance.between(0, 2_000))
  return true
}

/** The bench has taken in some pages of a snapshot, and dies before its cursor moves (PULL-1). */
async function killBetweenPages(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  floor.network.setLink(station.name, 'up')
  await floor.kill(station, { losesCache: true })
  await floor.pass(floor.chance.between(300, 3_000))
  await floor.kill(station, { losesCache: false })
  await floor.pass(1_000)
  return true
}

/** A write that breaks within its transaction; sometimes the bench goes on, sometimes that was its end. */
async function breakInside(floor: Floor): Promise<boolean> {
  const { chance } = floor
  const station = floor.anyStation
  if (chance.hit(0.6)) {
    station.breakLog('inside', chance.below(4))
    await floor.work(station)
    return true
  }
  station.resume()
  station.breakLog('inside')
  floor.move(station)
  if (chance.hit(0.5)) await floor.killNow(station, false)
  station.breakLog(null)
  await floor.pass(1_000)
  return true
}

async function killAfterCommit(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  station.resume()
  station.breakLog('after-commit')
  floor.move(station)
  await floor.killNow(station, false)
  station.breakLog(null)
  await floor.pass(1_000)
  return true
}

async function recordPoison(floor: Floor): Promise<boolean> {
  const { chance, world } = floor
  const { type, payload } = chance.pick(POISON)
  const logged = floor.anyStation.record(type, payload)
  if (logged === null) return false
  world.poisoned.add(logged.id)
  await floor.pass(500)
  return true
}

async function recordBuggy(floor: Floor): Promise<boolean> {
  const { chance, world } = floor
  const station = floor.anyStation
  const found = buggyAction(station, chance)
  if (found === null) return false
  const logged = station.record(found.type, found.payload, found.operatorId)
  if (logged === null) return false
  world.buggy.add(logged.id)
  world.tell(`${station.name} records ${found.type} past its rules: ${found.what}`)
  await floor.pass(500)
  return true
}
