import { join } from 'node:path'
import { identityOf } from '../../../main/enrol.ts'
import { askForNewLog, isDisowned, stopOf, stopOfFolder } from '../../../main/store/log-stop.ts'
import { readIdentity } from '../../../main/store/identity.ts'
import { beginNewLog } from '../../../main/store/own-log.ts'
import type { OfficeClient } from '../../../main/sync/office-client.ts'
import type { Floor } from '../floor.ts'
import type { SimStation } from '../sim-station.ts'
import { copyDisk, putBackLog } from '../station-disk.ts'
import type { Fault } from './fault.ts'

/** Machines that run on copied disks, in one story: each is one bench more to look after. */
const COPIES_MAX = 1

/** Enrolment asks again and again when the office is away; simulated time in which it must get through. */
const ENROL_ROUNDS_MAX = 60

/** Codes that people try one after the other. */
const ENROL_TRIES_MAX = 5

/** Disks that are copied, put back and used twice, and people who see to the logs that stopped for it (ID-2). */
export const FORK_FAULTS: readonly Fault[] = [
  { name: 'disk-cloned', weight: 0.5, strike: cloneDisk },
  { name: 'disk-imaged', weight: 1, strike: takeImage },
  { name: 'disk-put-back', weight: 0.7, strike: (floor) => putBack(floor, 'disk') },
  { name: 'log-put-back', weight: 0.6, strike: (floor) => putBack(floor, 'log') },
  { name: 'stopped-log-seen-to', weight: 1.5, strike: seeToAnyBench },
]

/** Two machines on the same log; both are worked at, and whoever sends first is the station. */
async function cloneDisk(floor: Floor): Promise<boolean> {
  const { chance, network, stations, world } = floor
  if (stations.filter(({ name }) => name.endsWith('-copy')).length >= COPIES_MAX) return false
  const station = floor.anyStation
  const link = network.linkOf(station.name)
  if (stations.some(({ name }) => name === `${station.name}-copy`)) return false
  station.resume()
  world.caused.add(`fork ${station.identity.incarnation}`)
  const copy = await floor.copyBench(station, station.disk)
  // They are one station to the office: either may get a log of its own.
  station.mayRepeat = true
  if (chance.hit(0.6)) {
    for (const { name } of [station, copy]) network.setLink(name, 'down')
    for (const one of [station, copy]) await floor.work(one)
    for (const { name } of [station, copy]) network.setLink(name, 'up')
  } else network.setLink(copy.name, link)
  await floor.pass(chance.between(0, 20_000))
  return true
}

async function takeImage(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  const image = join(station.disk, '..', `image of ${station.name}`)
  station.noteRecorded()
  copyDisk(station.disk, image)
  floor.images.set(station.name, image)
  await floor.pass(500)
  return true
}

/** What was recorded since the image and never reached the office is lost by this disk, and nothing else. */
async function putBack(floor: Floor, what: 'disk' | 'log'): Promise<boolean> {
  const imaged = floor.stations.filter(({ name }) => floor.images.has(name))
  if (imaged.length === 0) return false
  const station = floor.chance.pick(imaged)
  const image = floor.images.get(station.name)
  if (image === undefined) return false
  // A log alone is only ever put back on the disk of its own station.
  const isOther = readIdentity(image)?.stationId !== station.identity.stationId
  if (what === 'log' && isOther) return false
  const { world } = floor
  await floor.turnOff(station, floor.chance.pick(['closed', 'killed'] as const))
  world.tell(`the ${what} of ${station.name} is put back`)
  const before = station.noted
  world.caused.add(`fork ${station.identity.incarnation}`)
  if (what === 'disk') copyDisk(image, station.disk)
  else putBackLog(image, station.disk)
  const sent = readIdentity(station.disk)
  if (sent !== null) world.caused.add(`fork ${sent.incarnation}`)
  station.branchOff()
  station.turnOn()
  floor.monitor.takeAsSeen(station)
  world.caused.add(`fork ${station.identity.incarnation}`)
  const has = new Set(station.noted.map(({ id }) => id))
  const gone = before.map(({ id }) => id).filter((id) => !has.has(id))
  const lost = await world.hands.lose(floor.office.store, gone)
  if (lost.length > 0) world.count('lost-by-disk', lost.length)
  await floor.pass(floor.chance.between(0, 5_000))
  return true
}

