import { commandCode } from '#contract/barcode/loadline-code.ts'
import { LogTooNewError } from '../../../main/store/open-log-file.ts'
import { AlreadyRunningError, lockDataFolder } from '../../../main/store/single-instance.ts'
import type { Floor } from '../floor.ts'
import type { Ending, SimStation } from '../sim-station.ts'
import {
  damageLog,
  flipCacheBit,
  type LogDamage,
  setCacheVersion,
  setLogVersion,
} from '../station-disk.ts'
import type { Fault } from './fault.ts'

/** Which damage is found in a log that was closed in order, and which in one whose host was killed. */
const DAMAGES: { damage: LogDamage; ending: Ending; weight: number }[] = [
  { damage: 'bit-flipped', ending: 'closed', weight: 1.2 },
  { damage: 'truncated', ending: 'closed', weight: 0.4 },
  { damage: 'header-lost', ending: 'closed', weight: 0.4 },
  { damage: 'deleted', ending: 'closed', weight: 0.2 },
  { damage: 'wal-deleted', ending: 'killed', weight: 0.4 },
]

/** One flipped bit can cost the action that it hits, though the bytes around it look whole. */
const FLIPPED_MAX = 1

export const DISK_FAULTS: readonly Fault[] = [
  ...DAMAGES.map(({ damage, ending, weight }) => ({
    name: `log-${damage}`,
    weight,
    strike: (floor: Floor) => spoilLog(floor, damage, ending),
  })),
  { name: 'cache-bit-flipped', weight: 0.6, strike: spoilCache },
  { name: 'cache-of-other-layout', weight: 0.4, strike: changeCacheLayout },
  { name: 'disk-full', weight: 0.8, strike: fillDisk },
  { name: 'disk-full-at-start', weight: 0.3, strike: startOnFullDisk },
  { name: 'io-error-at-commit', weight: 0.8, strike: breakDisk },
  { name: 'disk-below-reserve', weight: 0.6, strike: takeRoom },
  { name: 'second-instance', weight: 0.4, strike: startTwice },
  { name: 'app-downgraded', weight: 0.5, strike: downgrade },
]

/** How often the free room of a disk is looked at, and a little more (LOG-5). */
const ROOM_SEEN_MS = 11_000

/** Layouts of a cache that no version of the app reads. */
const OTHER_LAYOUTS = [0, 99]

/** The next start sets the log aside and goes on with what can still be read (ID-4). */
async function spoilLog(floor: Floor, damage: LogDamage, ending: Ending): Promise<boolean> {
  const { chance, world } = floor
  const station = floor.anyStation
  station.noteRecorded()
  const actions = station.log.actionsFrom(1, Number.MAX_SAFE_INTEGER)
  const { incarnation } = station.identity
  await floor.turnOff(station, ending)
  const unreadable = damageLog(station.disk, damage, { chance, actions })
  world.tell(`${damage} in the log of ${station.name}: ${unreadable.size} gone`)
  await floor.turnOn(station, (lost) =>
    damage === 'bit-flipped' ? lost.length <= FLIPPED_MAX : lost.every((id) => unreadable.has(id)),
  )
  if (station.identity.incarnation !== incarnation) world.count('log-salvaged')
  await floor.pass(chance.between(0, 3_000))
  return true
}

/** Whatever is in the cache can be loaded anew. */
async function spoilCache(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  await floor.turnOff(station, floor.chance.pick(['closed', 'killed'] as const))
  const isSpoilt = flipCacheBit(station.disk, floor.chance)
  floor.world.caused.add('cache spoilt')
  await floor.turnOn(station)
  await floor.pass(1_000)
  return isSpoilt
}

async function changeCacheLayout(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  await floor.turnOff(station, 'closed')
  setCacheVersion(station.disk, floor.chance.pick(OTHER_LAYOUTS))
  await floor.turnOn(station)
  await floor.pass(1_000)
  return true
}

/** The log can grow no more in the middle of the work; what could not be written was not promised. */
async function fillDisk(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  station.setDiskFull(true)
  await floor.work(station)
  await floor.pass(floor.chance.between(0, 10_000))
  station.setDiskFull(false)
  await floor.work(station, 2)
  return true
}

/** A start that can't write ends, and leaves the disk as it was. */
async function startOnFullDisk(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  await floor.turnOff(station, 'killed')
  station.isDiskFullAtStart = true
  const error = startError(station)
  station.isDiskFullAtStart = false
  if (error === null) floor.world.blame('unexplained', 'LOG-5', `${station.name} has started`)
  await floor.pass(5_000)
  await floor.turnOn(station)
  return true
}

async function breakDisk(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  station.breakLog('io-error', floor.chance.below(4))
  await floor.work(station)
  station.breakLog(null)
  return true
}

/** Below its reserve a bench takes no scans and says so; then there is room again. */
async function takeRoom(floor: Floor): Promise<boolean> {
  const { world } = floor
  const station = floor.anyStation
  station.resume()
  station.room = 'none'
  await floor.pass(ROOM_SEEN_MS)
  const before = station.log.lastSeq
  station.scan(commandCode('ACK'))
  const { bench } = station.floor
  const isLoud = bench.stopped !== null || bench.alert?.reason === 'log-full'
  if (!isLoud || station.log.lastSeq !== before) {
    world.blame('unexplained', 'LOG-5', `${station.name} takes scans on a full disk`)
  }
  await floor.work(station, 3)
  station.room = 'plenty'
  await floor.pass(ROOM_SEEN_MS)
  return true
}

async function startTwice(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  try {
    lockDataFolder(station.disk).release()
    floor.world.blame('doubled', 'LOG-1', `two hosts work on the folder of ${station.name}`)
  } catch (error) {
    if (!(error instanceof AlreadyRunningError)) throw error
  }
  await floor.pass(100)
  return true
}

/** An older app finds a log it does not know: it leaves it alone, and the newer one goes on (VER-1). */
async function downgrade(floor: Floor): Promise<boolean> {
  const { network, world } = floor
  const station = floor.anyStation
  network.setLink(station.name, 'down')
  await floor.work(station)
  await floor.turnOff(station, 'closed')
  setLogVersion(station.disk, 'newer')
  if (!(startError(station) instanceof LogTooNewError)) {
    world.blame('unexplained', 'VER-1', `${station.name} starts on a log of a newer app`)
  }
  await floor.pass(5_000)
  setLogVersion(station.disk, 'own')
  await floor.turnOn(station)
  network.setLink(station.name, 'up')
  await floor.pass(1_000)
  return true
}

/** What a start says that must fail. */
function startError(station: SimStation): unknown {
  try {
    station.turnOn()
    return null
  } catch (error) {
    return error
  }
}