async function seeToAnyBench(floor: Floor): Promise<boolean> {
  const waiting = floor.stations.filter(
    (station) => !station.isOff && (stopOf(station.log) !== null || isDisowned(station.log)),
  )
  if (waiting.length === 0) return false
  return seeToBench(floor, floor.chance.pick(waiting))
}

/**
 * A person sees to a bench that waits for one. Where the log stopped itself it begins a new one, or becomes
 * a station of its own; where the office was set back to before its enrolment, it is enrolled again (I12).
 */
export async function seeToBench(floor: Floor, station: SimStation): Promise<boolean> {
  if (station.isOff) return false
  if (isDisowned(station.log)) {
    floor.world.count('disowned')
    await enrolAnew(floor, station)
    await floor.pass(1_000)
    return true
  }
  const stop = stopOf(station.log)
  if (stop === null) return false
  const { chance, stations, world } = floor
  world.count(`stopped-${stop}`)
  const { stationId } = station.identity
  const twins = stations.filter((one) => one !== station && one.identity.stationId === stationId)
  const canGo = twins.every((twin) => !twin.isOff && stopOf(twin.log) === null && isDrained(twin))
  if (!canGo || chance.hit(0.5)) {
    await enrolAnew(floor, station)
  } else {
    for (const twin of twins) await floor.dismiss(twin)
    if (chance.hit(0.5)) {
      askForNewLog(station.log)
      await floor.restart(station)
    } else await newLogByHand(floor, station)
  }
  await floor.pass(1_000)
  return true
}

/** As `--new-log` does. */
async function newLogByHand(floor: Floor, station: SimStation): Promise<void> {
  await floor.turnOff(station, 'closed')
  const dataFolder = station.disk
  const reason = stopOfFolder(dataFolder)
  if (reason === null) throw new Error(`${station.name} has forgotten that it stopped`)
  const incarnation = () => Buffer.from(station.chance.bytes(16)).toString('hex')
  const identity = readIdentity(dataFolder) ?? station.identity
  beginNewLog({ dataFolder, identity, nowMs: floor.world.clock.now(), reason, incarnation })
  await floor.turnOn(station)
}

/** As a start with `--code` does, with another code where the first came to nothing. */
async function enrolAnew(floor: Floor, station: SimStation): Promise<void> {
  const { world } = floor
  await floor.turnOff(station, 'closed')
  const before = station.identity.stationId
  for (let tries = 0; (await enrolOnce(floor, station)) === before; tries += 1) {
    if (tries === ENROL_TRIES_MAX) throw new Error(`${station.name} was not enrolled anew`)
  }
  world.count('enrolled-anew')
  await floor.turnOn(station)
}

/** Answers with the station that its folder is from then on. */
async function enrolOnce(floor: Floor, station: SimStation): Promise<string> {
  const { office, world } = floor
  const plan = { warehouse: 'MAIN', name: `${station.name}-anew`, mode: 'pick-and-pack' }
  const { body } = await office.admin('POST', '/v1/station-codes', plan)
  const under = { way: true }
  const enrolling = identityOf({
    dataFolder: station.disk,
    serverUrl: station.identity.serverUrl,
    code: (body as { code: string }).code,
    appVersion: '0.0.0-sim',
    office: inTurn(floor, office.stranger()),
    clock: world.clock,
    random: () => station.chance.next(),
    onTrouble: (text) => world.tell(`${station.name} trouble: ${text}`),
  }).finally(() => (under.way = false))
  for (let round = 0; round < ENROL_ROUNDS_MAX && under.way; round += 1) await floor.pass(1_000)
  return (await enrolling).stationId
}

/** The office has the word for the length of the call, as for any other. */
function inTurn({ world }: Floor, office: OfficeClient): OfficeClient {
  return {
    ...office,
    enrol: (request) =>
      new Promise((resolve) => {
        world.enqueue(async () => resolve(await office.enrol(request)))
      }),
  }
}

/** All is sent, all is answered and heard of, and the bench stands at the feed's head. */
export function isDrained({ floor, log }: SimStation): boolean {
  const { sync, view } = floor
  const { ackedSeq, openRefusals } = sync.state
  const isSent = ackedSeq === log.lastSeq && openRefusals.length === 0
  return isSent && sync.status.online && view.replayedCount === 0
}
